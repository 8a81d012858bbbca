"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Button, ButtonRow } from "@/app/_ui/Button";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { TextField } from "@/app/_ui/TextField";
import { decide } from "./actions";
import type { CalendarState } from "./state";

/** Confirms what a colleague wrote, or refuses it with a reason; `reason` from before a proof came between. */
export function DecideForm({ id, reason }: { id: string; reason: string }) {
  const t = useTranslations("admin.calendar");
  const errors = useTranslations("errors");
  const [state, action] = useActionState<CalendarState, FormData>(decide, {});
  const message = state.missing ? t("missing.reason") : state.refusal && refusalText(errors, state.refusal);
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <ActingField />
      <ErrorSummary errors={message ? [{ name: "reason", message }] : []} />
      <input type="hidden" name="id" value={id} />
      <TextField name="reason" label={t("reason")} hint={t("reasonHint")} optional error={message} defaultValue={state.reason ?? reason} />
      <ButtonRow>
        <Button type="submit" look="primary" name="outcome" value="confirmed">{t("confirm")}</Button>
        <Button type="submit" look="secondary" name="outcome" value="refused">{t("refuse")}</Button>
      </ButtonRow>
    </form>
  );
}
