"use client";

import { useTranslations } from "next-intl";
import { useActionState, useId, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { withReadableTime } from "../readable";
import type { ReviewAction, ReviewState } from "./state";

type Props = {
  action: ReviewAction;
  hidden: Record<string, string | number>;
  /** What was typed before a sign-in came between. */
  typed?: Record<string, string>;
  /** What to say when something needed was left empty. */
  missing?: string;
  /** The fields with what was typed, and the buttons. */
  children: (typed: Record<string, string>, state: ReviewState) => ReactNode;
};

/** A form of the review page: says why it was refused, keeps what was typed, sends a repeated press once. */
export function ReviewForm({ action, hidden, typed = {}, missing, children }: Props) {
  const t = useTranslations("admin.edit");
  const revisions = useTranslations("revisions");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState<ReviewState, FormData>(action, { typed });
  const key = useId();
  const why = state.refusal ? refusalText(errors, withReadableTime(state.refusal)) : state.unknownCode ? revisions("end.unknown", { code: state.unknownCode }) : state.missing ? missing : undefined;
  return (
    <form key={`${key}${JSON.stringify(state.typed)}`} action={submit} noValidate className="flex max-w-form flex-col gap-4">
      <ActingField />
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {why && <FocusOnArrival><Notice tone="error" live title={t("refused")}>{why}</Notice></FocusOnArrival>}
      {children(state.typed, state)}
    </form>
  );
}
