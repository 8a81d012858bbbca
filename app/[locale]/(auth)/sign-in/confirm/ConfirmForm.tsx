"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { PasswordField } from "@/app/_shared/identity/PasswordField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { submitProof, type ConfirmState } from "./actions";

type Props = { by: "password" | "totp" | "phoneCode"; next: string };

/** One proof, typed: the password, the authenticator's code or the code that was sent. */
export function ConfirmForm({ by, next }: Props) {
  const t = useTranslations("security.confirm");
  const [state, submit] = useActionState<ConfirmState, FormData>(submitProof, {});
  const refused = useTranslations("errors");
  const error = state.problem && refusalText(refused, state.problem);
  const name = by === "password" ? "password" : "code";
  return (
    <form action={submit} noValidate className="flex flex-col gap-6">
      <ErrorSummary errors={error ? [{ name, message: error }] : []} />
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="by" value={by} />
      {by === "password"
        ? <PasswordField label={t("password")} error={error} autoComplete="current-password" />
        : <TextField name="code" label={t(`${by}.code`)} hint={t(`${by}.hint`)} error={error} inputMode="numeric" autoComplete="one-time-code" width="short" />}
      <div><SubmitButton>{t("submit")}</SubmitButton></div>
    </form>
  );
}
