"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { PasswordField } from "@/app/_shared/identity/PasswordField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { submitNewPassword } from "../actions";

/** The new password, and the ID number of whoever has proven theirs. */
export function NewPasswordForm({ asksCitizenId }: { asksCitizenId: boolean }) {
  const t = useTranslations("signIn.recover");
  const refused = useTranslations("errors");
  const [state, submitted] = useActionState(submitNewPassword, {});
  const missing = { citizenId: t("citizenIdMissing"), password: t("passwordMissing") };
  const errors = [
    ...(state.empty ?? []).map((name) => ({ name, message: missing[name] })),
    ...(state.problem ? [{ name: state.problem.code.startsWith("identity.password") || !asksCitizenId ? "password" : "citizenId", message: refusalText(refused, state.problem) }] : []),
  ];
  const errorOf = (name: string) => errors.find((error) => error.name === name)?.message;
  return (
    <form action={submitted} noValidate className="flex flex-col gap-6">
      <ErrorSummary errors={errors} />
      {asksCitizenId && <TextField name="citizenId" label={t("citizenId")} hint={t("citizenIdHint")} error={errorOf("citizenId")} defaultValue={state.citizenId ?? ""} autoComplete="off" spellCheck={false} />}
      <PasswordField label={t("password")} hint={t("passwordHint")} error={errorOf("password")} autoComplete="new-password" />
      <div><SubmitButton>{t("newSubmit")}</SubmitButton></div>
    </form>
  );
}
