import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { formatDay, formatInstant } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonRow } from "@/app/_ui/Button";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { answerHearing } from "./actions";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Hearing = NonNullable<Answers["applications"]["hearing"]>;
const dids = ["ask", "waive", "confirm", "postpone"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("hearings"))("title") };
}

/** One's own hearing: the right to it, when and where, and what one says to it. */
export default async function HearingPage({ params, searchParams }: Props) {
  const number = decodeURIComponent((await params).number);
  const [query, locale, t, errors] = await Promise.all([searchParams, getLocale(), getTranslations("hearings"), getTranslations("errors")]);
  const home = `/me/applications/${number}`;
  const hearing = await answer((await api()).applications.hearing({ number }), localePath(locale, `${home}/hearing`));
  if (!hearing) notFound();
  const kept = await restored(query["kept"], `${home}/hearing`);
  const did = dids.find((one) => one === query["did"]);
  const [refused, missing] = [query["refused"], query["missing"] === "reason" ? t("own.reasonMissing") : undefined];
  return (
    <Page
      before={<BackLink href={home} />}
      notice={<>{kept && <RestoredNotice />}{did && <Notice tone="success" live title={t(`own.did.${did}`)} />}{typeof refused === "string" && <Notice tone="error" live>{refusalText(errors, { code: refused, params: {} })}</Notice>}{missing && <ErrorSummary errors={[{ name: "reason", message: missing }]} />}</>}
    >
      <PageHeading caption={<ItemName name={hearing.itemName} nameEn={hearing.itemNameEn} />} title={t("title")} lead={t(`own.leads.${hearing.state}`)} />
      <Facts hearing={hearing} />
      {hearing.canAsk && <Right hearing={hearing} />}
      {hearing.canConfirm && <Section title={t("own.confirmTitle")}><OwnForm hearing={hearing}><div><SubmitButton name="_do" value="confirm">{t("own.confirm")}</SubmitButton></div></OwnForm></Section>}
      {hearing.canPostpone && (
        <Section title={t("own.postponeTitle")} intro={t("own.postponeIntro")}>
          <OwnForm hearing={hearing}>
            <FieldStack>
              <TextArea name="reason" label={t("own.reason")} limit={2000} rows={3} error={missing} defaultValue={textOfKept(kept, "reason")} />
              <div><SubmitButton name="_do" value="postpone" look="secondary">{t("own.postpone")}</SubmitButton></div>
            </FieldStack>
          </OwnForm>
        </Section>
      )}
    </Page>
  );
}

function OwnForm({ hearing, children }: { hearing: Hearing; children: ReactNode }) {
  return (
    <form action={answerHearing} noValidate>
      <ActingField />
      {Object.entries({ id: hearing.applicationId, number: hearing.number, idempotencyKey: randomUUID() }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {children}
    </form>
  );
}

async function Right({ hearing }: { hearing: Hearing }) {
  const t = await getTranslations("hearings.own");
  return (
    <Section title={t("rightTitle")} intro={t("rightIntro")}>
      <OwnForm hearing={hearing}>
        <ButtonRow>
          <SubmitButton name="_do" value="ask">{t("ask")}</SubmitButton>
          <SubmitButton name="_do" value="waive" look="secondary">{t("waive")}</SubmitButton>
        </ButtonRow>
      </OwnForm>
    </Section>
  );
}

async function Facts({ hearing }: { hearing: Hearing }) {
  const [t, locale] = await Promise.all([getTranslations("hearings"), getLocale()]);
  const { state, number, reason, askUntil, askedAt, heldOn, startsAt, place, onlineUrl, chairName, isPublic, confirmedAt, postponementAskedAt, postponementAnswer, outcome, summary, hasMinutes } = hearing;
  const row = (label: Parameters<typeof t>[0], value: ReactNode) => (value === null || value === undefined || value === "" || value === false ? [] : [{ label: t(label), value }]);
  return (
    <DescriptionList facts={[
      { label: t("facts.state"), value: t(`states.${state}`) },
      ...row("facts.reason", reason && <Chinese>{reason}</Chinese>),
      ...row("facts.askUntil", state === "announced" && askUntil && formatDay(askUntil, locale)),
      ...row("facts.askedAt", askedAt && formatInstant(askedAt, locale)),
      ...row("facts.heldOn", heldOn && <>{formatDay(heldOn, locale)} {startsAt}{state === "scheduled" && <a href={`/api/applications/${number}/calendar?language=${locale === "en" ? "en" : "zh"}`} className="tap block">{t("own.calendar")}</a>}</>),
      ...row("facts.place", place && <Chinese>{place}</Chinese>),
      ...row("facts.onlineUrl", onlineUrl && <a href={onlineUrl} rel="noreferrer" className="tap break-all">{onlineUrl}</a>),
      ...row("facts.chair", chairName && <Chinese>{chairName}</Chinese>),
      ...row("facts.isPublic", isPublic === null ? null : t(isPublic ? "public" : "closed")),
      ...row("facts.confirmedAt", confirmedAt && formatInstant(confirmedAt, locale)),
      ...row("facts.postponement", postponementAskedAt && (postponementAnswer ? t(`postponement.${postponementAnswer}`) : t("postponement.waits"))),
      ...row("facts.outcome", outcome && t(`outcomes.${outcome}`)),
      ...row("facts.summary", summary && <span className="whitespace-pre-line"><Chinese>{summary}</Chinese></span>),
      ...row("facts.minutes", state === "held" && hasMinutes && <a href={`/api/hearings/${number}/minutes`} className="tap">{t("downloadMinutes")}</a>),
    ]} />
  );
}
