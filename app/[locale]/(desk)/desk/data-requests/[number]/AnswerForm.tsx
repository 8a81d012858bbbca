"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { refusalGrounds } from "@/domain/records/schema";
import { answerRequest, type AnswerState } from "./actions";

/** Grant or refuse, the ground in law of a refusal, and the wording that the person reads. */
export function AnswerForm({ id, number, idempotencyKey, start }: { id: string; number: string; idempotencyKey: string; start: AnswerState }) {
  const t = useTranslations("data.desk");
  const grounds = useTranslations("data.grounds");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<AnswerState, FormData>(answerRequest, start);
  const missing = (name: "decision" | "ground" | "reason", message: string) => (state.missing?.includes(name) ? message : undefined);
  const decision = missing("decision", t("missingDecision")) ?? (state.refusal && refusalText(refused, state.refusal));
  const ground = missing("ground", t("missingGround"));
  const reason = missing("reason", t("missingReason"));
  const errors = [{ name: "decision", message: decision }, { name: "ground", message: ground }, { name: "reason", message: reason }].flatMap(({ name, message }) => (message ? [{ name, message }] : []));
  return (
    <form action={action} noValidate>
      <ActingField />
      <ErrorSummary errors={errors} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="number" value={number} />
      <FieldStack>
        <RadioGroup name="decision" legend={t("decision")} inline error={decision} defaultValue={state.decision} choices={[{ value: "granted", label: t("granted") }, { value: "refused", label: t("refused") }]} />
        <Select name="ground" label={t("ground")} hint={t("groundHint")} error={ground} empty={t("groundEmpty")} defaultValue={state.ground} options={refusalGrounds.map((value) => ({ value, label: grounds(value) }))} />
        <TextArea name="reason" label={t("reason")} hint={t("reasonHint")} limit={500} rows={4} error={reason} defaultValue={state.reason} />
        <div><SubmitButton>{t("submit")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
