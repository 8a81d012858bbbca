"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { NumberField, TextField } from "@/app/_ui/TextField";
import { propose } from "./actions";
import type { CalendarState } from "./state";

type ProposeFormProps = { year: number; known: Record<number, { source: string; text: string }>; start: CalendarState };

/** A year's days as lines; a known year begins with what holds now, or `start` with what was typed before a proof came between. */
export function ProposeForm({ year, known, start }: ProposeFormProps) {
  const t = useTranslations("admin.calendar");
  const errors = useTranslations("errors");
  const [state, action] = useActionState<CalendarState, FormData>(propose, start);
  const typed = state.typed ?? { year: String(year), source: known[year]?.source ?? "", text: known[year]?.text ?? "" };
  const problems = [
    ...(state.missing ?? []).map((name) => ({ name, message: t(`missing.${name}`) })),
    ...(state.refusal ? [{ name: "text", message: refusalText(errors, state.refusal) }] : []),
  ];
  const errorOf = (name: string) => problems.find((problem) => problem.name === name)?.message;
  return (
    <form action={action} noValidate>
      <ActingField />
      <FieldStack>
        <ErrorSummary errors={problems} />
        <NumberField name="year" label={t("year")} inputMode="numeric" width="tiny" defaultValue={typed.year} error={errorOf("year")} />
        <TextField name="source" label={t("source")} hint={t("sourceHint")} defaultValue={typed.source} error={errorOf("source")} />
        <TextArea name="text" label={t("text")} hint={t("textHint")} rows={14} spellCheck={false} defaultValue={typed.text} error={errorOf("text")} />
        <div><SubmitButton>{t("propose")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
