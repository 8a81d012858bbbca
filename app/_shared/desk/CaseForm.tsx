"use client";

import { useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import type { Refusal } from "@/app/_trpc/server";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { SubmitButton } from "@/app/_ui/SubmitButton";

/** Which of a page's forms it was, what was typed, and what is wrong with it. */
export type CaseFormState<Form extends string> = { at?: string; form?: Form; typed?: Readonly<Record<string, string>>; wrong?: readonly string[]; refusal?: Refusal };

/** The fields of a form, from what was typed and the words for what is wrong. */
export type Fields = (typed: Readonly<Record<string, string>>, errorOf: (name: string) => string | undefined) => ReactNode;

type Props<Form extends string> = {
  form: Form;
  action: (before: CaseFormState<Form>, data: FormData) => Promise<CaseFormState<Form>>;
  start: CaseFormState<Form>;
  hidden: Readonly<Record<string, string | number>>;
  label: string;
  danger?: boolean | undefined;
  /** What to say of each field that is wrong. */
  wrong: Readonly<Record<string, string>>;
  fields?: Fields | undefined;
};

/** One of several plain forms on a page of a case; what is refused is said at its own fields. */
export function CaseForm<Form extends string>({ form, action, start, hidden, label, danger = false, wrong, fields }: Props<Form>) {
  const refused = useTranslations("errors");
  const [state, submit] = useActionState(action, start);
  const mine = state.form === form ? state : {};
  const errorOf = (name: string) => (mine.wrong?.includes(name) ? wrong[name] : undefined);
  const errors = mine.refusal ? [{ name: `send-${form}`, message: refusalText(refused, mine.refusal) }] : (mine.wrong ?? []).flatMap((name) => (wrong[name] ? [{ name, message: wrong[name] }] : []));
  return (
    <form action={submit} noValidate>
      <ActingField />
      <ErrorSummary errors={errors} />
      {Object.entries({ _form: form, ...hidden }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <div key={mine.at ?? ""}><FieldStack>{fields?.(mine.typed ?? {}, errorOf)}<div id={`field-send-${form}`}><SubmitButton look={danger ? "danger" : "primary"}>{label}</SubmitButton></div></FieldStack></div>
    </form>
  );
}
