import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { formatDay, formatInstant, formatTime } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { CalendarLink } from "@/app/_shared/applications/DueNote";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { StatusLine } from "@/app/_shared/applications/StatusLine";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import { KeepPapers } from "@/app/_shared/materials/KeepPapers";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { DescriptionList } from "@/app/_ui/Lists";
import { Confirmation, Notice, NumberGroups } from "@/app/_ui/Notice";
import { Page, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { formatApplicationNumber } from "@/domain/core/codes";
import { takeBack } from "../actions";
import { receiptCookie } from "../receipt";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("apply.done"))("title") };
}

/** The receipt: what was filed, how to ask about it, what happens next and by when. Its address works later too. */
export default async function DonePage({ params, searchParams }: Props) {
  const [{ id }, query, locale, jar] = await Promise.all([params, searchParams, getLocale(), cookies()]);
  const caller = await api();
  const draft = await answer(caller.applications.draft({ id }), localePath(locale, `/apply/${id}/done`));
  if (draft.editable) redirect(localePath(locale, `/apply/${id}`));
  const found = await caller.applications.get({ number: draft.number });
  const [t, errors] = await Promise.all([getTranslations("apply.done"), getTranslations("errors")]);
  const queryCode = jar.get(receiptCookie(locale))?.value;
  const again = found.events.some(({ action }) => action === "resubmit");
  return (
    <Page width="form" notice={typeof query["refused"] === "string" && <Notice tone="error" live>{refusalText(errors, { code: query["refused"], params: {} })}</Notice>}>
      <Confirmation title={again ? t("titleAgain") : t("title")} numberLabel={t("number")} number={formatApplicationNumber(found.number)}>
        {queryCode && <p>{t("queryCode")}{locale === "en" ? " " : ""}<NumberGroups value={queryCode} every={3} className="text-h2 font-bold" /></p>}
      </Confirmation>
      {queryCode && <Notice>{t("queryCodeOnce")}</Notice>}
      <DescriptionList facts={[
        { label: t("item"), value: <ItemName name={found.itemName} nameEn={found.itemNameEn} /> },
        { label: t("applicant"), value: found.applicantName },
        { label: t("department"), value: <Chinese>{found.departmentName}</Chinese> },
        ...(found.receivedAt ? [{ label: t("receivedAt"), value: <time dateTime={found.receivedAt}>{formatInstant(found.receivedAt, locale)}</time> }] : []),
      ]} />
      <Section title={t("next")}>
        <p className="max-w-measure text-lead font-semibold"><StatusLine standing={found} /></p>
        {found.status === "submitted" && (
          <ol className="flex max-w-measure list-decimal flex-col gap-2 pl-[1.6em]">
            {draft.automatic && !draft.personAsked && <li>{t("step0")}</li>}
            {found.noticeDueOn && <li>{t("step1", { day: formatDay(found.noticeDueOn, locale) })}</li>}
            <li>{draft.promisedLimit.value === 0 ? t("step2Now") : t("step2", { limit: draft.promisedLimit.value, unit: draft.promisedLimit.unit })}</li>
            <li>{t("step3")}</li>
          </ol>
        )}
        {found.due && <p data-print="no"><CalendarLink number={found.number} /></p>}
        {found.consultPhone && <p>{t("phone")}{locale === "en" ? " " : ""}<Chinese>{found.consultPhone}</Chinese></p>}
      </Section>
      <ButtonRow>
        <ButtonLink look="primary" href={`/me/applications/${found.number}`}>{t("follow")}</ButtonLink>
        <PrintButton />
      </ButtonRow>
      <KeepPapers id={id} path={`/apply/${id}/done`} did={query["keep"]} />
      {found.actions.includes("takeBack") && found.takeBackUntil && (
        <Section title={t("takeBackTitle")}>
          <p className="max-w-measure">{t("takeBackText", { time: formatTime(found.takeBackUntil) })}</p>
          <form action={takeBack}>
            <ActingField />
            <input type="hidden" name="_draft" value={id} />
            <SubmitButton look="secondary">{t("takeBack")}</SubmitButton>
          </form>
        </Section>
      )}
    </Page>
  );
}
