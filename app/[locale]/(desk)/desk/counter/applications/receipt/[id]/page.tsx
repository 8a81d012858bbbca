import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDay, formatInstant, formatMoney, formatStamp } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { TrustTag } from "@/app/_shared/applications/TrustTag";
import { Chinese, ItemName, Localised } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { DescriptionList } from "@/app/_ui/Lists";
import { Confirmation, Notice, NumberGroups } from "@/app/_ui/Notice";
import { BackLink, Page, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { formatApplicationNumber } from "@/domain/core/codes";
import { home } from "../../state";
import { PaymentForm } from "./PaymentForm";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Receipt = Answers["applications"]["counterReceipt"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("counter.receipt"))("title") };
}

/** The receipt to print and hand over, on A4 or a roll of 80 mm; then what was paid, and where the case goes on. */
export default async function ReceiptPage({ params, searchParams }: Props) {
  const [{ id }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const receipt = await answer((await api()).applications.counterReceipt({ id }), localePath(locale, `${home}/receipt/${id}`));
  const t = await getTranslations("counter.receipt");
  return (
    <Page
      before={<div data-print="no"><BackLink href={home}>{t("next")}</BackLink></div>}
      notice={query["did"] === "paid" && <Notice tone="success" live>{t("paid")}</Notice>}
    >
      <div data-paper={query["paper"] === "80" ? "roll" : undefined} className="contents">
        <Confirmation title={t("title")} numberLabel={t("number")} number={formatApplicationNumber(receipt.number)}>
          {receipt.queryCode && <p>{t("queryCode")}{locale === "en" ? " " : ""}<NumberGroups value={receipt.queryCode} every={3} className="text-h2 font-bold" /></p>}
        </Confirmation>
        <Facts receipt={receipt} />
        <Materials receipt={receipt} />
        <Payments receipt={receipt} />
      </div>
      <div data-print="no" className="contents">
        {!receipt.queryCode && <Notice>{t("queryCodeGone")}</Notice>}
        <Section title={t("print")}>
          <p className="max-w-measure">{t(query["paper"] === "80" ? "on80" : "onA4")}</p>
          <ButtonRow>
            <PrintButton />
            <ButtonLink href={`${home}/receipt/${id}${query["paper"] === "80" ? "" : "?paper=80"}`}>{t(query["paper"] === "80" ? "toA4" : "to80")}</ButtonLink>
          </ButtonRow>
        </Section>
        <Onward receipt={receipt} />
      </div>
    </Page>
  );
}

async function Facts({ receipt }: { receipt: Receipt }) {
  const [t, locale] = await Promise.all([getTranslations("counter.receipt"), getLocale()]);
  return (
    <DescriptionList facts={[
      { label: t("item"), value: <ItemName name={receipt.itemName} nameEn={receipt.itemNameEn} /> },
      { label: t("applicant"), value: receipt.applicantName },
      ...(receipt.byDelegate && receipt.presentName ? [{ label: t("present"), value: t("for", { name: receipt.presentName, principal: receipt.applicantName }) }] : []),
      { label: t("department"), value: <Chinese>{receipt.departmentName}</Chinese> },
      { label: t("receivedAt"), value: <time dateTime={receipt.receivedAt}>{formatInstant(receipt.receivedAt, locale)}</time> },
      ...(receipt.takenByName ? [{ label: t("takenBy"), value: receipt.takenByName }] : []),
      ...(receipt.noticeDueOn ? [{ label: t("answerBy"), value: formatDay(receipt.noticeDueOn, locale) }] : []),
      ...(receipt.consultPhone ? [{ label: t("phone"), value: <Chinese>{receipt.consultPhone}</Chinese> }] : []),
    ]} />
  );
}

async function Materials({ receipt: { files } }: { receipt: Receipt }) {
  const t = await getTranslations("counter.receipt");
  if (files.length === 0) return null;
  return (
    <Section title={t("materials", { count: files.length })}>
      <ul className="flex flex-col gap-1">
        {files.map(({ id, field, trustLevel }) => <li key={id} className="flex flex-wrap items-baseline gap-x-3">{field ? <Localised text={field} /> : t("signedForm")}<TrustTag level={trustLevel} /></li>)}
      </ul>
    </Section>
  );
}

async function Payments({ receipt: { id, fees, payments, status } }: { receipt: Receipt }) {
  const [t, locale] = await Promise.all([getTranslations("counter.payment"), getLocale()]);
  if (!fees?.charged) return null;
  const names = fees.items.length > 0 ? fees.items.map(({ name }) => name) : [t("only")];
  return (
    <Section title={t("title")}>
      {payments.length > 0 && <Table caption={t("title")} captionHidden rows={payments} rowKey={(row) => row.id} columns={[
        { key: "fee", header: t("fee"), rowHeader: true, cell: (row) => <Chinese>{row.fee}</Chinese> },
        { key: "amount", header: t("amount"), align: "end", cell: (row) => formatMoney(row.amountFen / 100, locale) },
        { key: "method", header: t("method"), cell: (row) => t(`methods.${row.method}`) },
        { key: "number", header: t("receiptNumber"), cell: (row) => <span className="tabular-nums">{row.receiptNumber}</span> },
        { key: "by", header: t("by"), cell: (row) => <>{row.takenByName} <time dateTime={row.at} className="whitespace-nowrap">{formatStamp(row.at)}</time></> },
      ]} />}
      {status !== "withdrawn" && <ClientMessages areas={["counter", "errors", "ui"]}><PaymentForm key={payments.length} id={id} fees={names} idempotencyKey={randomUUID()} /></ClientMessages>}
    </Section>
  );
}

/** An instant item goes on at once; a result that is ready is handed over on the page of the case. */
async function Onward({ receipt: { number, atDesk, mayAccept, handling } }: { receipt: Receipt }) {
  const t = await getTranslations("counter.receipt");
  const instant = mayAccept && handling === "instant";
  return (
    <Section title={t("onward")}>
      <p className="max-w-measure">{t(instant ? "instantText" : atDesk ? "deskText" : "elsewhereText")}</p>
      <ButtonRow>
        {atDesk && <ButtonLink look={instant ? "primary" : "secondary"} href={`/desk/applications/${number}`}>{t(instant ? "instant" : "desk")}</ButtonLink>}
        <ButtonLink look={instant ? "secondary" : "primary"} href={home}>{t("next")}</ButtonLink>
      </ButtonRow>
    </Section>
  );
}
