"use client";

import { useTranslations } from "next-intl";
import { RadioGroup } from "@/app/_ui/Choices";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { ActForm } from "../../exchange/ActForm";
import { clone } from "../../exchange/actions";

/** Where copies go: a list of departments, departments of a kind, or the divisions beneath one. */
export function CloneForm({ itemId, idempotencyKey }: { itemId: string; idempotencyKey: string }) {
  const t = useTranslations("exchange.clone");
  return (
    <ActForm action={clone} hidden={{ itemId, idempotencyKey }} label={t("submit")}>{(typed) => <>
      <RadioGroup name="by" legend={t("by")} defaultValue={typed("by") ?? "list"} choices={(["list", "subtree", "divisions"] as const).map((value) => ({ value, label: t(value), hint: t(`${value}Hint`) }))} />
      <TextArea name="lines" label={t("lines")} hint={t("listHint")} optional rows={6} defaultValue={typed("lines")} spellCheck={false} />
      <TextField name="divisionCode" label={t("division")} optional inputMode="numeric" width="short" maxLength={6} defaultValue={typed("divisionCode")} />
      <TextField name="named" label={t("named")} optional width="medium" defaultValue={typed("named")} />
    </>}</ActForm>
  );
}
