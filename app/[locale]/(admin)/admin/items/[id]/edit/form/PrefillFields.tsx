"use client";

import { useLocale, useTranslations } from "next-intl";
import { localText } from "@/app/_shared/forms/localised";
import { Select } from "@/app/_ui/Select";
import { TextField } from "@/app/_ui/TextField";
import { prefillOf } from "@/domain/forms/rules/sources";
import { meanings, prefillSources, type Field, type PrefillSource } from "@/domain/forms/schema";

export type SourceChoice = { value: string; label: string };
type Put = (name: string, value: unknown, run?: string) => void;

const sources: ReadonlySet<string> = new Set([...prefillSources, "earlier"]);
const isSource = (text: string): text is PrefillSource => sources.has(text) || text.startsWith("certificate.");

/** Where an answer is taken from before it is asked: a first source, a second one where that knows nothing, and a fixed value; for earlier answers, what the question means beyond this item. */
export function PrefillFields({ field, lines, put }: { field: Field; lines: readonly SourceChoice[]; put: Put }) {
  const t = useTranslations("builder.prefill");
  const { from, otherwise } = prefillOf(field.prefill);
  const change = (next: readonly string[], fixed: string | undefined, run?: string) => {
    const known = [...new Set(next.filter(isSource))];
    const [only] = known;
    if (fixed) return put("prefill", { from: known, otherwise: fixed }, run);
    return put("prefill", known.length === 1 ? only : known.length === 0 ? undefined : { from: known }, run);
  };
  const all: SourceChoice[] = [...prefillSources.map((value) => ({ value, label: t(`sources.${value}`) })), { value: "earlier", label: t("earlier") }, ...lines];
  // What was chosen before stays to be seen, though the catalogue has it no more.
  const gone = from.filter((source) => !all.some(({ value }) => value === source)).map((value) => ({ value, label: value }));
  const options = [...all, ...gone];
  return (
    <fieldset className="flex min-w-0 flex-col gap-4">
      <legend className="mb-2 font-semibold">{t("legend")}</legend>
      {[0, ...(from.length > 0 ? [1] : [])].map((at) => (
        <Select key={at} name={`properties.prefill.${at}`} label={at === 0 ? t("first") : t("second")} empty={t("none")} width="full" options={options.filter(({ value }) => value === from[at] || !from.some((source) => source === value))} value={from[at] ?? ""} onChange={(event) => change(Object.assign([...from], { [at]: event.currentTarget.value }), otherwise)} />
      ))}
      <FixedValue field={field} value={otherwise ?? ""} onChange={(value) => change(from, value, "prefill.otherwise")} />
      <Select name="properties.meaning" label={t("meaning")} hint={t("meaningHint")} empty={t("none")} width="full" options={meanings.map((value) => ({ value, label: t(`meanings.${value}`) }))} value={field.meaning ?? ""} onChange={(event) => put("meaning", event.currentTarget.value || undefined)} />
    </fieldset>
  );
}

function FixedValue({ field, value, onChange }: { field: Field; value: string; onChange: (value: string) => void }) {
  const t = useTranslations("builder.prefill");
  const ui = useTranslations("ui");
  const locale = useLocale();
  const name = "properties.prefill.otherwise";
  if (field.type === "address" || field.type === "division") return null;
  const choices = field.type === "choice" ? field.options.map((option) => ({ value: option.value, label: localText(option.label, locale) })) : field.type === "yesNo" ? [{ value: "yes", label: ui("yes") }, { value: "no", label: ui("no") }] : undefined;
  if (choices) return <Select name={name} label={t("otherwise")} empty={t("none")} width="full" options={choices} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
  return <TextField name={name} label={t("otherwise")} hint={field.type === "date" ? t("dateHint") : undefined} optional width="full" value={value} maxLength={500} onChange={(event) => onChange(event.currentTarget.value)} />;
}
