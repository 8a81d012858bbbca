"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { RadioGroup } from "@/app/_ui/Choices";
import { DateField } from "@/app/_ui/DateField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { supervise } from "./actions";
import { formKey, nameIn, type FieldName, type SupervisionAct, type SupervisionState } from "./state";

type Option = { value: string; label: string };
/** A field of a form: words, a day, one of a few choices, or one of many. */
export type Field = { name: FieldName; kind: "words" | "day" | "radio" | "select"; label: string; hint?: string; optional?: boolean; limit?: number; options?: readonly Option[]; any?: string };

type Props = {
  act: SupervisionAct;
  /** What the form is about, beside what is typed. */
  about: Record<string, string>;
  fields: readonly Field[];
  returnTo: string;
  idempotencyKey: string;
  start: SupervisionState;
  submit: string;
  /** Said after the button's word to assistive technology, where many such forms stand together. */
  subject?: string;
  look?: "primary" | "secondary";
};

/** One act of supervision: a few fields and a button; works without script. */
export function SupervisionForm({ act, about, fields, returnTo, idempotencyKey, start, submit, subject, look = "secondary" }: Props) {
  const key = formKey(act, about);
  const missing = useTranslations("supervision.missing");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<SupervisionState, FormData>(supervise, start);
  const refusal = state.refusal && refusalText(refused, state.refusal);
  const errorOf = (name: FieldName) => (state.missing?.includes(name) ? missing(name) : name === fields[0]?.name ? refusal : undefined);
  const errors = fields.flatMap(({ name }) => { const message = errorOf(name); return message ? [{ name: nameIn(key, name), message }] : []; });
  return (
    <form action={action} noValidate data-print="no" className="flex flex-col gap-4">
      <ActingField />
      <ErrorSummary errors={errors} />
      {fields.length === 0 && refusal && <p role="alert" className="font-semibold text-danger">{refusal}</p>}
      {Object.entries({ ...about, act, key, returnTo, idempotencyKey }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <FieldStack>
        {fields.map((field) => <OneField key={field.name} name={nameIn(key, field.name)} field={field} error={errorOf(field.name)} typed={state.typed[field.name]} />)}
        <div><SubmitButton look={look}>{submit}{subject && <span className="sr-only"> {subject}</span>}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}

function OneField({ name, field: { kind, label, hint, optional, limit, options = [], any }, error, typed }: { name: string; field: Field; error: string | undefined; typed: string | undefined }) {
  const shared = { name, hint, error, optional, defaultValue: typed };
  if (kind === "day") return <DateField {...shared} legend={label} />;
  if (kind === "radio") return <RadioGroup {...shared} legend={label} inline choices={options} />;
  if (kind === "select") return <Select {...shared} label={label} options={options} {...(any && { empty: any })} />;
  return <TextArea {...shared} label={label} rows={4} limit={limit} />;
}
