"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { CheckboxGroup, RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldGroup } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { NumberField, TextField } from "@/app/_ui/TextField";
import { definingLevels, directoryKinds, grades, signatureSuites } from "@/domain/certificates/schema/catalogue";
import { holderKinds } from "@/domain/items/schema/result";
import { withReadableTime } from "../../items/[id]/edit/readable";
import { saveFacts } from "../actions";
import type { FactsDraft, FactsState } from "../state";
import { FieldRows } from "./FieldRows";

type Props = { id: string; version: number; start: FactsDraft };

/** The facts of a type (GB/T 36902) and the fields of its face; it works without script and keeps what was typed. */
export function FactsForm({ id, version, start }: Props) {
  const t = useTranslations("certificateTypes");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState<FactsState, FormData>(saveFacts, { draft: start, version, attempt: 0, wrong: [] });
  const { draft, wrong } = state;
  const problem = (name: string) => (wrong.includes(name) ? t("form.wrong") : undefined);
  const text = (name: "name" | "nameEn" | "issuers" | "validityText" | "basis" | "category" | "note", optional = true) => <TextField name={name} label={t(`content.${name}`)} optional={optional} width="full" defaultValue={draft[name]} error={problem(name)} />;
  return (
    <form key={state.attempt} action={submit} noValidate className="flex flex-col gap-10">
      <ActingField />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={state.version} />
      <ErrorSummary errors={wrong.map((name) => ({ name, message: t("form.wrongAt", { at: Number(name.split(".")[1] ?? -1) + 1 }) }))} />
      {state.refusal && <FocusOnArrival><Notice tone="error" live title={t("form.refused")}>{refusalText(errors, withReadableTime(state.refusal))}</Notice></FocusOnArrival>}
      <FieldGroup legend={t("form.whatTitle")}>
        {text("name", false)}
        {text("nameEn")}
        <TextArea name="aliases" label={t("content.aliases")} hint={t("form.oneEach")} optional rows={2} defaultValue={draft.aliases} error={problem("aliases")} />
        <Select name="directoryKind" label={t("content.directoryKind")} optional defaultValue={draft.directoryKind} options={directoryKinds.map((value) => ({ value, label: t(`directoryKinds.${value}`) }))} error={problem("directoryKind")} />
        {text("category")}
        <Select name="grade" label={t("content.grade")} hint={t("form.gradeHint")} optional defaultValue={draft.grade} options={grades.map((value) => ({ value, label: value }))} error={problem("grade")} />
        <CheckboxGroup name="holderKinds" legend={t("content.holderKinds")} error={problem("holderKinds")} defaultValue={draft.holderKinds} choices={holderKinds.map((value) => ({ value, label: t(`values.${value}`) }))} />
        <RadioGroup name="severalPerHolder" legend={t("content.severalPerHolder")} inline defaultValue={draft.severalPerHolder} choices={[{ value: "", label: t("form.one") }, { value: "yes", label: t("form.several") }]} />
      </FieldGroup>
      <FieldGroup legend={t("form.lawTitle")}>
        <TextField name="organName" label={t("form.organName")} optional width="full" defaultValue={draft.organName} error={problem("organName")} />
        <Select name="organLevel" label={t("form.organLevel")} optional defaultValue={draft.organLevel} options={definingLevels.map((value) => ({ value, label: t(`levels.${value}`) }))} error={problem("organLevel")} />
        {text("issuers")}
        <Select name="issuingLevel" label={t("content.issuingLevel")} optional defaultValue={draft.issuingLevel} options={definingLevels.map((value) => ({ value, label: t(`levels.${value}`) }))} error={problem("issuingLevel")} />
        {text("basis")}
        <TextArea name="linkedItems" label={t("content.linkedItems")} hint={t("form.linkedHint")} optional rows={2} defaultValue={draft.linkedItems} error={problem("linkedItems")} />
        {text("note")}
      </FieldGroup>
      <FieldGroup legend={t("content.validity")}>
        <RadioGroup name="validityKind" legend={t("form.validityKind")} defaultValue={draft.validityKind} error={problem("validityKind")} choices={(["none", "fixed", "months", "untilEvent"] as const).map((value) => ({ value, label: t(`validityKinds.${value}`) }))} />
        <NumberField name="months" label={t("form.months")} optional inputMode="numeric" defaultValue={draft.months} error={problem("months")} />
        <TextField name="until" label={t("form.until")} hint={t("form.untilHint")} optional width="short" defaultValue={draft.until} error={problem("until")} />
        <TextField name="event" label={t("form.event")} optional width="full" defaultValue={draft.event} error={problem("event")} />
        {text("validityText")}
      </FieldGroup>
      <FieldGroup legend={t("content.fields")}>
        <p className="max-w-measure text-muted">{t("form.fieldsHint")}</p>
        <FieldRows fields={draft.fields} problem={problem} />
      </FieldGroup>
      <FieldGroup legend={t("content.suite")}>
        <RadioGroup name="suite" legend={t("form.suite")} hint={t("form.suiteHint")} defaultValue={draft.suite} choices={signatureSuites.map((value) => ({ value, label: t(`values.${value}`) }))} />
      </FieldGroup>
      <div className="sticky bottom-0 z-10 border-t border-line bg-page py-3"><SubmitButton>{t("form.save")}</SubmitButton></div>
    </form>
  );
}
