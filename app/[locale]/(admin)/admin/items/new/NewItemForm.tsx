"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { itemTypes } from "@/domain/items/schema";
import { create } from "./actions";

type Choice = { value: string; label: string };
type Props = { places: readonly Choice[]; like: string | undefined; typed: Record<string, string>; idempotencyKey: string };

/** Name, type, place and code of a new item; everything else is written in its guide. */
export function NewItemForm({ places, like, typed: first, idempotencyKey }: Props) {
  const t = useTranslations("revisions.new");
  const enums = useTranslations("enums.items.itemType");
  const errors = useTranslations("errors");
  const [{ typed, missing = [], refusal }, submit] = useActionState(create, { typed: first });
  const problem = (name: (typeof missing)[number]) => (missing.includes(name) ? t(`missing.${name}`) : undefined);
  return (
    <form key={JSON.stringify(typed)} action={submit} noValidate>
      <ActingField />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      {like && <input type="hidden" name="like" value={like} />}
      <FieldStack>
        <ErrorSummary errors={missing.map((name) => ({ name, message: t(`missing.${name}`) }))} />
        {refusal && <Notice tone="error" live>{refusalText(errors, refusal)}</Notice>}
        <TextField name="name" label={t("name")} width="full" maxLength={1000} error={problem("name")} defaultValue={typed["name"]} />
        <Select name="itemType" label={t("itemType")} options={itemTypes.map((value) => ({ value, label: `${value} ${enums(value)}` }))} error={problem("itemType")} defaultValue={typed["itemType"]} />
        <Select name="place" label={t("place")} options={places} error={problem("place")} defaultValue={typed["place"] || (places.length === 1 ? places[0]?.value : undefined)} />
        <TextField name="division" label={t("division")} hint={t("divisionHint")} optional width="short" inputMode="numeric" autoComplete="off" error={problem("division")} defaultValue={typed["division"]} />
        <TextField name="basicCode" label={t("basicCode")} hint={t("basicCodeHint")} optional autoComplete="off" spellCheck={false} error={problem("basicCode")} defaultValue={typed["basicCode"]} />
        <p className="max-w-measure text-hint text-muted">{t("codes")}</p>
        <div><SubmitButton>{t("create")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
