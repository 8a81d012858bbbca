"use client";

import { useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Checkbox } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import type { Field, LevelState } from "./actions";

type LevelFormProps = {
  action: (state: LevelState, form: FormData) => Promise<LevelState>;
  /** What the server has to know beside what is typed. */
  hidden: Record<string, string>;
  fields: readonly Field[];
  submit: string;
  /** What was typed before a sign-in came between. */
  typed?: LevelState["typed"];
  children?: ReactNode;
};

/** One step of proving who one is: what is asked, and one button. Works as a plain form too. */
export function LevelForm({ action, hidden, fields, submit, typed, children }: LevelFormProps) {
  const t = useTranslations("levels");
  const errors = useTranslations("errors");
  const [state, submitted] = useActionState(action, typed ? { typed } : {});
  const wrong = (state.wrong ?? []).map((name) => ({ name, message: t(`wrong.${name}`) }));
  const errorOf = (name: Field) => wrong.find((error) => error.name === name)?.message;
  return (
    <form action={submitted} noValidate className="flex flex-col gap-6">
      <ActingField />
      <ErrorSummary errors={wrong} />
      {state.refusal && <FocusOnArrival key={state.at}><Notice tone="warning" live title={t("refused")}>{refusalText(errors, state.refusal)}</Notice></FocusOnArrival>}
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {fields.includes("name") && <TextField name="name" label={t("fields.name")} error={errorOf("name")} defaultValue={state.typed?.name ?? ""} autoComplete="name" width="medium" />}
      {fields.includes("citizenId") && <TextField name="citizenId" label={t("fields.citizenId")} hint={t("fields.citizenIdHint")} error={errorOf("citizenId")} defaultValue={state.typed?.citizenId ?? ""} autoComplete="off" spellCheck={false} width="medium" />}
      {fields.includes("bankCard") && <TextField name="bankCard" label={t("fields.bankCard")} hint={t("fields.bankCardHint")} error={errorOf("bankCard")} inputMode="numeric" autoComplete="off" width="medium" />}
      {fields.includes("faceConsent") && <Checkbox name="faceConsent" label={t("fields.faceConsent")} {...(errorOf("faceConsent") && { error: errorOf("faceConsent") })} />}
      {children}
      <div><SubmitButton>{submit}</SubmitButton></div>
    </form>
  );
}
