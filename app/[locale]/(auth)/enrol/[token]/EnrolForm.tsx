"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { PasswordField } from "@/app/_shared/identity/PasswordField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { passwordLength } from "@/domain/identity/rules/passwords";
import { enrol, type EnrolState } from "./actions";

/** Name and password of one's own choice; works as a plain form too. */
export function EnrolForm({ token, signInName }: { token: string; signInName: string }) {
  const t = useTranslations("staff");
  const refused = useTranslations("errors");
  const [state, submit] = useActionState<EnrolState, FormData>(enrol, {});
  const field = state.problem?.code.startsWith("identity.password") ? "password" : "signInName";
  const errors = [
    ...(state.wrong ?? []).map((name) => ({ name, message: t(`enrol.problems.${name}`) })),
    ...(state.problem ? [{ name: field, message: refusalText(refused, state.problem) }] : []),
  ];
  const errorOf = (name: string) => errors.find((error) => error.name === name)?.message;
  return (
    <form action={submit} noValidate className="flex flex-col gap-6">
      <ErrorSummary errors={errors} />
      <input type="hidden" name="token" value={token} />
      <TextField name="signInName" label={t("enrol.signInName")} hint={t("form.signInNameHint")} error={errorOf("signInName")} defaultValue={state.signInName ?? signInName} autoComplete="username" autoCapitalize="none" spellCheck={false} />
      <PasswordField label={t("enrol.password")} hint={t("enrol.passwordHint", { min: passwordLength.min })} error={errorOf("password")} autoComplete="new-password" />
      <div><SubmitButton>{t("enrol.submit")}</SubmitButton></div>
    </form>
  );
}
