"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { cx } from "@/app/_ui/cx";
import { controlClass, errorId, fieldId } from "@/app/_ui/fields";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { reveal } from "./actions";

/** A masked answer with the way to read it in full: say why, and it is logged. `returned` from proving who one is, it stands open with the reason given before. */
export function Reveal({ id, number, field, label, returned, act = reveal }: { id: string; number: string; field: string; label: string; returned?: string; act?: typeof reveal }) {
  const t = useTranslations("desk.reveal");
  const errors = useTranslations("errors");
  const [state, action] = useActionState(act, { value: null, wrong: false, refusal: null });
  if (state.value !== null) return <output className="block basis-full whitespace-pre-line font-semibold tabular-nums"><span className="sr-only">{t("shown", { label })}</span> {state.value}</output>;
  const name = `reveal.${field}`;
  const problem = state.refusal ? refusalText(errors, state.refusal) : state.wrong ? t("reasonMissing") : undefined;
  return (
    <details open={Boolean(problem) || returned !== undefined} data-print="no" className="-my-2 open:my-0 open:basis-full">
      <summary className="tap text-accent underline underline-offset-[0.22em]">{t("show")}<span className="sr-only"> {label}</span></summary>
      <form action={action} noValidate className="flex flex-wrap items-end gap-3 pb-2">
        <ActingField />
        <input type="hidden" name="_id" value={id} />
        <input type="hidden" name="_number" value={number} />
        <input type="hidden" name="_field" value={field} />
        <div className="flex w-full max-w-[20rem] flex-col gap-1">
          <label htmlFor={fieldId(name)}>{t("reason")}</label>
          {problem && <p id={errorId(name)} role="alert" className="font-semibold text-danger">{problem}</p>}
          <input id={fieldId(name)} name="reason" maxLength={2000} autoComplete="off" defaultValue={returned} aria-invalid={problem ? true : undefined} aria-describedby={cx(problem && errorId(name)) || undefined} className={controlClass} />
        </div>
        <SubmitButton look="secondary">{t("button")}</SubmitButton>
      </form>
    </details>
  );
}
