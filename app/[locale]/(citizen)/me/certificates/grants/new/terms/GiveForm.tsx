"use client";

import { useLocale, useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese } from "@/app/_shared/items/Localised";
import { Checkbox, CheckboxGroup, RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { standingDays } from "@/domain/certificates/schema/limits";
import type { StandingSubject } from "@/domain/certificates/schema/uses";
import { give, type GiveState } from "../../actions";

type Props = { subject: StandingSubject; fields: readonly { field: string; labelZh: string; labelEn: string }[]; idempotencyKey: string; start: GiveState };

const inputs = ["purpose", "days", "agreed"] as const;

/** What may be seen, what for, until when; given only with an explicit yes. */
export function GiveForm({ subject, fields, idempotencyKey, start }: Props) {
  const [{ typed, wrong = [], problem }, send] = useActionState<GiveState, FormData>(give, start);
  const [t, refused, locale] = [useTranslations("certificateUses.give"), useTranslations("errors"), useLocale()];
  const errors = inputs.filter((name) => wrong.includes(name)).map((name) => ({ name, message: t(`errors.${name}`) }));
  const errorAt = (name: string) => errors.find((error) => error.name === name)?.message;
  return (
    <form action={send} noValidate className="flex flex-col gap-6">
      <ActingField />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="certificate" value={subject.certificateId} />
      <input type="hidden" name="item" value={subject.itemId} />
      <ErrorSummary errors={errors} />
      {problem && <Notice tone="error" live title={refusalText(refused, problem)} />}
      <FieldStack>
        <CheckboxGroup
          name="fields" legend={t("fields")} hint={t("fieldsHint")} defaultValue={typed?.fields ?? ["holders.name"]}
          choices={fields.map(({ field, labelZh, labelEn }) => ({ value: field, label: locale === "en" ? labelEn : <Chinese>{labelZh}</Chinese> }))}
        />
        <TextArea name="purpose" label={t("purpose")} hint={t("purposeHint")} rows={2} limit={200} defaultValue={typed?.purpose} error={errorAt("purpose")} />
        <RadioGroup name="days" legend={t("days")} hint={t("daysHint")} defaultValue={typed?.days} error={errorAt("days")} choices={standingDays.map((days) => ({ value: String(days), label: t(`terms.${days}`) }))} />
        <Checkbox name="agreed" label={t("agreed")} hint={t("agreedHint")} error={errorAt("agreed")} />
        <div><SubmitButton>{t("submit")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
