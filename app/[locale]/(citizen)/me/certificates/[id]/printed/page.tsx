import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDay, formatInstant } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { PresentForm } from "@/app/_shared/certificates/presenting/PresentForm";
import { chosenBefore } from "@/app/_shared/certificates/presenting/start";
import { FieldList, lastDayOf, PurposeText } from "@/app/_shared/certificates/presenting/words";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { presenting } from "@/domain/certificates/rules/presenting";
import { presentationPurposes } from "@/domain/certificates/schema/presenting";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Printed = Answers["certificates"]["listPrinted"][number];
type Certificate = Answers["certificates"]["presentable"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("present.printed"))("title") };
}

/** The codes on paper that work, and a new one. */
export default async function PrintedPage({ params, searchParams }: Props) {
  const [{ id }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const here = `/me/certificates/${id}/printed`;
  const calls = (await api()).certificates;
  const certificate = await answer(calls.presentable({ id }), localePath(locale, here));
  const [codes, t, errors, start] = await Promise.all([calls.listPrinted({ id }), getTranslations("present"), getTranslations("errors"), chosenBefore(query["kept"], here)]);
  const refused = typeof query["refused"] === "string" ? query["refused"] : undefined;
  const did = query["did"] === "revoked" && <Notice tone="success" live>{t("printed.revoked")}</Notice>;
  return (
    <Page width="form" before={<BackLink href={`/me/certificates/${id}`}>{t("back")}</BackLink>} notice={refused ? <Notice tone="error" live>{refusalText(errors, { code: refused, params: {} })}</Notice> : start ? <RestoredNotice /> : did}>
      <PageHeading caption={<Chinese>{certificate.name}</Chinese>} title={t("printed.title")} lead={t("printed.lead")} />
      {codes.length === 0 && !certificate.hindrance && <EmptyState title={t("printed.empty")}>{t("printed.emptyText")}</EmptyState>}
      {codes.length > 0 && (
        <Section title={t("printed.living")}>
          <ul className="flex flex-col gap-4">{codes.map((code) => <li key={code.id}><CodeCard code={code} certificate={certificate} /></li>)}</ul>
        </Section>
      )}
      <Section title={t("printed.make")}>
        {certificate.hindrance && <Notice tone="warning">{refusalText(errors, { code: certificate.hindrance, params: {} })}</Notice>}
        {!certificate.hindrance && certificate.printedLeft === 0 && <Notice>{t("printed.full", { max: presenting.printedAtOnce })}</Notice>}
        {!certificate.hindrance && certificate.printedLeft > 0 && (
          <ClientMessages areas={["errors", "present", "ui"]}>
            <PresentForm kind="printed" certificate={certificate} purposes={presentationPurposes} idempotencyKey={randomUUID()} start={start ?? {}} />
          </ClientMessages>
        )}
      </Section>
    </Page>
  );
}

function CodeCard({ code, certificate: { id, face } }: { code: Printed; certificate: Certificate }) {
  const t = useTranslations("present");
  const locale = useLocale();
  return (
    <article className="flex flex-col gap-4 rounded-card border border-line bg-surface p-5">
      <h3 className="text-h3 font-bold"><PurposeText purpose={code.purpose} words={code.words} /></h3>
      <DescriptionList facts={[
        { label: t("printed.until"), value: formatDay(lastDayOf(code.expiresAt), locale) },
        { label: t("live.shows"), value: <FieldList fields={code.fields} face={face} /> },
        { label: t("printed.madeOn"), value: formatInstant(code.createdAt, locale) },
        { label: t("printed.scans"), value: t("printed.count", { count: code.scans }) },
      ]} />
      {code.madeBy !== null && <p>{t("printed.madeBy", { name: code.madeBy })}</p>}
      <div><ButtonLink href={`/me/certificates/${id}/printed/${code.id}`}>{t("printed.see")}</ButtonLink></div>
    </article>
  );
}
