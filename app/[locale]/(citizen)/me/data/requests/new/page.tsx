import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { answer, api } from "@/app/_trpc/server";
import { Tiles } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import type { RequestKind, RequestSubject } from "@/domain/records/schema";
import { correctable, erasable } from "@/domain/records/schema/subjects";
import { RequestForm } from "./RequestForm";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("data.new"))("title") };
}

/** Two small steps, each a plain page: what is asked, then why. */
export default async function NewRequestPage({ searchParams }: Props) {
  const [query, locale] = await Promise.all([searchParams, getLocale()]);
  await answer((await api()).records.listOwnRequests({ limit: 1 }), localePath(locale, "/me/data/requests/new"));
  const chosen = read(query["ask"]);
  const kept = await restored(query["kept"], "/me/data/requests/new");
  return (
    <Page width="form" before={<BackLink href={chosen ? "/me/data/requests/new" : "/me/data/requests"} />} notice={kept && <RestoredNotice />}>
      {chosen ? <ClientMessages areas={["errors", "data", "ui"]}><RequestForm {...chosen} idempotencyKey={crypto.randomUUID()} start={kept ? { why: textOfKept(kept, "why"), value: textOfKept(kept, "value") } : {}} /></ClientMessages> : <Choice />}
    </Page>
  );
}

function read(ask: string | string[] | undefined): { kind: RequestKind; subject: RequestSubject } | undefined {
  const correction = correctable.find((subject) => ask === `correction.${subject}`);
  if (correction) return { kind: "correction", subject: correction };
  const erasure = erasable.find((subject) => ask === `erasure.${subject}`);
  return erasure && { kind: "erasure", subject: erasure };
}

function Choice() {
  const t = useTranslations("data");
  const href = (ask: string) => `/me/data/requests/new?ask=${ask}`;
  return (
    <>
      <PageHeading caption={t("new.caption")} title={t("new.title")} />
      <Section title={t("new.correction")}>
        <Tiles columns={2} label={t("new.correction")} tiles={correctable.map((subject) => ({ href: href(`correction.${subject}`), title: t(`subjects.correction.${subject}`), note: t(`notes.correction.${subject}`) }))} />
      </Section>
      <Section title={t("new.erasure")}>
        <Tiles columns={2} label={t("new.erasure")} tiles={erasable.map((subject) => ({ href: href(`erasure.${subject}`), title: t(`subjects.erasure.${subject}`), note: t(`notes.erasure.${subject}`) }))} />
      </Section>
      <Notice title={t("new.nameTitle")}>{t("new.name")}</Notice>
    </>
  );
}
