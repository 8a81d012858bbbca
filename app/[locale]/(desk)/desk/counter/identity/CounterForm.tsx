"use client";

import { useLocale, useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { formatInstant } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ButtonRow } from "@/app/_ui/Button";
import { RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice, NumberGroups } from "@/app/_ui/Notice";
import { Select } from "@/app/_ui/Select";
import { TextField } from "@/app/_ui/TextField";
import { counterLevels, documentKinds } from "@/domain/identity/rules/levels";
import type { CounterField, CounterState } from "./state";

type CounterFormProps = {
  action: (state: CounterState, form: FormData) => Promise<CounterState>;
  hidden: Record<string, string>;
  fields: readonly CounterField[];
  /** What was typed before a sign-in or a proof came between. */
  typed?: CounterState["typed"];
  /** The button or buttons. */
  children: ReactNode;
};

/** A form of the counter: what is seen and typed from the document. Works as a plain form too. */
export function CounterForm({ action, hidden, fields, typed, children }: CounterFormProps) {
  const t = useTranslations("levels.desk");
  const errors = useTranslations("errors");
  const [state, submitted] = useActionState(action, typed ? { typed } : {});
  const wrong = (state.missing ?? []).map((name) => ({ name, message: t(`missing.${name}`) }));
  const fieldProps = (name: CounterField) => ({ name, error: wrong.find((error) => error.name === name)?.message, defaultValue: state.typed?.[name] ?? "" });
  return (
    <form action={submitted} noValidate className="flex flex-col gap-5">
      <ActingField />
      <ErrorSummary errors={wrong} />
      {state.refusal && <FocusOnArrival key={state.at}><Notice tone="error" live>{refusalText(errors, state.refusal)}</Notice></FocusOnArrival>}
      {state.code && <CodeNotice {...state.code} />}
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {fields.includes("number") && <TextField {...fieldProps("number")} label={t("number")} hint={t("numberHint")} autoComplete="off" spellCheck={false} width="medium" />}
      {fields.includes("document") && <Select {...fieldProps("document")} label={t("document")} width="medium" options={documentKinds.map((kind) => ({ value: kind, label: t(`documents.${kind}`) }))} />}
      {fields.includes("name") && <TextField {...fieldProps("name")} label={t("seenName")} autoComplete="off" width="medium" />}
      {fields.includes("citizenId") && <TextField {...fieldProps("citizenId")} label={t("seenNumber")} autoComplete="off" spellCheck={false} width="medium" />}
      {fields.includes("level") && <RadioGroup {...fieldProps("level")} legend={t("level")} choices={counterLevels.map((level) => ({ value: level, label: t(`levels.${level}`) }))} />}
      {fields.includes("newPhone") && <TextField {...fieldProps("newPhone")} label={t("newPhone")} hint={t("newPhoneHint")} optional type="tel" autoComplete="off" width="medium" />}
      {fields.includes("reason") && <TextField {...fieldProps("reason")} label={fields.includes("number") ? t("reason") : t("why")} hint={t("reasonHint")} autoComplete="off" />}
      <ButtonRow>{children}</ButtonRow>
    </form>
  );
}

function CodeNotice({ text, expiresAt }: { text: string; expiresAt: string }) {
  const t = useTranslations("levels.desk");
  const locale = useLocale();
  return (
    <FocusOnArrival>
      <Notice tone="success" live title={t("code")} actions={<PrintButton />}>
        <p className="text-figure font-bold"><NumberGroups value={text} /></p>
        <p>{t("codeText", { at: formatInstant(expiresAt, locale) })}</p>
      </Notice>
    </FocusOnArrival>
  );
}
