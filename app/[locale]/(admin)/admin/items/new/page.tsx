import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { NewItemForm } from "./NewItemForm";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const path = "/admin/items/new";
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const one = (given: string | string[] | undefined) => (typeof given === "string" ? given.slice(0, 100) : "");

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("revisions.new"))("title") };
}

export default async function NewItemPage({ searchParams }: Props) {
  const { q, like, kept: keptId } = await searchParams;
  const [t, items, caller] = [await getTranslations("revisions.new"), await getTranslations("admin.items"), await api()];
  const places = await answer(caller.items.listPlaces(), path);
  const kept = await restored(keptId, path);
  const chosen = textOfKept(kept, "like") || one(like);
  const [example] = uuid.test(chosen) ? await caller.items.names({ ids: [chosen] }) : [];
  const choices = places.map(({ id, name, divisionName }) => ({ value: id, label: t("placeLine", { department: name, division: divisionName }) }));
  const typed = Object.fromEntries(["name", "itemType", "place", "division", "basicCode"].map((name) => [name, textOfKept(kept, name)]));
  return (
    <ClientMessages areas={["common", "ui", "revisions", "enums", "errors"]}>
      <Page before={<Breadcrumbs trail={[{ href: "/admin/items", label: items("title") }]} current={t("title")} />} notice={kept && <RestoredNotice />}>
        <PageHeading title={t("title")} lead={t("lead")} />
        <Terms words={["item", "basicCode", "implementationCode"]} />
        {choices.length === 0 ? <Notice tone="warning">{t("noPlace")}</Notice> : (
          <>
            {example ? <Chosen name={example.name} /> : <Examples query={one(q)} />}
            <Section title={t("facts")}><NewItemForm places={choices} like={example?.id} typed={typed} idempotencyKey={crypto.randomUUID()} /></Section>
          </>
        )}
      </Page>
    </ClientMessages>
  );
}

async function Chosen({ name }: { name: string }) {
  const t = await getTranslations("revisions.new");
  return <Notice title={t("chosen", { name })} actions={<ButtonLink href={path}>{t("fromNothing")}</ButtonLink>}>{t("chosenHint")}</Notice>;
}

/** Items like the one that is to be: of any department, as a beginning. */
async function Examples({ query }: { query: string }) {
  const [t, locale, caller] = [await getTranslations("revisions.new"), await getLocale(), await api()];
  const found = query ? (await caller.items.search({ query, limit: 8 })).rows : [];
  return (
    <Section title={t("exampleTitle")}>
      <form action={localePath(locale, path)} method="get" role="search" aria-label={t("exampleSearch")} className="flex flex-wrap items-end gap-4">
        <div className="max-w-form min-w-0 grow basis-64"><TextField name="q" type="search" label={t("exampleSearch")} hint={t("exampleHint")} width="full" autoComplete="off" defaultValue={query} /></div>
        <Button type="submit" icon="search">{t("find")}</Button>
      </form>
      {query && found.length === 0 && <p>{t("noneFound")}</p>}
      {found.length > 0 && (
        <ul className="border-t border-line">
          {found.map(({ id, name, departmentName }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b border-line py-2">
              <span className="max-w-measure min-w-0"><span className="block font-semibold"><Chinese>{name}</Chinese></span><span className="block text-hint text-muted"><Chinese>{departmentName}</Chinese></span></span>
              <TextLink href={`${path}?like=${id}`} className="tap">{t("use")}<span className="sr-only"> {name}</span></TextLink>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
