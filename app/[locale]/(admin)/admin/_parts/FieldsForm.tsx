"use client";

import { useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { CheckboxGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldGroup, FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";
import type { ActState } from "./state";

/** `under`: the legend that neighbouring fields stand under together. */
type Base = { under?: string; name: string; label: string; hint?: string | undefined; optional?: boolean; value?: string | undefined; problem?: string | undefined };
export type FieldSpec =
  | (Base & { type: "text"; width?: "full" | "wide" | "medium" | "short" | "tiny" })
  | (Base & { type: "area"; rows?: number; limit?: number })
  | (Base & { type: "select"; options: readonly { value: string; label: string }[] })
  | (Base & { type: "checks"; chosen: readonly string[]; options: readonly { value: string; label: string }[] });

type Props = {
  action: (state: ActState, form: FormData) => Promise<ActState>;
  fields: readonly FieldSpec[];
  hidden?: Readonly<Record<string, string>>;
  submit: string;
  danger?: boolean;
  /** Groups of short fields side by side where there is room. */
  columns?: boolean;
  /** What was typed before a proof came between. */
  restored?: KeptFields | undefined;
};

/** An administrator's form as data: what is asked, what stands there now, and what to say when it is wrong. */
export function FieldsForm({ action, fields, hidden = {}, submit, danger = false, columns = false, restored }: Props) {
  const t = useTranslations("proposals");
  const errors = useTranslations("errors");
  const [state, act] = useActionState<ActState, FormData>(action, {});
  const typed = state.typed ?? restored;
  const Stack = columns ? WideStack : FieldStack;
  const wrong = fields.filter(({ name }) => state.wrong?.includes(name));
  return (
    <form action={act} noValidate className="flex flex-col gap-6">
      <ActingField />
      <ErrorSummary errors={wrong.map(({ name, label, problem }) => ({ name, message: problem ?? t("wrongField", { label }) }))} />
      {state.refusal && <Notice tone="error" live title={t("refused")}>{refusalText(errors, state.refusal)}</Notice>}
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <Stack key={JSON.stringify(typed)}>
        {grouped(fields).map(({ legend, fields: together }) => {
          const controls = together.map((field) => <OneField key={field.name} field={field} typed={typed} isWrong={wrong.includes(field)} />);
          return legend === undefined ? controls : <FieldGroup key={legend} legend={legend}>{columns ? <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-2 xl:grid-cols-3">{controls}</div> : controls}</FieldGroup>;
        })}
        <div><SubmitButton look={danger ? "danger" : "primary"}>{submit}</SubmitButton></div>
      </Stack>
    </form>
  );
}

function WideStack({ children }: { children: ReactNode }) {
  return <div className="flex flex-col gap-10">{children}</div>;
}

/** Neighbours under the same legend, together. */
function grouped(fields: readonly FieldSpec[]): { legend: string | undefined; fields: FieldSpec[] }[] {
  const groups: { legend: string | undefined; fields: FieldSpec[] }[] = [];
  for (const field of fields) {
    const last = groups.at(-1);
    if (last && last.legend === field.under) last.fields.push(field);
    else groups.push({ legend: field.under, fields: [field] });
  }
  return groups;
}

function OneField({ field, typed, isWrong }: { field: FieldSpec; typed: KeptFields | undefined; isWrong: boolean }) {
  const t = useTranslations("proposals");
  const { name, label, hint, optional, value } = field;
  const shared = { name, label, hint, optional, error: isWrong ? (field.problem ?? t("wrongField", { label })) : undefined };
  const current = typed && name in typed ? textOfKept(typed, name) : typed ? "" : value;
  switch (field.type) {
    case "text": return <TextField {...shared} width={field.width ?? "wide"} autoComplete="off" defaultValue={current} />;
    case "area": return <TextArea {...shared} rows={field.rows ?? 4} {...(field.limit ? { limit: field.limit } : {})} defaultValue={current} />;
    case "select": return <Select {...shared} options={field.options} empty={false} defaultValue={current} />;
    case "checks": return <CheckboxGroup name={name} legend={label} hint={hint} optional={optional} choices={field.options} defaultValue={typed ? [typed[name] ?? []].flat() : field.chosen} />;
  }
}
