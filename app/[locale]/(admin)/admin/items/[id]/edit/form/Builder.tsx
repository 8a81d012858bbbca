"use client";

import { useLocale, useTranslations } from "next-intl";
import { useActionState, useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Button } from "@/app/_ui/Button";
import { cx } from "@/app/_ui/cx";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { idsOf } from "@/domain/forms/rules/edit-ids";
import { locate } from "@/domain/forms/rules/edit-steps";
import type { Field, FormDefinition } from "@/domain/forms/schema";
import { formOf } from "@/domain/items/rules";
import { withReadableTime } from "../readable";
import { saveForm } from "./actions";
import { Canvas, rowId } from "./Canvas";
import { Conflicts } from "./Conflicts";
import { Palette } from "./Palette";
import { Preview, type PreviewFacts } from "./Preview";
import { Problems, useProblems, type FormFacts, type Problem } from "./Problems";
import type { SourceChoice } from "./PrefillFields";
import { Properties } from "./Properties";
import type { FormSave } from "./state";
import { TextForm } from "./TextForm";
import { Toolbar } from "./Toolbar";
import { useBuilder } from "./useBuilder";
import { useSaving } from "./useSaving";
import { useSteps } from "./useSteps";

type Props = {
  itemId: string;
  version: number;
  /** What the builder begins with, and what the draft holds; another one when it begins from a copy. */
  start: FormDefinition;
  kept: FormDefinition;
  facts: FormFacts;
  fixedIds: readonly string[];
  /** The lines of certificates that an answer may be taken from. */
  lines: readonly SourceChoice[];
  preview: PreviewFacts;
};

const formId = "form-builder";
// Beside a long form, what can be added and what is chosen stay in sight; each scrolls by itself.
const beside = "lg:sticky lg:top-2 lg:max-h-[calc(100dvh-5rem)] lg:self-start lg:overflow-y-auto lg:p-1 elder:lg:static elder:lg:max-h-none elder:2xl:sticky elder:2xl:max-h-[calc(100dvh-6rem)]";
const typing = "input, textarea, select, [contenteditable]";

/** The form of an item built by hand: what can be added, the form, what is chosen of it; the citizen's page in the middle on demand. */
export function Builder({ itemId, version, start, kept, facts, fixedIds, lines, preview }: Props) {
  const t = useTranslations("builder");
  const locale = useLocale();
  const builder = useBuilder(start);
  const element = useRef<HTMLFormElement>(null);
  const [posted, submit] = useActionState(saveForm, { attempt: 0, version, kept: false } satisfies FormSave);
  const { result, pending, isDirty, save } = useSaving(element, builder, { posted, kept, leaving: t("leaving") });
  const [looking, setLooking] = useState(false);
  const fixed = useMemo(() => new Set(fixedIds), [fixedIds]);
  const steps = useSteps(builder, fixed);
  const settled = useDeferredValue(builder.form);
  const problems = useProblems(settled, facts);
  const whole = useMemo(() => formOf({ ...facts, form: settled }), [facts, settled]);
  const missing = useMemo(() => missingIn(whole, builder.form), [whole, builder.form]);
  const faulty = useMemo(() => new Set(problems.flatMap(({ node }) => (node ? [`${node.kind} ${node.id}`] : []))), [problems]);
  const chosen = nodeIn(builder.form, builder.chosen) ?? (builder.form.sections[0] && { kind: "section" as const, id: builder.form.sections[0].id });

  const { takeFocus } = builder;
  useEffect(() => {
    const wish = takeFocus();
    if (wish === "row" && chosen) document.getElementById(rowId(chosen))?.focus();
    if (wish === "properties") focusProperty("");
  });

  const onKey = (event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const isTyping = event.target instanceof Element && event.target.matches(typing);
    if (command && key === "s") return handled(event, save);
    if (event.key === "Escape" && event.target instanceof Element && event.target.closest("#properties") && chosen) return handled(event, () => document.getElementById(rowId(chosen))?.focus());
    if (isTyping || !command) return undefined;
    if (key === "y" || (key === "z" && event.shiftKey)) return handled(event, steps.redo);
    return key === "z" ? handled(event, steps.undo) : undefined;
  };
  const go = ({ node, property }: Problem) => {
    if (node) builder.choose(node);
    requestAnimationFrame(() => focusProperty(property));
  };
  const sectionOf = chosen?.kind === "section" ? chosen.id : chosen && locate(builder.form, chosen.id)?.spot.section;
  return (
    // Keys work wherever the focus is in the builder; each does what a button does.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={onKey} className="flex flex-col gap-6">
      <NotKept result={result} />
      {result.conflicts && result.conflicts.length > 0 && !result.kept && <Conflicts conflicts={result.conflicts} builder={builder} />}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,14rem)_minmax(30%,1fr)_minmax(0,22rem)] elder:lg:grid-cols-1 elder:2xl:grid-cols-[minmax(0,20rem)_minmax(30%,1fr)_minmax(0,30rem)]">
        <div className={cx("needs-script flex flex-col gap-6", beside)}>
          <Palette onDrag={builder.drag} onSection={steps.addSection} onType={steps.addType} missing={missing} onField={steps.addField} />
          <Problems problems={problems} form={whole} materials={facts.materials} onGo={go} />
        </div>
        <section aria-labelledby="canvas" className="flex min-w-0 flex-col gap-4">
          <h2 id="canvas" className="text-h3 font-bold">{looking ? t("preview.title") : t("canvas.title")}</h2>
          <Toolbar builder={builder} chosen={chosen} steps={steps} looking={looking} onLook={() => setLooking(!looking)} />
          {looking
            ? <Preview {...preview} form={whole} sectionId={sectionOf} onSection={(id) => builder.choose({ kind: "section", id })} />
            : <Canvas form={builder.form} chosen={chosen} faulty={faulty} builder={builder} onDrop={steps.drop} onKey={steps.onRowKey} />}
        </section>
        <div className={cx("needs-script min-w-0", beside)}>
          <Properties builder={builder} form={builder.form} chosen={chosen} situations={facts.situations} fixedIds={fixed} lines={lines} />
        </div>
      </div>
      <form id={formId} ref={element} action={submit} onSubmit={(event) => handled(event, save)} className="flex flex-col gap-4">
        <ActingField />
        <input type="hidden" name="itemId" value={itemId} />
        <input type="hidden" name="version" value={result.version} />
        <TextForm key={result.text === undefined ? "" : result.attempt} builder={builder} posted={result.attempt === posted.attempt && !result.form ? result.text : undefined} broken={result.broken} />
      </form>
      <SaveBar result={result} pending={pending} isDirty={isDirty} />
      <p role="status" lang={locale} className="sr-only">{builder.said}</p>
    </div>
  );
}

