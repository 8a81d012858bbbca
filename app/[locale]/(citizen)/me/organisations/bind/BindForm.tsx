"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { bind, type BindState } from "../actions";

/** The credit code, and what the register said of it. */
export function BindForm({ idempotencyKey, start }: { idempotencyKey: string; start: BindState }) {
  const t = useTranslations("organisations");
  const refused = useTranslations("errors");
  const [state, action] = useActionState(bind, start);
  const error = state.missing ? t("bind.missing") : state.problem && refusalText(refused, state.problem);
  return (
    <form action={action} noValidate className="flex flex-col gap-6">
      {error && <ErrorSummary errors={[{ name: "uscc", message: error }]} />}
      <ActingField />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <FieldStack>
        <TextField name="uscc" label={t("uscc")} hint={t("bind.hint")} error={error} defaultValue={state.typed} width="medium" maxLength={40} autoComplete="off" autoCapitalize="characters" spellCheck={false} />
        <div><SubmitButton>{t("bind.submit")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
