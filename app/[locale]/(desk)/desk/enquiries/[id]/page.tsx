import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { dayOfInstant, formatDay } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { DescriptionList } from "@/app/_ui/Lists";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { AnswerForm } from "./AnswerForm";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("enquiries.desk"))("one") };
}

/** One enquiry: what was written, about what, and the answer. */
export default async function EnquiryPage({ params, searchParams }: Props) {
  const [{ id }, locale, t] = await Promise.all([params, getLocale(), getTranslations("enquiries")]);
  const enquiry = await answer((await api()).enquiries.get({ id }), localePath(locale, `/desk/enquiries/${id}`));
  const kept = await restored((await searchParams)["kept"], `/desk/enquiries/${id}`);
  const { number, kind, state, itemName, itemCode, departmentName, contact, sender } = enquiry;
  return (
    <Page before={<Breadcrumbs trail={[{ href: "/desk/enquiries", label: t("desk.title") }]} current={number} />} notice={kept && <RestoredNotice />}>
      <PageHeading caption={number} title={t(`kinds.${kind}.label`)} />
      <DescriptionList facts={[
        { label: t("words"), value: <span className="whitespace-pre-line">{enquiry.words}</span> },
        { label: t("desk.item"), value: itemName && itemCode ? <TextLink href={`/items/${itemCode}`}><Chinese>{itemName}</Chinese></TextLink> : t("desk.portal") },
        ...(departmentName ? [{ label: t("desk.department"), value: <Chinese>{departmentName}</Chinese> }] : []),
        ...(enquiry.about ? [{ label: t("desk.about"), value: <span className="break-all">{enquiry.about}</span> }] : []),
        { label: t("desk.sender"), value: contact ?? t(`desk.senders.${sender}`) },
        { label: t("sentOn"), value: formatDay(dayOfInstant(enquiry.sentAt), locale) },
        { label: t("dueOn"), value: formatDay(enquiry.dueOn, locale) },
        ...(enquiry.answer ? [{ label: t("reply"), value: <span className="whitespace-pre-line">{enquiry.answer}</span> }] : []),
      ]} />
      {state === "open" && (
        <Section title={t("desk.answerTitle")} intro={t(`desk.told.${sender}`)}>
          <ClientMessages areas={["errors", "enquiries", "ui"]}><AnswerForm id={id} number={number} idempotencyKey={randomUUID()} start={kept ? { answer: textOfKept(kept, "answer") ?? "" } : {}} /></ClientMessages>
        </Section>
      )}
    </Page>
  );
}
