"use client";

import { useTranslations } from "next-intl";
import { useActionState, useId, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import type { ButtonLook } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { withReadableTime } from "./readable";
import type { ActState } from "./state";

type Props = {
  action: (state: ActState, form: FormData) => Promise<ActState>;
  hidden: Record<string, string | number>;
  label: string;
  look?: ButtonLook;
  hint?: ReactNode;
  /** Asks for a reason before it acts. */
  reason?: boolean;
};

/** One act as a plain form: a button, why it may matter, and what the server said when it refused. */
export function ActForm({ action, hidden, label, look = "secondary", hint, reason = false }: Props) {
  const t = useTranslations("admin.edit");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState(action, {});
  const id = useId();
  return (
    <form action={submit} noValidate className="flex max-w-form flex-col gap-3">
      <ActingField />
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {state.refusal && <Notice tone="error" live title={t("refused")}>{refusalText(errors, withReadableTime(state.refusal))}</Notice>}
      {hint && <p id={id} className="text-hint text-muted">{hint}</p>}
      {reason && <TextField name="reason" label={t("reason")} hint={t("reasonHint")} error={state.reasonMissing ? t("reasonMissing") : undefined} width="full" maxLength={500} defaultValue={state.reason} />}
      <div><SubmitButton look={look} aria-describedby={hint ? id : undefined}>{label}</SubmitButton></div>
    </form>
  );
}
