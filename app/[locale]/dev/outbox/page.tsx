import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { formatStamp } from "@/app/_i18n/format";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table, type Column } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";
import { sentCodesHere } from "@/server/auth/here/codes";
import { sentLinksHere } from "@/server/auth/here/enrolment";

type SentCode = Awaited<ReturnType<typeof sentCodesHere>>[number];
type Translate = Awaited<ReturnType<typeof getTranslations<"outbox">>>;
type Row = Answers["notices"]["listOutbox"]["rows"][number];
type OutboxPageProps = { searchParams: Promise<{ cursor?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outbox"))("title"), robots: { index: false } };
}

async function columns(): Promise<Column<Row>[]> {
  const t = await getTranslations("outbox");
  return [
    { key: "time", header: t("time"), cell: (row) => <span className="whitespace-nowrap tabular-nums">{formatStamp(row.createdAt)}</span> },
    { key: "to", header: t("to"), cell: (row) => <span className="flex flex-col gap-1 whitespace-nowrap tabular-nums"><span>{row.phoneMasked ?? t("none")}</span>{row.emailMasked && <span>{row.emailMasked}</span>}</span> },
    {
      key: "text", header: t("text"), rowHeader: true,
      cell: (row) => (
        <span className="flex min-w-[16em] max-w-measure flex-col gap-1 font-normal">
          <span lang="zh-CN">{row.text.zh}</span>
          <span lang="en" className="text-muted">{row.text.en}</span>
        </span>
      ),
    },
    { key: "state", header: t("state"), cell: (row) => <span className="flex flex-col gap-1 whitespace-nowrap"><span>{row.sentAt ? t("sent") : t("waiting")}</span>{row.emailMasked && <span>{row.mailedAt ? t("mailed") : t("waiting")}</span>}</span> },
  ];
}

function codeColumns(t: Translate): Column<SentCode>[] {
  return [
    { key: "time", header: t("time"), cell: (row) => <span className="whitespace-nowrap tabular-nums">{formatStamp(row.createdAt)}</span> },
    { key: "to", header: t("to"), cell: (row) => <span className="whitespace-nowrap tabular-nums">{row.to}</span> },
    { key: "code", header: t("codes.code"), rowHeader: true, cell: (row) => <span className="tabular-nums">{row.code}</span> },
    { key: "channel", header: t("codes.channel"), cell: (row) => <span className="whitespace-nowrap">{t(`codes.channels.${row.channel}`)}</span> },
    { key: "state", header: t("state"), cell: (row) => <span className="whitespace-nowrap">{row.sentAt ? t("sent") : t("waiting")}</span> },
  ];
}

type SentLink = Awaited<ReturnType<typeof sentLinksHere>>[number];

function linkColumns(t: Translate): Column<SentLink>[] {
  return [
    { key: "time", header: t("time"), cell: (row) => <span className="whitespace-nowrap tabular-nums">{formatStamp(row.createdAt)}</span> },
    { key: "to", header: t("to"), rowHeader: true, cell: (row) => <span className="whitespace-nowrap font-normal tabular-nums">{row.to}</span> },
    { key: "link", header: t("links.link"), cell: (row) => <TextLink href={row.link} className="tap">{t("links.open")}</TextLink> },
  ];
}

/** Every message a demonstration has sent; elsewhere there is no such page. */
export default async function OutboxPage({ searchParams }: OutboxPageProps) {
  const { cursor } = await searchParams;
  const t = await getTranslations("outbox");
  const { rows, nextCursor } = await answer((await api()).notices.listOutbox(typeof cursor === "string" ? { cursor, limit: 50 } : { limit: 50 }), "/dev/outbox");
  const codes = cursor ? [] : await sentCodesHere();
  const links = cursor ? [] : [...(await sentLinksHere()), ...(await (await api()).applications.sentExpertLinks())];
  return (
    <main id="main" tabIndex={-1}>
      <Page>
        <PageHeading title={t("title")} lead={t("lead")} />
        <Table caption={t("caption")} captionHidden columns={await columns()} rows={rows} rowKey={({ id }) => id} empty={<EmptyState title={t("empty.title")}>{t("empty.text")}</EmptyState>} />
        {codes.length > 0 && (
          <Section title={t("codes.title")} intro={t("codes.intro")}>
            <Table caption={t("codes.title")} captionHidden columns={codeColumns(t)} rows={codes} rowKey={({ id }) => id} empty={null} />
          </Section>
        )}
        {links.length > 0 && (
          <Section title={t("links.title")} intro={t("links.intro")}>
            <Table caption={t("links.title")} captionHidden columns={linkColumns(t)} rows={links} rowKey={({ id }) => id} empty={null} />
          </Section>
        )}
        {(cursor || nextCursor) && <Pagination previousHref={cursor && "/dev/outbox"} nextHref={nextCursor && `/dev/outbox?cursor=${nextCursor}`} />}
      </Page>
    </main>
  );
}
