"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { openHere, splitFields } from "@/app/_shared/applications/openFields";
import type { Draft } from "@/app/_shared/applications/types";
import { RefusalNotice } from "@/app/_shared/applications/RefusalNotice";
import { useErrorTexts } from "@/app/_shared/forms/errors";
import { FieldControl } from "@/app/_shared/forms/FieldControl";
import { GroupControl } from "@/app/_shared/forms/GroupControl";
import type { LivePage } from "@/app/_shared/forms/pageRules";
import { rawFromForm } from "@/app/_shared/forms/raw";
import { useCalmSubmit, useDraftPage } from "@/app/_shared/forms/useDraftPage";
import { startOf, usePageKeeper } from "@/app/_shared/forms/usePageKeeper";
import { usePageRules, useRulesOnAct } from "@/app/_shared/forms/usePageRules";
import { useReachedAction } from "@/app/_shared/forms/useReachedAction";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Button, ButtonRow } from "@/app/_ui/Button";
import { ErrorSummary, type FieldError } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { Page } from "@/app/_ui/Page";
import { findField } from "@/domain/forms/rules/find";
import type { Origin } from "@/domain/forms/rules/sources";
import type { Field } from "@/domain/forms/schema";
import { saveSection } from "./actions";
import { KeptNotices } from "./KeptNotices";
import { SaveLine } from "./SaveLine";
import { hasSourceNote, SourceNote } from "@/app/_shared/forms/SourceNote";
import type { SectionState } from "./state";

type Props = {
  /** Whose page it is: by it this device keeps what is typed, for nobody else. */
  owner: string;
  draft: Pick<Draft, "id" | "definition" | "answers" | "context" | "savedAt" | "openFields">;
  sectionId: string;
  /** In the simplified flow, the question this is, and its fields. */
  question?: { key: string; fields: readonly string[] } | undefined;
  start: SectionState;
  returnsToCheck: boolean;
  /** Problems of uploads, told by the address after a post without script. */
  fileErrors: readonly FieldError[];
  /** Uploads that have come: what was missing of them is there. */
  uploaded: readonly string[];
  before: ReactNode;
  heading: ReactNode;
  /** The only question is the heading of its page. */
  questionIsHeading: boolean;
  uploads: ReactNode;
};

const formId = "section-form";

/** Whether what is typed on the page may change what is seen of a field. */
const hangsOnAnswers = (field: Field): boolean => field.visibleWhen !== undefined || field.type === "computed" || (field.type === "repeatingGroup" && field.fields.some(hangsOnAnswers));

/** Says that questions may be missing, where answers bring up others. */
function RulesAway({ fields }: { fields: readonly Field[] }) {
  const t = useTranslations("keep");
  return fields.some(hangsOnAnswers) && <Notice tone="warning" live>{t("rulesAway")}</Notice>;
}

