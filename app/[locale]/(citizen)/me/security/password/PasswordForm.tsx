"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { PasswordField } from "@/app/_shared/identity/PasswordField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { passwordLength } from "@/domain/identity/rules/passwords";
import { setPassword, type SecurityState } from "../actions";

/** A new password, typed once: it can be shown. */
export function PasswordForm() {
  const t = useTranslations("security.password");
  const [state, send] = useActionState<SecurityState, FormData>(setPassword, {});
  const refused = useTranslations("errors");
  const error = state.refusal && refusalText(refused, state.refusal);
  return (
    <form action={send} noValidate className="flex flex-col gap-6">
      <ActingField />
      <ErrorSummary errors={error ? [{ name: "password", message: error }] : []} />
      <PasswordField label={t("new")} hint={t("newHint", { min: passwordLength.min })} error={error} autoComplete="new-password" />
      <div><SubmitButton>{t("submit")}</SubmitButton></div>
    </form>
  );
}
