import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDay, formatStamp } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import type { ReactNode } from "react";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { FileField } from "@/app/_ui/FileField";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Tag } from "@/app/_ui/Tag";
import { formatApplicationNumber } from "@/domain/core/codes";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { ReasonForm, RecordForm, ScheduleForm } from "./HearingForms";
import { hearingForms, type HearingState } from "./state";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Found = Answers["applications"]["hearingForDesk"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("hearings"))("title") };
}

/** The hearing of one case: how it stands, and what can be done now. */
export default async function HearingPage({ params, searchParams }: Props) {
  const number = decodeURIComponent((await params).number);
  const [query, locale, t, errors] = await Promise.all([searchParams, getLocale(), getTranslations("hearings"), getTranslations("errors")]);
  const home = `/desk/applications/${number}`;
  const found = await answer((await api()).applications.hearingForDesk({ number }), localePath(locale, `${home}/hearing`));
  const kept = await restored(query["kept"], `${home}/hearing`);
  const did = hearingForms.find((form) => form === query["did"]);
  const file = query["file"];
  const start: HearingState = kept ? {
    form: hearingForms.find((form) => form === textOfKept(kept, "_form")) ?? "announce",
    typed: { ...Object.fromEntries(["reason", "startsAt", "place", "onlineUrl", "chairId", "isPublic", "participants", "summary", "outcome"].map((name) => [name, textOfKept(kept, name)])), heldOn: ["year", "month", "day"].map((part) => textOfKept(kept, `heldOn-${part}`)).join("-") },
  } : {};
  return (
    <Page
      before={<Breadcrumbs trail={[{ href: "/desk", label: t("queue") }, { href: home, label: formatApplicationNumber(found.number) }]} current={t("title")} />}
      notice={<>{kept && <RestoredNotice />}{did && <Notice tone="success" live title={t(`forms.${did}.done`)} />}{typeof file === "string" && <Notice tone="error" live>{refusalText(errors, { code: file, params: {} })}</Notice>}</>}
    >
      <PageHeading caption={<ItemName name={found.itemName} nameEn={found.itemNameEn} />} title={t("title")} lead={t("lead")} />
      {found.hearing ? <Facts found={found} /> : <p className="text-muted">{t("none")}</p>}
      <ClientMessages areas={["errors", "hearings", "ui"]}><Forms found={found} start={start} /></ClientMessages>
    </Page>
  );
}

const publicityOf = ({ isPublic }: NonNullable<Found["hearing"]>) => (isPublic === null ? null : isPublic ? "public" as const : "closed" as const);

async function Facts({ found: { hearing, number } }: { found: Found }) {
  const [t, locale] = await Promise.all([getTranslations("hearings"), getLocale()]);
  if (!hearing) return null;
  const publicity = publicityOf(hearing);
  const { state, askUntil, askedAt, heldOn, startsAt, place, onlineUrl, chairName, participants, confirmedAt, postponementAskedAt, postponementReason, postponementAnswer, outcome, summary, hasMinutes, minutesSha256 } = hearing;
  const coming = confirmedAt ? formatStamp(confirmedAt) : t("notConfirmed");
  const fact = (label: Parameters<typeof t>[0], value: ReactNode) => (value === null || value === undefined || value === "" || value === false ? [] : [{ label: t(label), value }]);
  return (
    <DescriptionList facts={[
      { label: t("facts.state"), value: <Tag tone={state === "held" ? "success" : "info"}>{t(`states.${state}`)}</Tag> },
      ...fact("facts.reason", hearing.reason && <Chinese>{hearing.reason}</Chinese>),
      ...fact("facts.askUntil", askUntil && formatDay(askUntil, locale)),
      ...fact("facts.askedAt", askedAt && formatStamp(askedAt)),
      ...fact("facts.heldOn", heldOn && `${formatDay(heldOn, locale)} ${startsAt ?? ""}`),
      ...fact("facts.place", place && <Chinese>{place}</Chinese>),
      ...fact("facts.onlineUrl", onlineUrl && <span className="break-all">{onlineUrl}</span>),
      ...fact("facts.chair", chairName && <Chinese>{chairName}</Chinese>),
      ...fact("facts.isPublic", publicity === null ? null : t(publicity)),
      ...fact("facts.participants", participants && <span className="whitespace-pre-line"><Chinese>{participants}</Chinese></span>),
      ...fact("facts.confirmedAt", state === "scheduled" && coming),
      ...fact("facts.postponement", postponementAskedAt && <span className="whitespace-pre-line"><Chinese>{postponementReason}</Chinese>{postponementAnswer && `（${t(`postponement.${postponementAnswer}`)}）`}</span>),
      ...fact("facts.minutes", hasMinutes && <><a href={`/api/hearings/${number}/minutes`} className="tap">{t("downloadMinutes")}</a><span className="block break-all text-hint text-muted">SHA-256 {minutesSha256}</span></>),
      ...fact("facts.outcome", outcome && t(`outcomes.${outcome}`)),
      ...fact("facts.summary", summary && <span className="whitespace-pre-line"><Chinese>{summary}</Chinese></span>),
    ]} />
  );
}

async function Forms({ found, start }: { found: Found; start: HearingState }) {
  const t = await getTranslations("hearings");
  const { can, hearing, chairs, procedureRuns, applicationId: id, number, version } = found;
  const shared = { id, number, version, start };
  const nothing = !Object.values(can).some(Boolean);
  return (
    <>
      {!procedureRuns && hearing?.askedAt && hearing.state === "announced" && <Notice tone="warning">{t("startProcedure")}</Notice>}
      {can.announce && <Section title={t("forms.announce.title")} intro={t("forms.announce.intro")}><ReasonForm form="announce" {...shared} /></Section>}
      {can.refusePostponement && <Section title={t("forms.refusePostponement.title")} intro={t("forms.refusePostponement.intro")}><ReasonForm form="refusePostponement" {...shared} /></Section>}
      {can.attach && (
        <Section title={t("upload.title")} intro={t("upload.intro")}>
          <form method="post" action="/api/files" encType="multipart/form-data" className="flex flex-col gap-4">
            <ActingField />
            <input type="hidden" name="application" value={id} />
            <input type="hidden" name="minutes" value="yes" />
            <input type="hidden" name="returnTo" value={`/desk/applications/${number}/hearing`} />
            <FileField name="minutes-file" postedAs="file" label={t("upload.file")} hint={t("upload.hint")} accept="application/pdf,image/jpeg,image/png,.pdf,.jpg,.jpeg,.png" />
            <div><SubmitButton look="secondary">{t(hearing?.hasMinutes ? "upload.replace" : "upload.submit")}</SubmitButton></div>
          </form>
        </Section>
      )}
      {can.record && <Section title={t("forms.record.title")} intro={t("forms.record.intro")}><RecordForm {...shared} /></Section>}
      {can.schedule && <Section title={t(hearing?.state === "scheduled" ? "forms.schedule.again" : "forms.schedule.title")} intro={t("forms.schedule.intro")}><ScheduleForm chairs={chairs} {...shared} /></Section>}
      {can.cancel && <Section title={t("forms.cancel.title")}><ReasonForm form="cancel" danger {...shared} /></Section>}
      {nothing && <Notice>{t("nothing")}</Notice>}
    </>
  );
}
