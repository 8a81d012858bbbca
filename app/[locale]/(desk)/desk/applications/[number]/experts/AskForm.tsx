"use client";

import { useLocale, useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { localText } from "@/app/_shared/forms/localised";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Checkbox, CheckboxGroup, RadioGroup } from "@/app/_ui/Choices";
import { DateField } from "@/app/_ui/DateField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import type { LocalisedText } from "@/domain/forms/schema";
import { askExpert, type AskField, type AskState } from "./actions";

type Named = { key: string; name: LocalisedText };
type Props = {
  id: string; number: string; idempotencyKey: string; steps: readonly Named[];
  fields: readonly { id: string; label: LocalisedText; masked: boolean }[];
  files: readonly { id: string; name: string; label: LocalisedText }[];
  start: AskState;
};

/** Who is asked, what, until when, and exactly what they may see. */
export function AskForm({ id, number, idempotencyKey, steps, fields, files, start }: Props) {
  const t = useTranslations("experts.ask");
  const refused = useTranslations("errors");
  const locale = useLocale();
  const [state, action] = useActionState<AskState, FormData>(askExpert, start);
  const wrong = (name: AskField) => (state.wrong?.includes(name) ? t(`wrong.${name}`) : undefined);
  const errors = (["name", "organisation", "to", "question", "dueOn", "fields"] as const).flatMap((name) => (wrong(name) ? [{ name, message: wrong(name) ?? "" }] : []));
  const refusal = state.refusal && refusalText(refused, state.refusal);
  const { typed = {}, chosen } = state;
  const word = (text: LocalisedText) => localText(text, locale);
  return (
    <form action={action} noValidate>
      <ActingField />
      <ErrorSummary errors={[...(refusal ? [{ name: "name", message: refusal }] : []), ...errors]} />
      {Object.entries({ id, number, idempotencyKey }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <div key={state.at ?? ""}>
        <FieldStack>
          {steps.length > 1 ? <Select name="step" label={t("step")} defaultValue={typed["step"] ?? steps[0]?.key} options={steps.map(({ key, name }) => ({ value: key, label: word(name) }))} /> : <input type="hidden" name="step" value={steps[0]?.key ?? ""} />}
          <TextField name="name" label={t("name")} error={wrong("name")} defaultValue={typed["name"]} autoComplete="off" width="medium" />
          <TextField name="organisation" label={t("organisation")} error={wrong("organisation")} defaultValue={typed["organisation"]} autoComplete="off" />
          <RadioGroup name="channel" legend={t("channel")} hint={t("channelHint")} inline defaultValue={typed["channel"] ?? "phone"} choices={[{ value: "phone", label: t("phone") }, { value: "mail", label: t("mail") }]} />
          <TextField name="to" label={t("to")} error={wrong("to")} defaultValue={typed["to"]} autoComplete="off" />
          <TextArea name="question" label={t("question")} hint={t("questionHint")} limit={2000} rows={4} error={wrong("question")} defaultValue={typed["question"]} />
          <DateField name="dueOn" legend={t("dueOn")} hint={t("dueOnHint")} error={wrong("dueOn")} defaultValue={typed["dueOn"]} />
          <CheckboxGroup name="fields" legend={t("fields")} hint={t("fieldsHint")} error={wrong("fields")} defaultValue={chosen?.fields} choices={fields.map((field) => ({ value: field.id, label: word(field.label), ...(field.masked ? { hint: t("maskedHint") } : {}) }))} />
          {fields.some(({ masked }) => masked) && <CheckboxGroup name="open" legend={t("open")} hint={t("openHint")} defaultValue={chosen?.open} choices={fields.filter(({ masked }) => masked).map((field) => ({ value: field.id, label: word(field.label) }))} />}
          {files.length > 0 && <CheckboxGroup name="files" legend={t("files")} hint={t("filesHint")} defaultValue={chosen?.files} choices={files.map((file) => ({ value: file.id, label: file.name, hint: word(file.label) }))} />}
          {files.length > 0 && <Checkbox name="downloads" label={t("downloads")} hint={t("downloadsHint")} defaultChecked={chosen?.downloads ?? false} />}
          <div><SubmitButton>{t("submit")}</SubmitButton></div>
        </FieldStack>
      </div>
    </form>
  );
}
