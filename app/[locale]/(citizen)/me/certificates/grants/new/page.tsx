import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { CannotGive, hindranceHere } from "../CannotGive";

const here = "/me/certificates/grants/new";
const Query = z.object({ certificate: z.uuid().optional().catch(undefined), q: z.string().trim().max(100).optional().catch(undefined) });
type Line = { id: string; name: string; note: string };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificateUses.give"))("title") };
}

/** First step of a standing permission: which certificate, then which service of which organ. */
export default async function NewGrantPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const [{ certificate, q }, locale, t, caller] = [Query.parse(await searchParams), await getLocale(), await getTranslations("certificateUses.give"), await api()];
  const hindered = await hindranceHere();
  if (hindered) return <CannotGive why={hindered} />;
  const { rows } = await answer(caller.certificates.listOwn({ state: "current", limit: 100 }), localePath(locale, here));
  const usable = rows.filter(({ status, signed }) => status === "valid" && signed);
  const chosen = usable.find(({ id }) => id === certificate);
  const found = chosen && q ? (await caller.items.search({ query: q, limit: 10 })).rows : [];
  return (
    <Page width="form" before={<BackLink href="/me/certificates/grants" />}>
      <StepIndicator current={1} total={2} title={t("stepWhich")} next={t("stepTerms")} />
      <PageHeading title={t("title")} lead={t("lead")} />
      {usable.length === 0 && <EmptyState title={t("noneUsable")} actions={<ButtonLink href="/me/certificates">{t("toCertificates")}</ButtonLink>}>{t("noneUsableText")}</EmptyState>}
      {!chosen && usable.length > 0 && (
        <Section title={t("whichCertificate")}>
          <Lines label={t("whichCertificate")} act={t("choose")} rows={usable.map(({ id, name, issuer }) => ({ id, name, note: issuer }))} hrefOf={(id) => `${here}?certificate=${id}`} />
        </Section>
      )}
      {chosen && (
        <Section title={t("whichService")} intro={t.rich("forCertificate", { name: chosen.name, zh: (text) => <Chinese>{text}</Chinese> })}>
          <form action={localePath(locale, here)} method="get" role="search" aria-label={t("search")} className="flex flex-wrap items-end gap-3">
            <input type="hidden" name="certificate" value={chosen.id} />
            <div className="min-w-0 grow basis-64"><TextField name="q" type="search" width="full" label={t("search")} hint={t("searchHint")} defaultValue={q} autoComplete="off" /></div>
            <Button type="submit" icon="search">{t("searchDo")}</Button>
          </form>
          {q && found.length === 0 && <p>{t("nothing")}</p>}
          {found.length > 0 && <Lines label={t("whichService")} act={t("choose")} rows={found.map(({ id, name, departmentName }) => ({ id, name, note: departmentName }))} hrefOf={(id) => `${here}/terms?certificate=${chosen.id}&item=${id}`} />}
          <p><TextLink href={here} className="tap">{t("otherCertificate")}</TextLink></p>
        </Section>
      )}
    </Page>
  );
}

function Lines({ label, act, rows, hrefOf }: { label: string; act: string; rows: readonly Line[]; hrefOf: (id: string) => string }) {
  return (
    <ul aria-label={label} className="divide-y divide-line rounded-card border border-line">
      {rows.map(({ id, name, note }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2">
          <span className="min-w-0 grow basis-64"><Chinese>{name}</Chinese><span className="block text-hint text-muted"><Chinese>{note}</Chinese></span></span>
          <TextLink href={hrefOf(id)} className="tap font-semibold">{act}<span className="sr-only"> <Chinese>{name}</Chinese></span></TextLink>
        </li>
      ))}
    </ul>
  );
}
