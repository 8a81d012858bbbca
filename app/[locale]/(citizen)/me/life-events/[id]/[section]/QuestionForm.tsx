"use client";

import { useTranslations } from "next-intl";
import { useActionState, useRef, useState, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { useErrorTexts } from "@/app/_shared/forms/errors";
import { FieldControl } from "@/app/_shared/forms/FieldControl";
import { GroupControl } from "@/app/_shared/forms/GroupControl";
import { liveSection } from "@/app/_shared/forms/live";
import { rawFromForm } from "@/app/_shared/forms/raw";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ButtonRow } from "@/app/_ui/Button";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { Page } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import type { Answers } from "@/app/_trpc/types";
import { compileForm } from "@/domain/forms/rules/compile";
import { saveQuestions } from "../actions";
import type { QuestionState } from "../state";

type Props = {
  caseId: string;
  sectionId: string;
  /** In the simplified flow, the question this is, and its fields. */
  question?: { key: string; fields: readonly string[] } | undefined;
  /** The only question is the heading of its page. */
  questionIsHeading: boolean;
  asked: Pick<Answers["lifeEvents"]["questions"], "definition" | "answers" | "context">;
  start: QuestionState;
  before: ReactNode;
  children: ReactNode;
};

/** One page of the questions: plain inputs that work without script; with it, what is typed shows what else is asked. */
export function QuestionForm({ caseId, sectionId, question, questionIsHeading, asked, start, before, children }: Props) {
  const [t, all] = [useTranslations("apply"), useTranslations("errors")];
  const [state, submit] = useActionState(saveQuestions, start);
  const element = useRef<HTMLFormElement>(null);
  const form = compileForm(asked.definition);
  const raw = state.raw ?? form.toRaw(sectionId, asked.answers);
  const [typed, setTyped] = useState({ at: state.at, raw });
  const live = liveSection(form, sectionId, typed.at === state.at ? typed.raw : raw, { previous: asked.answers, context: asked.context, open: question && new Set(question.fields) });
  const shown = live.fields.filter(({ id }) => question?.fields.includes(id) ?? true);
  const { summary, byControl } = useErrorTexts()(state.errors, (id) => form.findField(id)?.type);
  const shared = { raw, errors: byControl, lists: state.lists };
  return (
    <Page width="form" before={before} notice={<>
      <ErrorSummary errors={summary} />
      {state.refusal && <Notice tone="error" live>{refusalText(all, state.refusal)}</Notice>}
    </>}>
      {children}
      <form ref={element} action={submit} noValidate className="flex flex-col gap-8" onChange={() => element.current && setTyped({ at: state.at, raw: rawFromForm(new FormData(element.current)) })}>
        <button type="submit" name="_intent" value="continue" className="hidden" tabIndex={-1} aria-hidden="true" />
        <ActingField />
        <input type="hidden" name="_case" value={caseId} />
        <input type="hidden" name="_section" value={sectionId} />
        <input type="hidden" name="_shown" value={shown.map(({ id }) => id).join(" ")} />
        {question && <input type="hidden" name="_question" value={question.key} />}
        <FieldStack key={state.at}>
          {shown.map((field) => {
            if (field.type === "repeatingGroup") return <GroupControl key={field.id} field={field} rows={live.rows[field.id] ?? []} oneOpen={question !== undefined} {...shared} />;
            return field.type === "file" ? null : <FieldControl key={field.id} field={field} name={field.id} {...shared} asHeading={questionIsHeading} computed={live.answers[field.id]} />;
          })}
        </FieldStack>
        <ButtonRow><SubmitButton name="_intent" value="continue">{t("continue")}</SubmitButton></ButtonRow>
      </form>
    </Page>
  );
}
