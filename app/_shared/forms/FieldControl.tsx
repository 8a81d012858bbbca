"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CheckboxGroup, Checkbox, RadioGroup, YesNo } from "@/app/_ui/Choices";
import { DateField } from "@/app/_ui/DateField";
import { Fieldset } from "@/app/_ui/Fieldset";
import { described, fieldId } from "@/app/_ui/fields";
import { Notice } from "@/app/_ui/Notice";
import { Select } from "@/app/_ui/Select";
import { TextArea } from "@/app/_ui/TextArea";
import { MoneyField, NumberField, TextField, type TextFieldProps } from "@/app/_ui/TextField";
import { prefillOf } from "@/domain/forms/rules/sources";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { AnswerValue, LeafField } from "@/domain/forms/schema";
import { computedText } from "./computedText";
import { DivisionSelect } from "./DivisionSelect";
import type { DivisionLists } from "./divisions";
import { Localised } from "@/app/_shared/items/Localised";
import { localText } from "./localised";
import { rawDay, rawList, rawText } from "./raw";

export type ControlProps<F extends LeafField = LeafField> = {
  field: F;
  /** The name of its inputs: the field's id, inside a group `children.0.name`. */
  name: string;
  raw: RawAnswers;
  errors: Readonly<Record<string, string>>;
  source?: ReactNode;
  lists: DivisionLists;
  /** The only question of a page is its heading. */
  asHeading?: boolean | undefined;
  /** The value worked out of the other answers. */
  computed?: AnswerValue | undefined;
};

const mostRadios = 7;

/** How each text-like field is typed: its keyboard, autofill and width. */
const typing: Partial<Record<LeafField["type"], Partial<TextFieldProps>>> = {
  text: { autoComplete: "off" },
  personName: { autoComplete: "off", spellCheck: false, width: "medium" },
  citizenId: { autoComplete: "off", spellCheck: false, autoCapitalize: "characters", width: "medium", className: "tabular-nums" },
  uscc: { autoComplete: "off", spellCheck: false, autoCapitalize: "characters", width: "medium", className: "tabular-nums" },
  phone: { type: "tel", autoComplete: "tel", width: "medium" },
  email: { type: "email", autoComplete: "email", spellCheck: false },
  bankAccount: { inputMode: "numeric", autoComplete: "off", width: "medium", className: "tabular-nums" },
};
const ownName = { autoComplete: "name" } as const;

/** One question of a form as its control; the stored form decides what is asked, this only how it looks. */
export function FieldControl(props: ControlProps) {
  const { field } = props;
  if (field.type === "note") return <Notice><Localised text={field.label} /></Notice>;
  if (field.type === "computed") return <ComputedValue field={field} value={props.computed} />;
  return field.type === "file" ? null : <AnswerControl {...props} />;
}

function AnswerControl(props: ControlProps) {
  const { field, name, raw, errors, source, asHeading } = props;
  const locale = useLocale();
  const words = { name, label: <Localised text={field.label} />, hint: field.hint && <Localised text={field.hint} />, optional: field.optional, source, asHeading, error: errors[name] };
  const { label: legend, ...rest } = words;
  const group = { ...rest, legend };
  switch (field.type) {
    case "longText":
      return <TextArea {...words} limit={field.maxLength} defaultValue={rawText(raw, name)} />;
    case "number":
      return <NumberField {...words} suffix={field.unit && localText(field.unit, locale)} inputMode={field.decimals ? "decimal" : "numeric"} defaultValue={rawText(raw, name)} />;
    case "money":
      return <MoneyField {...words} suffix={locale === "en" ? "CNY" : "元"} defaultValue={rawText(raw, name)} />;
    case "date":
      return <DateField {...group} defaultValue={rawDay(raw, name)} birthday={prefillOf(field.prefill).from.includes("profile.birthOn")} />;
    case "choice":
      return field.options.length > mostRadios
        ? <Select {...words} width="medium" defaultValue={rawText(raw, name)} options={field.options.map(({ value, label }) => ({ value, label: localText(label, locale) }))} />
        : <RadioGroup {...group} defaultValue={rawText(raw, name)} choices={field.options.map(({ value, label }) => ({ value, label: <Localised text={label} /> }))} />;
    case "multipleChoice":
      return <CheckboxGroup {...group} defaultValue={rawList(raw, name)} choices={field.options.map(({ value, label }) => ({ value, label: <Localised text={label} /> }))} />;
    case "yesNo":
      return <YesNo {...group} defaultValue={yesNo(rawText(raw, name))} />;
    case "dateRange":
      return <RangeControl {...props} field={field} />;
    case "division":
      return <Fieldset {...group}><DivisionSelect {...{ name, base: name, raw, lists: props.lists, level: field.level, invalid: Boolean(words.error) }} /></Fieldset>;
    case "address":
      return <AddressControl {...props} field={field} />;
    case "signature":
      return <SignatureControl {...props} field={field} />;
    default:
      return <TextField {...words} {...typing[field.type]} {...(prefillOf(field.prefill).from.includes("profile.name") && ownName)} defaultValue={rawText(raw, name)} />;
  }
}

