"use client";

import { useTranslations } from "next-intl";
import { Fragment, useActionState, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import type { ActState } from "./state";

type Props = {
  action: (before: ActState, form: FormData) => Promise<ActState>;
  hidden: Record<string, string | number>;
  label: string;
  look?: "primary" | "secondary" | "danger";
  /** What it needs, with what was typed before it was refused. */
  children?: ReactNode | ((typed: (name: string) => string | undefined) => ReactNode);
};

/** One act as a form: what it needs, its button, and why it was refused. */
export function ActForm({ action, hidden, label, look = "primary", children }: Props) {
  const errors = useTranslations("errors");
  const t = useTranslations("exchange.directory");
  const [state, submit] = useActionState(action, {});
  const message = state.missing ? t("missing") : state.refusal && refusalText(errors, state.refusal);
  return (
    <form action={submit} noValidate className="flex flex-col gap-5">
      <ActingField />
      {message && <FocusOnArrival><Notice tone="error" live>{message}</Notice></FocusOnArrival>}
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <Fragment key={JSON.stringify(state.typed)}>{typeof children === "function" ? children((name) => state.typed?.[name]?.[0]) : children}</Fragment>
      <div><SubmitButton look={look}>{label}</SubmitButton></div>
    </form>
  );
}
