"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import type { FormState } from "@/app/_shared/identity/attempt";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";

type Props = { action: (state: FormState, form: FormData) => Promise<FormState>; next: string; submit: string };

/** The six digits of an authenticator; works as a plain form too. */
export function TotpForm({ action, next, submit }: Props) {
  const t = useTranslations("staff.factor");
  const refused = useTranslations("errors");
  const [state, send] = useActionState<FormState, FormData>(action, {});
  const error = state.missing ? t("missing") : state.problem && refusalText(refused, state.problem);
  return (
    <form action={send} noValidate className="flex flex-col gap-6">
      <ErrorSummary errors={error ? [{ name: "code", message: error }] : []} />
      <input type="hidden" name="next" value={next} />
      <TextField name="code" label={t("code")} hint={t("codeHint")} error={error} inputMode="numeric" autoComplete="one-time-code" width="short" />
      <div><SubmitButton>{submit}</SubmitButton></div>
    </form>
  );
}
