"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef, useState } from "react";
import { useErrorTexts } from "@/app/_shared/forms/errors";
import { FieldControl } from "@/app/_shared/forms/FieldControl";
import { GroupControl } from "@/app/_shared/forms/GroupControl";
import { liveSection } from "@/app/_shared/forms/live";
import { rawFromForm, rawList } from "@/app/_shared/forms/raw";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Localised } from "@/app/_shared/items/Localised";
import { Button, ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { Checkbox } from "@/app/_ui/Choices";
import { Section } from "@/app/_ui/Page";
import { TextField } from "@/app/_ui/TextField";
import { compileForm } from "@/domain/forms/rules/compile";
import type { FormContext } from "@/domain/forms/rules/context";
import { sampleFileId } from "@/domain/forms/rules/sample";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { Field, FormDefinition, LocalisedText, Option } from "@/domain/forms/schema";
import { runTest } from "./actions";
import { knownFrom, profileOf } from "./known";
import { Results } from "./Results";
import { profileName, todayName, type Known, type TestState } from "./state";

type Props = {
  definition: FormDefinition;
  situations: readonly { key: string; question: LocalisedText; options: readonly Option[] }[];
  materials: readonly { id: string; name: LocalisedText; optional: boolean }[];
  start: TestState;
  sample: number;
  home: string;
};

/** Sample answers beside what the form makes of them: at once with script, by a button without. */
export function TestPanel({ definition, situations, materials, start, sample, home }: Props) {
  const t = useTranslations("expressions.test");
  const [state, submit, pending] = useActionState(runTest, start);
  const element = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState({ at: state.at, raw: state.raw, known: state.known });
  const { raw, known } = typed.at === state.at ? typed : state;
  const form = compileForm(definition);
  const context = contextOf(known);
  const judged = form.readWhole(raw, context);
  const shown = form.visible(judged.answers, context);
  const { summary, byControl } = useErrorTexts()(judged.errors, (id) => form.findField(id)?.type);

  useEffect(() => {
    if (state.focus) document.getElementById(state.focus)?.focus();
  }, [state]);

  const onChange = () => {
    if (!element.current) return;
    const posted = new FormData(element.current);
    setTyped({ at: state.at, raw: rawFromForm(posted), known: knownFrom(posted, known) });
  };
  const again = `${home}/test`;
  return (
    <div className="grid gap-10 lg:grid-cols-2 elder:lg:grid-cols-1">
      <Section title={t("answers")}>
        <ButtonRow>
          <ButtonLink href={`${again}?sample=${sample + 1}&today=${known.today}`}>{t("sample")}</ButtonLink>
          <ButtonLink href={`${again}?today=${known.today}`}>{t("plain")}</ButtonLink>
          <ButtonLink href={`${again}?sample=empty&today=${known.today}`}>{t("empty")}</ButtonLink>
          <ButtonLink look="quiet" href={home}>{t("back")}</ButtonLink>
        </ButtonRow>
        <form ref={element} action={submit} noValidate onChange={onChange} className="flex flex-col gap-8">
          <ActingField />
          <KnownFields key={`known ${state.at}`} definition={definition} known={state.known} />
          <div key={state.at} className="flex flex-col gap-8">
            {shown.sections.map(({ section, fields }) => {
              const live = liveSection(form, section.id, raw, { previous: judged.answers, context });
              return (
                <fieldset key={section.id} className="min-w-0 rounded-card border border-line p-4 md:p-5">
                  <legend className="px-2 text-h3 font-bold"><Localised text={section.title} /></legend>
                  <div className="flex flex-col gap-6">
                    {fields.map((field) => <Answer key={field.id} {...{ field, live, byControl }} raw={state.raw} lists={state.lists} />)}
                  </div>
                </fieldset>
              );
            })}
          </div>
          <div><Button type="submit" look="primary" loading={pending}>{t("run")}</Button></div>
        </form>
      </Section>
      <Results {...{ definition, context, shown, materials, situations }} answers={judged.answers} errors={summary} />
    </div>
  );
}

const contextOf = ({ today, profile }: Known): FormContext => ({ today, profile, situation: {}, files: new Map([[sampleFileId, "sample.pdf"]]) });

function KnownFields({ definition, known }: { definition: FormDefinition; known: Known }) {
  const t = useTranslations("expressions");
  const parts = profileOf(definition);
  return (
    <div className="flex flex-col gap-4">
      <TextField name={todayName} label={t("test.today")} type="date" width="medium" defaultValue={known.today} />
      {parts.length > 0 && (
        <Details summary={t("test.profile")}>
          <div className="flex flex-col gap-4">
            <p className="text-hint text-muted">{t("test.profileHint")}</p>
            {parts.map((part) => <TextField key={part} name={profileName(`profile.${part}`)} label={t(`part.${part as "name"}`)} defaultValue={known.profile[part]} autoComplete="off" />)}
          </div>
        </Details>
      )}
    </div>
  );
}

type AnswerProps = { field: Field; live: ReturnType<typeof liveSection>; byControl: Readonly<Record<string, string>>; raw: RawAnswers; lists: TestState["lists"] };

function Answer({ field, live, byControl, raw, lists }: AnswerProps) {
  const shared = { raw, errors: byControl, lists };
  if (field.type === "file") return <SampleFile field={field} raw={raw} error={byControl[field.id]} />;
  if (field.type === "repeatingGroup") return <GroupControl field={field} rows={live.rows[field.id] ?? []} {...shared} />;
  return <FieldControl field={field} name={field.id} {...shared} computed={live.answers[field.id]} />;
}

/** An upload is only pretended. */
function SampleFile({ field, raw, error }: { field: Field; raw: RawAnswers; error: string | undefined }) {
  const t = useTranslations("expressions.test");
  return (
    <Checkbox
      name={field.id}
      value={sampleFileId}
      label={<><span className="font-semibold"><Localised text={field.label} /></span><br />{t("file")}</>}
      defaultChecked={rawList(raw, field.id).includes(sampleFileId)}
      {...(error !== undefined && { error })}
    />
  );
}