/** One page of the form: plain inputs and buttons that work without script; with it, saved while typing. */
export function SectionForm({ owner, draft, sectionId, question, start, returnsToCheck, fileErrors, uploaded, before, heading, questionIsHeading, uploads }: Props) {
  const t = useTranslations("apply");
  const element = useRef<HTMLFormElement>(null);
  const place = { owner, draft: draft.id, section: sectionId, question: question?.key };
  const [begun] = useState(() => startOf(place, start, draft.savedAt));
  const { keeper, told } = usePageKeeper(element, place, begun.base);
  const [state, submit, pending] = useReachedAction<SectionState>(saveSection, begun, {
    lost: (previous, posted) => ({ ...previous, at: crypto.randomUUID(), raw: rawFromForm(posted), base: told.agreed.base, lost: true, errors: [], refusal: null, focus: null }),
    // Whoever goes on later may have left what could not be stored.
    done: (posted) => posted.get("_intent") !== "later" && keeper.done(),
  });
  const { definition } = draft;
  const { rules, away } = usePageRules();
  useRulesOnAct(element);
  const readAt = { previous: draft.answers, context: draft.context, open: openHere(question, draft.openFields) };
  const page = useDraftPage(element, { keeper, told, place, definition, readAt, answered: { ...state, raw: state.raw ?? state.base } });
  const live = rules?.livePage(definition, sectionId, page.typed, readAt) ?? state.live;
  const fields = definition.sections.find(({ id }) => id === sectionId)?.fields ?? [];
  const shown = splitFields(fields.filter(({ id }) => live.shown.includes(id)), question?.fields ?? draft.openFields).open;
  const { held, onSubmit } = useCalmSubmit(element, { keeper, told });
  const { summary, byControl } = useErrorTexts()(state.errors, (id) => findField(definition, id)?.type);
  const errors = [...summary.filter(({ name }) => !uploaded.includes(name)), ...fileErrors];
  const isPrefilled = shown.some(({ id }) => live.origins[id] !== undefined);

  useEffect(() => {
    if (state.focus) document.getElementById(state.focus)?.focus();
  }, [state]);

  return (
    <Page
      width="form"
      before={before}
      notice={<>
        <ErrorSummary errors={errors} />
        {state.refusal && <RefusalNotice refusal={state.refusal} />}
      </>}
    >
      {heading}
      <form id={formId} ref={element} action={submit} noValidate onChange={page.onChange} onSubmit={onSubmit} className={shown.every(({ type }) => type === "file") ? "hidden" : undefined}>
        {/* The button that Enter presses, ahead of all that add or remove rows. */}
        <button type="submit" name="_intent" value="continue" className="hidden" tabIndex={-1} aria-hidden="true" />
        <ActingField />
        <input type="hidden" name="_draft" value={draft.id} />
        <input type="hidden" name="_section" value={sectionId} />
        <input type="hidden" name="_shown" value={shown.map(({ id }) => id).join(" ")} />
        {question && <input type="hidden" name="_question" value={question.key} />}
        {returnsToCheck && <input type="hidden" name="_return" value="check" />}
        <input type="hidden" name="_base" value={JSON.stringify(told.agreed.base)} />
        <KeptNotices page={page} agreed={told.agreed} definition={definition} />
        <FieldStack key={page.at}>
          {state.asksMore && <Notice>{t("moreQuestions")}</Notice>}
          {isPrefilled && <p className="max-w-measure text-muted">{t("source.how")}</p>}
          {shown.map((field) => (
            <Question key={field.id} {...{ field, raw: page.raw, state, byControl, live }} source={live.origins[field.id]} asHeading={questionIsHeading} simplified={question !== undefined} />
          ))}
          {away && <RulesAway fields={fields} />}
        </FieldStack>
      </form>
      {uploads}
      <div className="flex flex-col gap-4">
        <SaveLine told={told} held={held || state.lost === true} savedAt={draft.savedAt} retry={keeper.now} />
        <ButtonRow>
          <Button type="submit" form={formId} look="primary" name="_intent" value="continue" loading={pending} onClick={(event) => pending && event.preventDefault()}>{t("continue")}</Button>
          <Button type="submit" form={formId} look="quiet" name="_intent" value="later">{t("later")}</Button>
        </ButtonRow>
      </div>
    </Page>
  );
}

type QuestionProps = {
  field: Field;
  raw: NonNullable<SectionState["raw"]>;
  state: SectionState;
  byControl: Readonly<Record<string, string>>;
  live: LivePage;
  source: Origin | undefined;
  asHeading: boolean;
  simplified: boolean;
};

function Question({ field, raw, state, byControl, live, source, asHeading, simplified }: QuestionProps) {
  const shared = { raw, errors: byControl, lists: state.lists };
  if (field.type === "repeatingGroup") return <GroupControl field={field} rows={live.rows[field.id] ?? []} oneOpen={simplified} {...shared} />;
  if (field.type === "file") return null;
  return <FieldControl field={field} name={field.id} {...shared} asHeading={asHeading} computed={live.computed[field.id]} source={hasSourceNote(source) ? <SourceNote source={source} /> : undefined} />;
}