/** Why the last save was refused. */
function NotKept({ result }: { result: FormSave }) {
  const t = useTranslations("builder");
  const errors = useTranslations("errors");
  const why = result.refusal ? refusalText(errors, withReadableTime(result.refusal)) : result.broken && t("brokenSave");
  return why && <FocusOnArrival key={result.attempt}><Notice tone="error" live title={t("refused")}>{why}</Notice></FocusOnArrival>;
}

function SaveBar({ result, pending, isDirty }: { result: FormSave; pending: boolean; isDirty: boolean }) {
  const t = useTranslations("builder");
  const saved = result.mergedWith === undefined ? t("status.saved") : t("status.merged", { name: result.mergedWith });
  return (
    <div className="sticky bottom-0 z-10 flex elder:static elder:2xl:sticky flex-wrap items-center gap-4 border-t border-line bg-page py-3">
      <Button type="submit" form={formId} look="primary" loading={pending}>{t("save")}</Button>
      <p role="status" className="text-hint text-muted">{pending ? t("status.saving") : isDirty ? t("status.unsaved") : result.kept ? saved : t("status.unchanged")}</p>
    </div>
  );
}

function handled(event: { preventDefault: () => void }, act: () => void): void {
  event.preventDefault();
  act();
}

/** The first input of what is chosen, or the one of a property. */
function focusProperty(property: string): void {
  const panel = document.getElementById("properties");
  const named = property && panel?.querySelector<HTMLElement>(`[name="properties.${property}"], [name^="properties.${property}."]`);
  const target = named || panel?.querySelector<HTMLElement>("input, select, textarea");
  (target ?? panel)?.focus();
  if (target instanceof HTMLInputElement && property === "") target.select();
}

function nodeIn(form: FormDefinition, node: ReturnType<typeof useBuilder>["chosen"]) {
  const ids = idsOf(form);
  return node && (node.kind === "section" ? ids.sections : ids.fields).has(node.id) ? node : undefined;
}

/** What the guide asks for and no question does: it is put at the beginning and the end by itself. */
function missingIn(whole: FormDefinition, form: FormDefinition): Field[] {
  const own = idsOf(form).fields;
  return whole.sections.flatMap(({ fields }) => fields.filter(({ id }) => !own.has(id)));
}
