"use client";

import { useLocale, useTranslations } from "next-intl";
import { localText } from "@/app/_shared/forms/localised";
import { Button } from "@/app/_ui/Button";
import { Checkbox, CheckboxGroup } from "@/app/_ui/Choices";
import { Select } from "@/app/_ui/Select";
import { NumberField, TextField } from "@/app/_ui/TextField";
import { alignments, labelPlaces, recordFacts, textTones } from "@/domain/items/schema/layout";
import type { FaceFieldSpec } from "@/domain/items/schema/result";
import { fieldsOfKind, placeFields, type ElementDraft } from "./draft";

type Name = Exclude<keyof ElementDraft, "id" | "kind">;
type Props = {
  element: ElementDraft;
  at: number;
  fields: readonly Pick<FaceFieldSpec, "key" | "label">[];
  wrong: ReadonlySet<string>;
  onChange: (element: ElementDraft) => void;
  onRemove: () => void;
};

/** One element as a form: its place in millimetres, and what it says. It works without script, too. */
export function ElementFields({ element, at, fields, wrong, onChange, onRemove }: Props) {
  const t = useTranslations("certificateTypes.element");
  const prefix = `layout.${at}`;
  const set = (name: Name) => (event: { currentTarget: { value: string } }) => onChange({ ...element, [name]: event.currentTarget.value });
  const problem = (name: string) => (wrong.has(`elements.${at}.${name}`) ? t("wrong") : undefined);
  return (
    <>
      <input type="hidden" name={`${prefix}.id`} value={element.id} />
      <input type="hidden" name={`${prefix}.kind`} value={element.kind} />
      <div className="grid gap-4 sm:grid-cols-2">
        {placeFields.map((name) => <NumberField key={name} name={`${prefix}.${name}`} label={t(name)} suffix="mm" value={element[name]} onChange={set(name)} error={problem(name)} />)}
      </div>
      <div className="grid items-end gap-4 sm:grid-cols-2">
        {fieldsOfKind[element.kind].map((name) => <Said key={name} {...{ name, prefix, element, fields }} set={set(name)} problem={problem(name)} />)}
      </div>
      <NumberField name={`${prefix}.position`} label={t("order")} hint={t("orderHint")} inputMode="numeric" defaultValue={String(at + 1)} width="tiny" />
      <noscript><Checkbox name={`${prefix}.remove`} label={t("remove")} /></noscript>
      <div className="needs-script"><Button look="danger" onClick={onRemove}>{t("remove")}</Button></div>
    </>
  );
}

type SaidProps = { name: Name; prefix: string; element: ElementDraft; fields: Props["fields"]; set: (event: { currentTarget: { value: string } }) => void; problem: string | undefined };

function Said({ name, prefix, element, fields, set, problem }: SaidProps) {
  const t = useTranslations("certificateTypes");
  const locale = useLocale();
  const common = { name: `${prefix}.${name}`, label: t(`element.${name}`), error: problem };
  const choices = fields.map(({ key, label }) => ({ value: key, label: localText(label, locale) }));
  const select = (options: readonly { value: string; label: string }[]) => <Select {...common} empty={false} width="full" value={element[name]} onChange={set} options={options} />;
  switch (name) {
    case "field": return <Select {...common} width="full" value={element.field} onChange={set} options={choices} />;
    case "fields": return <CheckboxGroup name={common.name} legend={t("element.fields")} hint={t("element.fieldsHint")} error={problem} choices={choices} defaultValue={element.fields.split(" ")} />;
    case "fact": return select(recordFacts.map((value) => ({ value, label: t(`facts.${value}`) })));
    case "align": return select(alignments.map((value) => ({ value: value === "left" ? "" : value, label: t(`align.${value}`) })));
    case "tone": return select(textTones.map((value) => ({ value: value === "text" ? "" : value, label: t(`tone.${value}`) })));
    case "label": return select(labelPlaces.map((value) => ({ value: value === "none" ? "" : value, label: t(`labelPlace.${value}`) })));
    case "bold": return select([{ value: "", label: t("weight.normal") }, { value: "yes", label: t("weight.bold") }]);
    case "size": case "spacing": return <NumberField {...common} suffix="pt" optional={name === "spacing"} value={element[name]} onChange={set} />;
    case "labelWidth": return <NumberField {...common} suffix="mm" optional value={element.labelWidth} onChange={set} />;
    default: return <TextField {...common} width="full" optional={name === "en"} lang={name === "en" ? "en" : "zh-CN"} value={element[name]} onChange={set} />;
  }
}
