"use client";

import { useTranslations } from "next-intl";
import { Fragment, useActionState, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import type { ButtonLook } from "@/app/_ui/Button";
import { FoldLine } from "@/app/_ui/Cards";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";
import type { ActState } from "./actState";

/** What the fields of a form are asked for: what was typed, and whether it was wanting. */
export type FormView = { text: (name: string) => string; all: (name: string) => string[]; isMissing: (name: string) => boolean };

type Props = {
  action: (before: ActState, form: FormData) => Promise<ActState>;
  hidden: Record<string, string | number | readonly string[]>;
  label: string;
  look?: ButtonLook;
  /** What was typed before a sign-in came between. */
  start?: KeptFields | undefined;
  /** Folded under this title until it is asked for, or something in it is to be put right; one of a page is open at a time. */
  folded?: string;
  children?: (form: FormView) => ReactNode;
};

/** One act of the desk as a form: what it needs, its button, and why it was refused, with everything typed kept. */
export function ActForm({ action, hidden, label, look = "primary", start, folded, children }: Props) {
  const t = useTranslations("assignment");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState(action, start ? { typed: start } : {});
  const message = state.refusal ? refusalText(errors, state.refusal) : state.missing && t("wanting");
  const view: FormView = { text: (name) => textOfKept(state.typed, name), all: (name) => [state.typed?.[name] ?? []].flat(), isMissing: (name) => state.missing?.includes(name) ?? false };
  const form = (
    <form action={submit} noValidate className={folded && "border-t border-line p-4"}>
      <ActingField />
      {Object.entries(hidden).flatMap(([name, values]) => [values].flat().map((value) => <input key={`${name}/${value}`} type="hidden" name={name} value={value} />))}
      <FieldStack>
        {message && <FocusOnArrival><Notice tone="error" live>{message}</Notice></FocusOnArrival>}
        {children && <Fragment key={JSON.stringify(state.typed)}>{children(view)}</Fragment>}
        <div><SubmitButton look={look}>{label}</SubmitButton></div>
      </FieldStack>
    </form>
  );
  return folded ? <details name="acts" open={Boolean(message || start)} className="rounded-card border border-line bg-surface open:border-accent-line"><FoldLine>{folded}</FoldLine>{form}</details> : form;
}
