"use client";

import { useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import type { FormState } from "@/app/_shared/identity/attempt";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField, type TextFieldProps } from "@/app/_ui/TextField";

type OneFieldFormProps = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  next: string;
  field: Pick<TextFieldProps, "name" | "label" | "hint" | "width" | "inputMode" | "autoComplete" | "type">;
  missing: string;
  submit: string;
  children?: ReactNode;
};

/** One question and one button, such as a phone number or a code. Works as a plain form too. */
export function OneFieldForm({ action, next, field, missing, submit, children }: OneFieldFormProps) {
  const refused = useTranslations("errors");
  const [state, submitted] = useActionState(action, {});
  const error = state.missing ? missing : state.problem && refusalText(refused, state.problem);
  return (
    <form action={submitted} noValidate className="flex flex-col gap-6">
      <ErrorSummary errors={error ? [{ name: field.name, message: error }] : []} />
      <input type="hidden" name="next" value={next} />
      <TextField {...field} error={error} defaultValue={state.typed ?? ""} />
      {children}
      <div><SubmitButton>{submit}</SubmitButton></div>
    </form>
  );
}
