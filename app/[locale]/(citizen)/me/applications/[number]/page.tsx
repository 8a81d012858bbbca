import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { formatDay, formatInstant, formatTime } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { AutomaticNotice } from "@/app/_shared/applications/AutomaticNotice";
import { CaseTimeline } from "@/app/_shared/applications/CaseTimeline";
import { CorrectionItems } from "@/app/_shared/applications/CorrectionItems";
import { DueNote } from "@/app/_shared/applications/DueNote";
import { FiledMaterials } from "@/app/_shared/applications/FiledMaterials";
import { DeliveryNotice } from "@/app/_shared/applications/DeliveryNotice";
import { HearingNotice } from "@/app/_shared/applications/HearingNotice";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { StatusLine, StatusTag } from "@/app/_shared/applications/StatusLine";
import type { OwnCase } from "@/app/_shared/applications/types";
import { AnswerSections } from "@/app/_shared/forms/AnswerSections";
import { divisionNamesFor } from "@/app/_shared/forms/divisionNames";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese, ItemName, itemName } from "@/app/_shared/items/Localised";
import { KeepPapers } from "@/app/_shared/materials/KeepPapers";
import { NoticeList } from "@/app/_shared/notices/NoticeList";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice, NumberGroups } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextLink } from "@/app/_ui/TextLink";
import { formatApplicationNumber } from "@/domain/core/codes";
import { compileForm } from "@/domain/forms/rules/compile";
import { takeBack } from "./actions";
import { LifeNotices } from "./LifeNotices";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

async function caseOf(number: string): Promise<OwnCase> {
  return answer((await api()).applications.get({ number }), localePath(await getLocale(), `/me/applications/${number}`));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await caseOf((await params).number);
  return { title: itemName({ name: found.itemName, nameEn: found.itemNameEn }, await getLocale()) };
}

