"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import type { FormState } from "@/app/_shared/identity/attempt";
import { submitCode } from "../actions";

/** The six digits of the authenticator. */
export function CodeForm({ next }: { next: string }) {
  const t = useTranslations("signIn");
  const [state, action] = useActionState<FormState, FormData>(submitCode, {});
  const refused = useTranslations("errors");
  const error = state.problem && refusalText(refused, state.problem);
  return (
    <form action={action} noValidate className="flex flex-col gap-6">
      <ErrorSummary errors={error ? [{ name: "code", message: error }] : []} />
      <input type="hidden" name="next" value={next} />
      <TextField name="code" label={t("code")} hint={t("codeHint")} error={error} inputMode="numeric" autoComplete="one-time-code" width="short" />
      <div><SubmitButton>{t("verify.submit")}</SubmitButton></div>
    </form>
  );
}