const yesNo = (text: string) => (text === "" ? undefined : text === "yes");

function RangeControl({ field, name, raw, errors, asHeading }: ControlProps) {
  const t = useTranslations("apply.field");
  return (
    <Fieldset name={name} legend={<Localised text={field.label} />} hint={field.hint && <Localised text={field.hint} />} optional={field.optional} asHeading={asHeading}>
      <div id={fieldId(name)} className="flex flex-col gap-4">
        {(["start", "end"] as const).map((end) => (
          <DateField key={end} name={`${name}.${end}`} legend={<span className="font-normal">{t(end)}</span>} defaultValue={rawDay(raw, `${name}.${end}`)} error={errors[`${name}.${end}`]} />
        ))}
      </div>
    </Fieldset>
  );
}

function AddressControl({ field, name, raw, errors, source, lists, asHeading }: ControlProps) {
  const t = useTranslations("apply.field");
  const place = `${name}.division`;
  const detail = `${name}.detail`;
  const divisionError = errors[place];
  const notes = described({ name: place, hint: field.hint !== undefined, error: divisionError, source })["aria-describedby"];
  return (
    <Fieldset name={place} legend={<Localised text={field.label} />} hint={field.hint && <Localised text={field.hint} />} error={divisionError} optional={field.optional} source={source} asHeading={asHeading}>
      <div id={fieldId(name)} className="flex flex-col gap-4">
        <DivisionSelect {...{ name: place, base: place, raw, lists, invalid: Boolean(divisionError), describedBy: notes }} />
        <TextField name={detail} label={<span className="font-normal">{t("addressDetail")}</span>} width="full" autoComplete="street-address" defaultValue={rawText(raw, detail)} error={errors[detail]} />
      </div>
    </Fieldset>
  );
}

function SignatureControl({ field, name, raw, errors, asHeading }: ControlProps) {
  const t = useTranslations("apply.field");
  return (
    <Fieldset name={name} legend={<Localised text={field.label} />} hint={field.hint && <Localised text={field.hint} />} optional={field.optional} asHeading={asHeading}>
      <div className="flex flex-col gap-4">
        <TextField name={`${name}.name`} label={t("signatureName")} hint={t("signatureHint")} width="medium" autoComplete="name" spellCheck={false} defaultValue={rawText(raw, `${name}.name`)} error={errors[`${name}.name`]} />
        <Checkbox name={`${name}.agree`} value="on" label={t("signatureAgree")} defaultChecked={rawText(raw, `${name}.agree`) !== ""} {...(errors[`${name}.agree`] && { error: errors[`${name}.agree`] })} />
      </div>
    </Fieldset>
  );
}

function ComputedValue({ field, value }: { field: Extract<LeafField, { type: "computed" }>; value: AnswerValue | undefined }) {
  const t = useTranslations("apply.field");
  const locale = useLocale();
  const shown = computedText(value, field.display, locale) ?? t("notYet");
  return (
    <div className="rounded-control border border-line bg-subtle px-4 py-3">
      <p className="text-hint text-muted"><Localised text={field.label} />{locale === "en" ? " " : ""}{t("computed")}</p>
      <output className="font-semibold">{shown}</output>
    </div>
  );
}
