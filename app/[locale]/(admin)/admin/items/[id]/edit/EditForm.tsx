"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldGroup } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import type { RevisionContent } from "@/domain/items/schema";
import { saveRevision } from "./actions";
import { paragraphs } from "./content";
import { ElementFields } from "./ElementFields";
import { elementSections } from "./elements";
import { HandlingFields } from "./HandlingFields";
import { MaterialFields, type TypeChoices } from "./MaterialFields";
import { QuestionFields } from "./QuestionFields";
import { withReadableTime } from "./readable";
import type { Conflict } from "./state";

type Props = {
  itemId: string;
  version: number;
  content: RevisionContent;
  types: TypeChoices;
  /** Elements that come from the directory: shown, not changed here. */
  locked?: readonly string[];
};

/** Field names of the form for paths of the content, where they differ. */
const fieldOf: Record<string, string> = { "summary.zh": "summary", "summary.en": "summaryEn", "promisedLimit.value": "promisedLimit", "statutoryLimit.value": "statutoryLimit" };

/** The draft as a form; it works without script and keeps what was typed when it is refused. */
export function EditForm({ itemId, version, content, types, locked = [] }: Props) {
  const t = useTranslations("admin");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState(saveRevision, { content, version, attempt: 0, fields: [] });
  const wrong = new Set(state.fields.map((path) => fieldOf[path] ?? path.replace(/\.name\.(zh|en)$/, ".name").replace(/^(keywords|conditions|flow)\..*/, "$1")));
  const problem = (name: string) => (wrong.has(name) ? t("edit.fieldProblem") : undefined);
  return (
    <form key={state.attempt} action={submit} noValidate className="flex flex-col gap-10">
      <ActingField />
      <input type="hidden" name="itemId" value={itemId} />
      <input type="hidden" name="version" value={state.version} />
      <ErrorSummary errors={[...wrong].map((name) => ({ name, message: t("edit.problemAt", { field: labelOf(t, name), message: t("edit.fieldProblem") }) }))} />
      {state.refusal && <FocusOnArrival><Notice tone="error" live title={t("edit.refused")}>{refusalText(errors, withReadableTime(state.refusal))}</Notice></FocusOnArrival>}
      {state.conflicts && state.conflicts.length > 0 && <Conflicts conflicts={state.conflicts} />}
      <FieldGroup legend={t("edit.sections.texts")}><Texts content={state.content} problem={problem} locked={locked} /></FieldGroup>
      <FieldGroup legend={t("edit.sections.limits")}><HandlingFields content={state.content} problem={problem} locked={locked.includes("statutoryLimit")} /></FieldGroup>
      <FieldGroup legend={t("edit.sections.conditions")}>
        <TextArea name="conditions" label={t("fields.conditions")} hint={t("edit.paragraphs")} rows={8} defaultValue={paragraphs(state.content.conditions)} error={problem("conditions")} />
        <TextArea name="flow" label={t("fields.flow")} hint={t("edit.paragraphs")} rows={8} defaultValue={paragraphs(state.content.flow)} error={problem("flow")} />
      </FieldGroup>
      <FieldGroup legend={t("edit.sections.materials")}><MaterialFields materials={state.content.materials} types={types} problem={problem} /></FieldGroup>
      <FieldGroup legend={t("edit.sections.questions")}><QuestionFields questions={state.content.questions} problem={problem} /></FieldGroup>
      <FieldGroup legend={t("edit.sections.contact")}><ContactFields content={state.content} problem={problem} /></FieldGroup>
      <ElementFields content={state.content} problem={problem} />
      <div className="sticky bottom-0 z-10 border-t border-line bg-page py-3"><SubmitButton>{t("edit.save")}</SubmitButton></div>
    </form>
  );
}

/** What a colleague wrote where both changed the same: compare, put right in the form, and save again. */
function Conflicts({ conflicts }: { conflicts: readonly Conflict[] }) {
  const t = useTranslations("admin");
  return (
    <section aria-label={t("edit.conflicts")} className="flex flex-col gap-4 rounded-card border border-warning-line bg-warning-soft p-4">
      <h2 className="text-h3 font-bold">{t("edit.conflicts")}</h2>
      <p>{t("edit.conflictsHint")}</p>
      <dl className="flex flex-col gap-3">
        {conflicts.map(({ field, theirs }) => (
          <div key={field}>
            <dt className="font-semibold">{t(`fields.${field}`)}</dt>
            {theirs.length === 0 ? <dd className="text-muted">{t("edit.conflictEmpty")}</dd> : theirs.map((line, index) => <dd key={index} className="whitespace-pre-line" lang="zh-CN">{line}</dd>)}
          </div>
        ))}
      </dl>
    </section>
  );
}

type PartProps = { content: RevisionContent; problem: (name: string) => string | undefined };

function Texts({ content, problem, locked }: PartProps & { locked: readonly string[] }) {
  const from = useTranslations("exchange.directory");
  const fixed = (name: string) => (locked.includes(name) ? { readOnly: true, source: from("from") } : {});
  const t = useTranslations("admin.fields");
  const edit = useTranslations("admin.edit");
  return (
    <>
      <TextField name="name" label={t("name")} width="full" defaultValue={content.name} error={problem("name")} {...fixed("name")} />
      <TextField name="nameEn" label={t("nameEn")} optional width="full" lang="en" defaultValue={content.nameEn} error={problem("nameEn")} />
      <TextField name="plainName" label={t("plainName")} optional width="full" defaultValue={content.plainName} error={problem("plainName")} />
      <TextArea name="summary" label={t("summary")} optional rows={2} defaultValue={content.summary?.zh} error={problem("summary")} />
      <TextArea name="summaryEn" label={t("summaryEn")} optional rows={2} lang="en" defaultValue={content.summary?.en} error={problem("summaryEn")} />
      <TextArea name="keywords" label={t("keywords")} hint={edit("oneEach")} optional rows={3} defaultValue={content.keywords.join("\n")} error={problem("keywords")} />
    </>
  );
}

function ContactFields({ content, problem }: PartProps) {
  const t = useTranslations("admin.fields");
  return (["address", "openingHours", "consultPhone", "complaintPhone"] as const).map((name) => (
    <TextField key={name} name={name} label={t(name)} optional width="full" defaultValue={content[name]} error={problem(name)} />
  ));
}

const labelled = ["name", "nameEn", "plainName", "summary", "keywords", "handling", "statutoryLimit", "promisedLimit", "conditions", "flow", "materials", "questions", "address", "openingHours", "consultPhone", "complaintPhone", ...elementSections.flatMap(({ elements }) => elements.map(({ name }) => name))] as const;

/** What a field is called, a list entry with its number. */
function labelOf(t: ReturnType<typeof useTranslations<"admin">>, name: string): string {
  const [area, index] = name.split(".");
  const known = labelled.find((label) => label === area);
  if (area === "materials" && index) return t("edit.material.legend", { number: Number(index) + 1 });
  if (area === "questions" && index) return t("edit.question.legend", { number: Number(index) + 1 });
  return known ? t(`fields.${known}`) : name;
}
