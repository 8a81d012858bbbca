"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, type FormEvent } from "react";
import type { DivisionLists } from "@/app/_shared/forms/divisions";
import { useErrorTexts } from "@/app/_shared/forms/errors";
import { FieldControl } from "@/app/_shared/forms/FieldControl";
import { GroupControl } from "@/app/_shared/forms/GroupControl";
import { liveSection } from "@/app/_shared/forms/live";
import { rawFromForm, withoutRow, withRow } from "@/app/_shared/forms/raw";
import { Localised } from "@/app/_shared/items/Localised";
import { Button, ButtonRow } from "@/app/_ui/Button";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FileField } from "@/app/_ui/FileField";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import type { CompiledForm } from "@/domain/forms/rules/compile";
import type { FormContext } from "@/domain/forms/rules/context";
import type { FormError } from "@/domain/forms/rules/errors";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { Answers, Field } from "@/domain/forms/schema";

type Props = { form: CompiledForm; sectionId: string | undefined; onSection: (id: string) => void; context: FormContext; lists: DivisionLists };
type Typed = { section: string; raw: RawAnswers; errors: FormError[]; round: number };

/** One page of the form as a citizen fills it in: it hides, computes and judges by the same rules, and stores nothing. */
export function PreviewPage({ form, sectionId, onSection, context, lists }: Props) {
  const t = useTranslations("apply");
  const words = useTranslations("builder.preview");
  const element = useRef<HTMLFormElement>(null);
  const [answers, setAnswers] = useState<Answers>(() => form.prefill({}, context).answers);
  const [typed, setTyped] = useState<Typed>();
  const { sections } = form.definition;
  const section = sections.find(({ id }) => id === sectionId) ?? sections[0];
  const state = typed?.section === section?.id ? typed : undefined;
  const texts = useErrorTexts();
  if (!section) return null;
  const raw = state?.raw ?? form.toRaw(section.id, answers);
  const live = liveSection(form, section.id, raw, { previous: answers, context });
  const { summary, byControl } = texts(state?.errors ?? [], (id) => form.findField(id)?.type);
  const read = () => (element.current ? rawFromForm(new FormData(element.current)) : raw);
  const show = (next: RawAnswers, errors: FormError[] = []) => setTyped({ section: section.id, raw: next, errors, round: (state?.round ?? 0) + 1 });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const submitter = "submitter" in event.nativeEvent ? event.nativeEvent.submitter : null;
    const [intent, group, row] = (submitter && typeof submitter === "object" && "value" in submitter ? String(submitter.value) : "").split(":");
    if (intent === "add" && group) return show(withRow(read(), group));
    if (intent === "remove" && group) return show(withoutRow(read(), group, Number(row)));
    const judged = form.readSection(section.id, read(), { previous: answers, context });
    // Files are not sent from here; nobody is asked for them.
    const errors = judged.errors.filter(({ sectionId: at, code }) => at === section.id && code !== "forms.uploadRequired");
    if (errors.length > 0) return show(read(), errors);
    setAnswers(judged.answers);
    const pages = form.visible(judged.answers, context).sections;
    const next = pages[pages.findIndex((page) => page.section.id === section.id) + 1] ?? pages[0];
    if (next) onSection(next.section.id);
    return setTyped(undefined);
  };
  return (
    <main>
      <Page width="form" notice={<ErrorSummary errors={summary} />}>
        <PageHeading title={<Localised text={section.title} />} />
        {section.description && <p className="max-w-measure"><Localised text={section.description} /></p>}
        {live.fields.length === 0 && <Notice>{words("hidden")}</Notice>}
        <form ref={element} noValidate onSubmit={submit} onChange={() => setTyped({ section: section.id, raw: read(), errors: state?.errors ?? [], round: state?.round ?? 0 })}>
          <div className="flex flex-col gap-8">
            <FieldStack key={`${section.id} ${state?.round ?? 0}`}>
              {live.fields.map((field) => <Question key={field.id} field={field} raw={raw} errors={byControl} lists={lists} live={live} />)}
            </FieldStack>
            <ButtonRow><Button type="submit" look="primary" name="_intent" value="continue">{t("continue")}</Button></ButtonRow>
          </div>
        </form>
      </Page>
    </main>
  );
}

type QuestionProps = { field: Field; raw: RawAnswers; errors: Readonly<Record<string, string>>; lists: DivisionLists; live: ReturnType<typeof liveSection> };

function Question({ field, live, ...shared }: QuestionProps) {
  if (field.type === "repeatingGroup") return <GroupControl field={field} rows={live.rows[field.id] ?? []} {...shared} />;
  if (field.type === "file") return <FileField name={field.id} label={<Localised text={field.label} />} hint={field.hint && <Localised text={field.hint} />} optional={field.optional} accept="" />;
  // Another kind, or other answers to choose from, is another control.
  return <FieldControl key={`${field.type} ${"options" in field ? field.options.length : ""}`} field={field} name={field.id} {...shared} computed={live.answers[field.id]} />;
}
