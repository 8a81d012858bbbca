"use client";

import { useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import type { SecurityState } from "./actions";

type Props = {
  action: (state: SecurityState, form: FormData) => Promise<SecurityState>;
  id?: string;
  label: string;
  /** What it is called aloud, where the label alone would not tell one from another. */
  longLabel?: string;
  look?: "secondary" | "danger";
  children?: ReactNode;
};

/** One act as a button, with what the server said when it refused. */
export function ActForm({ action, id, label, longLabel, look = "secondary", children }: Props) {
  const [state, send] = useActionState<SecurityState, FormData>(action, {});
  const refused = useTranslations("errors");
  return (
    <form action={send} className="flex flex-col gap-3">
      <ActingField />
      {state.refusal && <FocusOnArrival><Notice tone="error" live title={refusalText(refused, state.refusal)} /></FocusOnArrival>}
      {id && <input type="hidden" name="id" value={id} />}
      {children}
      <div><SubmitButton look={look} aria-label={longLabel}>{label}</SubmitButton></div>
    </form>
  );
}
