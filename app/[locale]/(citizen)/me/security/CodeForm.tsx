"use client";

import { useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField, type TextFieldProps } from "@/app/_ui/TextField";
import type { SecurityState } from "./actions";

type Props = {
  action: (state: SecurityState, form: FormData) => Promise<SecurityState>;
  field: Pick<TextFieldProps, "name" | "label" | "hint" | "type" | "inputMode" | "autoComplete" | "width">;
  submit: ReactNode;
  look?: "primary" | "secondary";
};

/** One short answer and its button: a code, a phone number. */
export function CodeForm({ action, field, submit, look = "primary" }: Props) {
  const [state, send] = useActionState<SecurityState, FormData>(action, {});
  const refused = useTranslations("errors");
  const error = state.refusal && refusalText(refused, state.refusal);
  return (
    <form action={send} noValidate className="flex flex-col gap-6">
      <ActingField />
      <ErrorSummary errors={error ? [{ name: field.name, message: error }] : []} />
      <TextField {...field} error={error} />
      <div><SubmitButton look={look}>{submit}</SubmitButton></div>
    </form>
  );
}
