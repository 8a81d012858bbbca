"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { answerEnquiry, type AnswerState } from "./actions";

/** The answer as its reader will see it. */
export function AnswerForm({ id, number, idempotencyKey, start }: { id: string; number: string; idempotencyKey: string; start: AnswerState }) {
  const t = useTranslations("enquiries.desk");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<AnswerState, FormData>(answerEnquiry, start);
  const error = state.missing ? t("missingAnswer") : state.refusal && refusalText(refused, state.refusal);
  return (
    <form action={action} noValidate>
      <ActingField />
      <ErrorSummary errors={error ? [{ name: "answer", message: error }] : []} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="number" value={number} />
      <FieldStack>
        <TextArea name="answer" label={t("answer")} hint={t("answerHint")} limit={2000} rows={6} error={error} defaultValue={state.answer} />
        <div><SubmitButton>{t("submit")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
