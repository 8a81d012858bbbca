"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { DateField } from "@/app/_ui/DateField";
import { FieldStack } from "@/app/_ui/Fieldset";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { askReplacement } from "./replace";

type Props = { hidden: Readonly<Record<string, string | number>>; reason: string };

/** Asks for something else in place of a certificate that ended, by a day and with the reason that the applicant reads. */
export function ReplaceForm({ hidden, reason }: Props) {
  const t = useTranslations("onFile.desk.replace");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState(askReplacement, { reason, dueOn: "" });
  return (
    <form action={submit} noValidate>
      <ActingField />
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <FieldStack>
        {state.refusal && <p role="alert" className="font-semibold text-danger">{refusalText(errors, state.refusal)}</p>}
        <TextArea name="reason" label={t("reason")} hint={t("reasonHint")} rows={2} defaultValue={state.reason} error={state.missing?.includes("reason") ? t("reasonMissing") : undefined} />
        <DateField name="dueOn" legend={t("dueOn")} defaultValue={state.dueOn} error={state.missing?.includes("dueOn") ? t("dueOnMissing") : undefined} />
        <div><SubmitButton look="secondary">{t("ask")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
