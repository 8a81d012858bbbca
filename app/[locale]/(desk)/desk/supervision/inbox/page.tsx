import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { formatDayShort, formatStamp } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { CaseLight } from "@/app/_shared/desk/DueLight";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";
import { Grade } from "../Signal";

const here = "/desk/supervision/inbox";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("supervision.inbox"))("title") };
}

/** What supervision wants of whoever works here: urgings to answer, signals to explain, and the latest messages. */
export default async function InboxPage() {
  const [locale, t, desk] = await Promise.all([getLocale(), getTranslations("supervision"), getTranslations("common.desk")]);
  const { urgings, signals, messages } = await answer((await api()).supervision.inbox(), localePath(locale, here));
  const caseLink = (number: string, part: string) => <TextLink href={`/desk/supervision/cases/${number}#${part}`} className="inline-block py-1"><span className="whitespace-nowrap tabular-nums">{number}</span></TextLink>;
  return (
    <Page width="wide" before={<Breadcrumbs trail={[{ href: "/desk", label: desk("queue") }]} current={t("inbox.title")} />}>
      <PageHeading title={t("inbox.title")} lead={t("inbox.lead")} />
      <Section title={t("inbox.urgings")}>
        <Table
          dense caption={t("inbox.urgings")} captionHidden rows={urgings} rowKey={({ id }) => id} empty={<p className="text-muted">{t("inbox.noUrgings")}</p>}
          columns={[
            { key: "light", header: t("columns.light"), cell: ({ light }) => <span className="whitespace-nowrap"><CaseLight light={light} /></span> },
            { key: "case", header: t("columns.case"), rowHeader: true, cell: ({ applicationNumber }) => caseLink(applicationNumber, "urgings") },
            { key: "item", header: t("columns.item"), cell: ({ itemName }) => <Chinese>{itemName}</Chinese> },
            { key: "by", header: t("urgings.answerBy"), cell: ({ answerBy }) => <time dateTime={answerBy} className="whitespace-nowrap">{formatDayShort(answerBy, locale)}</time> },
            { key: "from", header: t("urgings.issuedBy"), cell: ({ issuedByName }) => <Chinese>{issuedByName}</Chinese> },
          ]}
        />
      </Section>
      <Section title={t("inbox.signals")}>
        <Table
          dense caption={t("inbox.signals")} captionHidden rows={signals} rowKey={({ id }) => id} empty={<p className="text-muted">{t("inbox.noSignals")}</p>}
          columns={[
            { key: "grade", header: t("signal.grade"), cell: ({ grade }) => <Grade grade={grade} /> },
            { key: "case", header: t("columns.case"), rowHeader: true, cell: ({ applicationNumber }) => caseLink(applicationNumber, "signals") },
            { key: "rule", header: t("signal.rule"), cell: ({ rule }) => t(`rules.${rule}`) },
            { key: "item", header: t("columns.item"), cell: ({ itemName }) => <Chinese>{itemName}</Chinese> },
          ]}
        />
      </Section>
      <Section title={t("inbox.messages")}>
        <Table
          dense caption={t("inbox.messages")} captionHidden rows={messages} rowKey={({ id }) => id} empty={<p className="text-muted">{t("inbox.noMessages")}</p>}
          columns={[
            { key: "at", header: t("inbox.at"), cell: ({ createdAt }) => <span className="whitespace-nowrap">{formatStamp(createdAt)}</span> },
            { key: "text", header: t("inbox.text"), rowHeader: true, cell: ({ text }) => <span className="block min-w-[14em] max-w-[38em] font-normal">{locale === "en" ? text.en : text.zh}</span> },
            { key: "case", header: t("columns.case"), cell: ({ applicationNumber }) => (applicationNumber ? <TextLink href={`/desk/applications/${applicationNumber.replaceAll("-", "")}`} className="inline-block py-1"><span className="whitespace-nowrap tabular-nums">{applicationNumber}</span></TextLink> : "—") },
          ]}
        />
      </Section>
    </Page>
  );
}
