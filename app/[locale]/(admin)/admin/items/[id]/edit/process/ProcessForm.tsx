"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Button, ButtonRow } from "@/app/_ui/Button";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { withReadableTime } from "../readable";
import { changeProcess } from "./actions";
import { Outline } from "./Outline";
import { ProcessProblems } from "./ProcessProblems";
import type { Choosable, ProcessState } from "./state";
import { StepFields } from "./StepFields";

type Props = Choosable & { itemId: string; start: ProcessState };

/** The process as a form: every button is a plain submit, so that it works without script. */
export function ProcessForm({ itemId, start, ...choosable }: Props) {
  const t = useTranslations("process.edit");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState(changeProcess, start);
  const wrong = new Set(state.wrong);
  return (
    <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_22rem] elder:lg:grid-cols-1">
      <form key={state.attempt} action={submit} noValidate className="flex min-w-0 flex-col gap-6">
        <ActingField />
        <input type="hidden" name="itemId" value={itemId} />
        <input type="hidden" name="version" value={state.version} />
        <input type="hidden" name="count" value={state.steps.length} />
        <ErrorSummary errors={[...wrong].map((name) => ({ name, message: t("wrong", { step: Number(name.split(".")[1]) + 1 }) }))} />
        {state.refusal && <FocusOnArrival><Notice tone="error" live title={t("refused")}>{refusalText(errors, withReadableTime(state.refusal))}</Notice></FocusOnArrival>}
        {state.theirs && <Section title={t("theirs")} intro={t("theirsHint")}><Outline steps={state.theirs} departments={choosable.departments} /></Section>}
        {/* The first button of a form is the one that Enter presses. */}
        <div><SubmitButton look="secondary" name="press" value="save">{t("save")}</SubmitButton></div>
        {state.unsaved && !state.refusal && <p role="status" className="max-w-measure font-semibold text-warning">{t("unsaved")}</p>}
        <ol className="flex flex-col gap-4">
          {state.steps.map((step, at) => (
            <li key={step.key}><StepFields {...choosable} step={step} at={at} steps={state.steps} wrong={wrong} focus={state.focus} /></li>
          ))}
        </ol>
        <ButtonRow>
          <SubmitButton name="press" value="save">{t("save")}</SubmitButton>
          {state.steps.length < 20 && <Button type="submit" name="press" value="add">{t("add")}</Button>}
        </ButtonRow>
      </form>
      <aside aria-label={t("outline")} className="flex flex-col gap-8">
        <Section title={t("outline")}><Outline steps={state.steps} departments={choosable.departments} /></Section>
        <Section title={t("problems")}><ProcessProblems problems={state.problems} steps={state.steps} /></Section>
      </aside>
    </div>
  );
}
