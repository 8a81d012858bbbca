"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/app/_ui/TextField";
import { ActForm } from "../exchange/ActForm";
import { implement } from "./actions";

/** Whose implementing list begins. */
export function ImplementForm({ directoryItemId, idempotencyKey }: { directoryItemId: string; idempotencyKey: string }) {
  const t = useTranslations("exchange.directory");
  return (
    <ActForm action={implement} hidden={{ directoryItemId, idempotencyKey }} label={t("implementSubmit")}>{(typed) => <>
      <TextField name="uscc" label={t("uscc")} width="medium" maxLength={18} spellCheck={false} defaultValue={typed("uscc")} />
      <TextField name="divisionCode" label={t("division")} inputMode="numeric" width="short" maxLength={6} defaultValue={typed("divisionCode")} />
      <TextField name="handling" label={t("handling")} hint={t("handlingHint")} optional width="medium" defaultValue={typed("handling")} />
    </>}</ActForm>
  );
}
