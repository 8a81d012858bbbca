"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState, type FormEvent, type ReactNode } from "react";
import { useErrorTexts } from "@/app/_shared/forms/errors";
import type { DivisionLists } from "@/app/_shared/forms/divisions";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Details } from "@/app/_ui/Cards";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import type { FormError } from "@/domain/forms/rules/errors";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import { saveIntake } from "./actions";
import { IntakeSection } from "./IntakeSection";
import type { CounterDraft } from "./live";
import { Materials } from "./Materials";
import { SaveBanner } from "./SaveBanner";
import { SubmitForm } from "./SubmitForm";
import { useIntake } from "./useIntake";

type Props = {
  reception: string;
  draft: CounterDraft;
  start: RawAnswers;
  lists: DivisionLists;
  idempotencyKey: string;
  /** What stands above the form. */
  children: ReactNode;
};

const root = ({ fieldId }: FormError) => fieldId.split(".")[0] ?? "";

/** The form of an application on one page, filled in by a clerk with the person in front of them; saved as it is typed. */
export function IntakeForm({ reception, draft, start, lists, idempotencyKey, children }: Props) {
  const t = useTranslations("counter.intake");
  const { element, form, at, typed, touched, status, queue, live, onChange, edit } = useIntake({ reception, draft, start });
  const [all, setAll] = useState(0);
  const { summary, byControl } = useErrorTexts()(live.errors.filter((error) => all > 0 || touched.has(root(error))), (id) => form.findField(id)?.type);
  const known = form.origins(live.answers, draft.context);
  const sourceOf = (id: string) => known[id];
  const sections = live.sections.filter(({ fields }) => fields.some(({ type }) => type !== "file"));
  useKeys(sections.map(({ section }) => `part-${section.id}`), queue.now);

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const intent = submitter instanceof HTMLButtonElement && submitter.name === "_intent" ? submitter.value : "save";
    if (/^(?:add|remove):/.test(intent)) return edit(intent);
    return queue.now();
  };
  return (
    <>
      {children}
      <ErrorSummary key={all} errors={all > 0 ? summary : []} />
      <SaveBanner status={status} savedAt={draft.savedAt} retry={queue.now} />
      <Keys />
      <form ref={element} action={saveIntake} noValidate onChange={onChange} onSubmit={onSubmit} className="flex flex-col gap-6">
        {/* The button that Enter presses, ahead of all that add or remove rows. */}
        <button type="submit" name="_intent" value="save" className="hidden" tabIndex={-1} aria-hidden="true" />
        <ActingField />
        <input type="hidden" name="_reception" value={reception} />
        <input type="hidden" name="_draft" value={draft.id} />
        <input type="hidden" name="_sections" value={sections.map(({ section }) => section.id).join(" ")} />
        <div key={at} className="flex flex-col gap-6">
          {sections.map((one, index) => (
            <IntakeSection key={one.section.id} number={index + 1} live={one} answers={live.answers} raw={typed} byControl={byControl} sourceOf={sourceOf} lists={lists} />
          ))}
        </div>
        <div><SubmitButton look="secondary">{t("save")}</SubmitButton></div>
      </form>
      <Materials reception={reception} draft={draft} fields={live.sections.flatMap(({ fields }) => fields.filter((field) => field.type === "file"))} errors={byControl} />
      <SubmitForm reception={reception} draft={draft} idempotencyKey={idempotencyKey} settled={queue.settled} complete={() => {
        setAll((count) => count + 1);
        return live.errors.length === 0;
      }} />
    </>
  );
}

/** Keys for hands that stay on the keyboard: Alt and a number leads to a section, Alt+M to the materials, Alt+S saves, Alt+Enter to the end. */
function useKeys(parts: readonly string[], save: () => void): void {
  const order = parts.join(" ");
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey) return;
      const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
      const goal = digit ? order.split(" ")[Number(digit) - 1] : { KeyM: "materials", Enter: "filing" }[event.code];
      if (event.code === "KeyS") save();
      else if (goal) document.getElementById(goal)?.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [order, save]);
}

function Keys() {
  const t = useTranslations("counter.intake");
  return (
    <Details summary={t("keys")}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 py-1">
        {(["sections", "materials", "save", "file"] as const).map((key) => (
          <div key={key} className="contents"><dt><kbd className="font-semibold">{t(`keyNames.${key}`)}</kbd></dt><dd>{t(`keyDoes.${key}`)}</dd></div>
        ))}
      </dl>
    </Details>
  );
}
