"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { CheckboxGroup } from "@/app/_ui/Choices";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { NumberField, TextField } from "@/app/_ui/TextField";
import { audiences, itemTypes, levels, limitUnits } from "@/domain/items/schema";
import type { DirectoryElements } from "@/domain/items/schema/directory";
import type { ActState } from "../exchange/state";

type Props = {
  action: (before: ActState, form: FormData) => Promise<ActState>;
  hidden: Record<string, string | number>;
  elements: DirectoryElements | undefined;
  label: string;
  /** For a new entry: the departments one writes for. */
  places?: readonly { value: string; label: string }[];
};

/** The shared elements as a form; what was typed comes back when it is refused. */
export function ElementsForm({ action, hidden, elements, label, places }: Props) {
  const t = useTranslations("exchange.directory");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState(action, {});
  const { typed } = state;
  const message = state.missing ? t("missing") : state.refusal && refusalText(errors, state.refusal);
  const was = (name: string, known: string | undefined) => typed?.[name]?.[0] ?? known;
  return (
    <form key={JSON.stringify(typed)} action={submit} noValidate>
      <ActingField />
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <FieldStack>
        {message && <FocusOnArrival><Notice tone="error" live>{message}</Notice></FocusOnArrival>}
        {places && <TextField name="basicCode" label={t("basicCode")} hint={t("basicCodeHint")} width="medium" maxLength={12} spellCheck={false} defaultValue={was("basicCode", "")} />}
        {places && <Select name="place" label={t("department")} options={places} defaultValue={was("place", undefined)} />}
        <TextField name="name" label={t("name")} width="full" defaultValue={was("name", elements?.name)} />
        <TextField name="nameEn" label={t("nameEn")} optional width="full" lang="en" defaultValue={was("nameEn", elements?.nameEn)} />
        <Closed elements={elements} typed={typed} />
        <NumberField name="statutoryLimit" label={t("statutory")} optional width="tiny" defaultValue={was("statutoryLimit", elements?.statutoryLimit?.value.toString())} />
        <UnitField value={was("statutoryUnit", elements?.statutoryLimit?.unit)} />
        <TextArea name="legalBasis" label={t("basis")} hint={t("basisHint")} rows={6} defaultValue={was("legalBasis", elements?.legalBasis.map(({ instrument, articles }) => [instrument, articles].filter(Boolean).join(" | ")).join("\n"))} />
        <div><SubmitButton>{label}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}

function Closed({ elements, typed }: { elements: DirectoryElements | undefined; typed: ActState["typed"] }) {
  const t = useTranslations("exchange.directory");
  const enums = useTranslations("enums.items");
  return (
    <>
      <Select name="itemType" label={t("itemType")} width="medium" options={itemTypes.map((value) => ({ value, label: enums(`itemType.${value}`) }))} defaultValue={typed?.["itemType"]?.[0] ?? elements?.itemType} />
      <CheckboxGroup name="levels" legend={t("levels")} choices={levels.map((value) => ({ value, label: enums(`level.${value}`) }))} defaultValue={typed ? (typed["levels"] ?? []) : elements?.levels ?? []} />
      <CheckboxGroup name="audience" legend={t("audience")} choices={audiences.map((value) => ({ value, label: enums(`audience.${value}`) }))} defaultValue={typed ? (typed["audience"] ?? []) : elements?.audience ?? []} />
    </>
  );
}

function UnitField({ value }: { value: string | undefined }) {
  const t = useTranslations("exchange.directory");
  const units = useTranslations("enums.items.unit");
  return <Select name="statutoryUnit" label={t("statutoryUnit")} width="short" empty={false} options={limitUnits.map((unit) => ({ value: unit, label: units(unit) }))} defaultValue={value ?? "workday"} />;
}