/** One's own case: how it stands, what to do, what has happened, what was filed. */
export default async function CasePage({ params, searchParams }: Props) {
  const [{ number }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const found = await caseOf(number);
  if (found.status === "draft") redirect(localePath(locale, `/apply/${found.id}`));
  const [t, errors, life, shares, proof] = await Promise.all([getTranslations("applications"), getTranslations("errors"), getTranslations("life"), getTranslations("shares"), getTranslations("proof")]);
  const refused = query["refused"];
  return (
    <Page
      before={<BackLink href="/me/applications">{t("page.back")}</BackLink>}
      notice={<>
        {typeof refused === "string" && <Notice tone="error" live>{refusalText(errors, { code: refused, params: {} })}</Notice>}
        {query["did"] === "supplemented" && <Notice tone="success" live title={life("supplement.done")} />}
        {query["did"] === "withdrawn" && <Notice tone="success" live title={t("page.withdrawn")} />}
      </>}
    >
      <PageHeading
        title={<ItemName name={found.itemName} nameEn={found.itemNameEn} />}
        caption={<span className="flex flex-wrap items-center gap-3"><NumberGroups value={formatApplicationNumber(found.number)} /><StatusTag status={found.status} /></span>}
        lead={<strong className="text-ink"><StatusLine standing={found} /></strong>}
        actions={<PrintButton />}
      />
      <ToDo found={found} />
      <DueNote found={found} own />
      <Beside number={found.number} />
      <LifeNotices found={found} />
      {found.automatic && <AutomaticNotice decision={found.automatic} />}
      <Section title={t("page.facts")}><CaseFacts found={found} /></Section>
      <Section title={t("page.timeline")} intro={found.historyMoved !== null && t("page.historyMoved", { year: String(found.historyMoved) })}><CaseTimeline events={found.events} status={found.status} now={<StatusLine standing={found} />} /></Section>
      <NoticeList number={found.number} />
      {/* The status is for a sheet or two of paper; the answers were printed before they were sent. */}
      <div data-print="no" className="contents">
        <Section title={t("page.answers")}>
          <Details summary={t("page.answersShow")}>
            <div className="flex flex-col gap-6 py-2"><FiledAnswers id={found.id} /><FiledMaterials found={found} /></div>
          </Details>
        </Section>
        <KeepPapers id={found.id} path={`/me/applications/${found.number}`} did={query["keep"]} />
        <Section title={shares("link")} intro={shares("linkText")}><div><ButtonLink href={`/me/applications/${found.number}/share`}>{shares("link")}</ButtonLink></div></Section>
        <Section title={proof("link")} intro={proof("linkText")}><div><ButtonLink href={`/me/applications/${found.number}/proof`}>{proof("link")}</ButtonLink></div></Section>
        {found.actions.includes("withdraw") && (
          <Section title={t("page.withdrawTitle")}>
            <p className="max-w-measure">{t("page.withdrawText")}</p>
            <ButtonRow><ButtonLink href={`/me/applications/${found.number}/withdraw`}>{t("page.withdraw")}</ButtonLink></ButtonRow>
          </Section>
        )}
      </div>
    </Page>
  );
}

/** What only the applicant can do now: answer a correction, take back, read the certificate, rate. */
async function ToDo({ found }: { found: OwnCase }) {
  const t = await getTranslations("applications");
  const locale = await getLocale();
  const { correction, certificate, actions, takeBackUntil } = found;
  return (
    <>
      {correction && actions.includes("resubmit") && (
        <>
          <CorrectionItems definition={found.definition} items={correction.items} draftId={found.id} />
          {correction.note && <p className="max-w-measure" lang="zh-CN">{correction.note}</p>}
          <p>{t("correction.dueOn", { day: formatDay(correction.dueOn, locale) })}</p>
          <ButtonRow><ButtonLink look="primary" href={`/apply/${found.id}`}>{t("correction.answer")}</ButtonLink></ButtonRow>
        </>
      )}
      {certificate && <Notice tone="success" title={t("page.certificate")} actions={<ButtonLink look="primary" href={`/me/certificates/${certificate.id}`}>{t("page.certificateOpen")}</ButtonLink>}><Chinese>{certificate.name}</Chinese></Notice>}
      {["closed", "refused", "lapsed"].includes(found.status) && <Notice title={t("page.rateTitle")} actions={<ButtonLink href={`/me/applications/${found.number}/rate`}>{t("page.rate")}</ButtonLink>}>{t("page.rateText")}</Notice>}
      {actions.includes("takeBack") && takeBackUntil && (
        <Notice title={t("page.takeBackTitle")}>
          <p>{t("page.takeBackText", { time: formatTime(takeBackUntil) })}</p>
          <form action={takeBack} className="pt-3">
            <ActingField />
            <input type="hidden" name="_id" value={found.id} />
            <input type="hidden" name="_number" value={found.number} />
            <SubmitButton look="secondary">{t("page.takeBack")}</SubmitButton>
          </form>
        </Notice>
      )}
    </>
  );
}

/** What goes on beside the case itself: a hearing, the paper on its way. */
async function Beside({ number }: { number: string }) {
  const calls = (await api()).applications;
  const [hearing, own] = await Promise.all([calls.hearing({ number }), calls.ownDelivery({ number })]);
  return <><HearingNotice hearing={hearing} /><DeliveryNotice own={own} /></>;
}

async function CaseFacts({ found }: { found: OwnCase }) {
  const [t, locale] = await Promise.all([getTranslations("applications.page"), getLocale()]);
  const day = (value: string) => formatDay(value, locale);
  const promised = found.promisedDueOn && ["accepted", "inReview"].includes(found.status) ? found.promisedDueOn : undefined;
  return (
    <DescriptionList columns={2} facts={[
      { label: t("applicant"), value: found.applicantName },
      { label: t("department"), value: <Chinese>{found.departmentName}</Chinese> },
      ...(found.submittedAt ? [{ label: t("submittedAt"), value: formatInstant(found.submittedAt, locale) }] : []),
      ...(found.acceptedAt ? [{ label: found.deemedAccepted ? t("deemedAcceptedAt") : t("acceptedAt"), value: formatInstant(found.acceptedAt, locale) }] : []),
      ...(promised ? [{
        label: t("promisedDueOn"),
        value: <>{day(promised)}{found.dueProvisional && <span className="block text-hint text-muted">{t("provisional")}</span>}<TextLink href={`/me/applications/${found.number}/deadline`} className="flex min-h-tap items-center">{t("explain")}</TextLink></>,
      }] : []),
      ...(found.suspension ? [{ label: t("suspension"), value: t("suspensionUntil", { procedure: found.suspension.procedure, day: day(found.suspension.plannedEndOn) }) }] : []),
      ...(found.extensionDays > 0 ? [{ label: t("extended"), value: t("extendedBy", { days: found.extensionDays, unit: found.extensionUnit }) }] : []),
      ...(found.decidedAt ? [{ label: t("decidedAt"), value: formatInstant(found.decidedAt, locale) }] : []),
      ...(found.consultPhone ? [{ label: t("phone"), value: <Chinese>{found.consultPhone}</Chinese> }] : []),
    ]} />
  );
}

/** The answers as they were filed, with their uploads. */
async function FiledAnswers({ id }: { id: string }) {
  const draft = await (await api()).applications.draft({ id });
  const { sections } = compileForm(draft.definition).visible(draft.answers, draft.context);
  return <AnswerSections level={3} sections={sections} answers={draft.answers} divisions={await divisionNamesFor(draft.definition, draft.answers)} />;
}
