import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDayShort, formatStamp } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { SupervisionTabs } from "@/app/_shared/supervision/SupervisionTabs";
import { answer, api } from "@/app/_trpc/server";
import { Card, EmptyState } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Page, PageHeading } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { Did } from "../Did";
import { startOf } from "../state";
import { SupervisionForm } from "../SupervisionForm";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const here = "/desk/supervision/reasons";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("supervision.reasons"))("title") };
}

/** The reasons that departments gave for being overdue, to be published or sent back. */
export default async function ReasonsPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("supervision")]);
  const rows = await answer((await api()).supervision.reasons(), localePath(locale, here));
  const kept = await restored(query["kept"], here);
  return (
    <ClientMessages areas={["ui", "common", "errors", "supervision"]}>
      <Page notice={<>{kept && <RestoredNotice />}<Did did={query["did"]} /></>}>
        <PageHeading title={t("reasons.title")} lead={t("reasons.lead")} actions={<TextLink href="/overdue" className="tap">{t("reasons.public")}</TextLink>} />
        <SupervisionTabs current="reasons" />
        {rows.length === 0 && <EmptyState title={t("reasons.none")} />}
        {rows.map((row) => {
          const about = { id: row.id };
          return (
            <Card key={row.id} as="h2" title={<Chinese>{row.itemName}</Chinese>}>
              <DescriptionList facts={[
                { label: t("columns.case"), value: <TextLink href={`/desk/applications/${row.number.replaceAll("-", "")}`} className="tap tabular-nums">{row.number}</TextLink> },
                { label: t("columns.department"), value: <Chinese>{row.departmentName}</Chinese> },
                { label: t("reasons.statutory"), value: formatDayShort(row.statutoryDueOn, locale) },
                { label: t("reasons.reason"), value: <><span className="whitespace-pre-line"><Chinese>{row.reason}</Chinese></span><span className="block text-hint text-muted"><Chinese>{row.givenByName}</Chinese> {formatStamp(row.givenAt)}</span></> },
              ]} />
              <SupervisionForm
                act="decideReason" about={about} returnTo={here} idempotencyKey={randomUUID()} start={startOf(kept, "decideReason", about)} submit={t("reasons.decide")} subject={row.number}
                fields={[
                  { name: "outcome", kind: "radio", label: t("reasons.outcome"), options: (["confirmed", "returned"] as const).map((value) => ({ value, label: t(`reasons.outcomes.${value}`) })) },
                  { name: "word", kind: "words", label: t("reasons.word"), hint: t("reasons.wordHint"), optional: true, limit: 500 },
                ]}
              />
            </Card>
          );
        })}
      </Page>
    </ClientMessages>
  );
}
