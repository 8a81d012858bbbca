"use client";

import { useLocale, useTranslations } from "next-intl";
import { useActionState } from "react";
import { formatInstant } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { CaseTimeline } from "@/app/_shared/applications/CaseTimeline";
import { StatusLine, StatusTag } from "@/app/_shared/applications/StatusLine";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { DescriptionList } from "@/app/_ui/Lists";
import { NumberGroups } from "@/app/_ui/Notice";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { formatApplicationNumber } from "@/domain/core/codes";
import { lookUp } from "./actions";
import type { ProgressState } from "./state";

const start: ProgressState = { at: "start", typed: { number: "", queryCode: "" }, missing: [], refusal: null, found: null };

/** Number and query code; the answer stands above the form on the same page. */
export function ProgressForm({ titles }: { titles: { plain: string; error: string } }) {
  const t = useTranslations("progress");
  const refused = useTranslations("errors");
  const [state, submit] = useActionState(lookUp, start);
  const errors = [
    ...state.missing.map((name) => ({ name, message: t(`${name}.missing`) })),
    ...(state.refusal ? [{ name: "number", message: refusalText(refused, state.refusal) }] : []),
  ];
  const errorOf = (name: string) => errors.find((error) => error.name === name)?.message;
  return (
    <Page width="form" notice={<><title>{errors.length > 0 ? titles.error : titles.plain}</title><ErrorSummary errors={errors} /></>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      {state.found && <FocusOnArrival key={state.at}><Result found={state.found} /></FocusOnArrival>}
      <form action={submit} noValidate className={state.found ? "border-t border-line pt-8" : undefined}>
        <FieldStack key={state.at}>
          {state.found && <h2 className="text-h2 font-bold">{t("another")}</h2>}
          <TextField name="number" label={t("number.label")} hint={t("number.hint")} error={errorOf("number")} defaultValue={state.typed.number} autoComplete="off" autoCapitalize="characters" spellCheck={false} className="tabular-nums" />
          <TextField name="queryCode" label={t("queryCode.label")} hint={t("queryCode.hint")} error={errorOf("queryCode")} defaultValue={state.typed.queryCode} width="short" inputMode="numeric" autoComplete="off" className="tabular-nums" />
          <div><SubmitButton>{t("submit")}</SubmitButton></div>
        </FieldStack>
      </form>
    </Page>
  );
}

function Result({ found }: { found: NonNullable<ProgressState["found"]> }) {
  const t = useTranslations("progress");
  const locale = useLocale();
  return (
    <div className="flex flex-col gap-6 rounded-card border-2 border-accent-line p-5 md:p-6">
      <div className="flex flex-col gap-2">
        <p className="flex flex-wrap items-center gap-3 text-muted"><NumberGroups value={formatApplicationNumber(found.number)} /><StatusTag status={found.status} /></p>
        <h2 className="text-h2 font-bold"><ItemName name={found.itemName} nameEn={found.itemNameEn} /></h2>
        <p className="max-w-measure text-lead font-semibold"><StatusLine standing={found} /></p>
      </div>
      <DescriptionList facts={[
        { label: t("applicant"), value: found.applicantMasked },
        { label: t("department"), value: <Chinese>{found.departmentName}</Chinese> },
        ...(found.submittedAt ? [{ label: t("submittedAt"), value: formatInstant(found.submittedAt, locale) }] : []),
        ...(found.consultPhone ? [{ label: t("phone"), value: <Chinese>{found.consultPhone}</Chinese> }] : []),
      ]} />
      <Section title={t("timeline")} level={3}><CaseTimeline events={found.events} status={found.status} now={<StatusLine standing={found} />} /></Section>
    </div>
  );
}
