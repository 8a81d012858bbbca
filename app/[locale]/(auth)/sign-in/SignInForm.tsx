"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { submitSignIn, type SignInState } from "./actions";
import { PasswordField } from "./PasswordField";

type SignInFormProps = { next: string; filled?: { identifier: string; password: string } | undefined };

/** Name and password; works as a plain form too. */
export function SignInForm({ next, filled }: SignInFormProps) {
  const t = useTranslations("signIn");
  const [state, action] = useActionState<SignInState, FormData>(submitSignIn, {});
  const refused = useTranslations("errors");
  const errors = [
    ...(state.empty ?? []).map((name) => ({ name, message: t(`empty.${name}`) })),
    ...(state.problem ? [{ name: "identifier", message: refusalText(refused, state.problem) }] : []),
  ];
  const errorOf = (name: string) => errors.find((error) => error.name === name)?.message;
  return (
    <form action={action} noValidate className="flex flex-col gap-6">
      <ErrorSummary errors={errors} />
      <input type="hidden" name="next" value={next} />
      <TextField name="identifier" label={t("identifier")} hint={t("identifierHint")} error={errorOf("identifier")} defaultValue={state.identifier ?? filled?.identifier ?? ""} autoComplete="username webauthn" spellCheck={false} autoCapitalize="none" />
      <PasswordField label={t("password")} error={errorOf("password")} defaultValue={filled?.password} show={t("show")} hide={t("hide")} />
      <div><SubmitButton>{t("submit")}</SubmitButton></div>
    </form>
  );
}
