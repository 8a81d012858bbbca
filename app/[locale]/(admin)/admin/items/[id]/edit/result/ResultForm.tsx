"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { type LayoutDraft } from "@/app/_shared/certificates/layout/draft";
import { LayoutEditor } from "@/app/_shared/certificates/layout/LayoutEditor";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldGroup } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { Select, type Option, type OptionGroup } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { NumberField, TextField } from "@/app/_ui/TextField";
import type { FaceFieldSpec } from "@/domain/items/schema/result";
import { withReadableTime } from "../readable";
import { saveResult } from "./actions";
import { Bindings } from "./Bindings";
import type { ResultDraft, ResultState, Theirs } from "./state";

type Props = {
  itemId: string;
  version: number;
  start: ResultDraft;
  /** The page the type brings, or one to begin from. */
  typeLayout: LayoutDraft;
  typeName: string;
  fields: readonly FaceFieldSpec[];
  types: readonly Option[];
  sources: readonly OptionGroup[];
  /** The repeating groups of the form, which may name further holders. */
  groups: readonly Option[];
};

/** The result of an item: which certificate, what stands on it, how long it is valid, how it looks. */
export function ResultForm({ itemId, version, start, typeLayout, typeName, fields, types, sources, groups }: Props) {
  const t = useTranslations("certificateTypes.result");
  const errors = useTranslations("errors");
  const words = useTranslations("certificateTypes.element");
  const [state, submit] = useActionState<ResultState, FormData>(saveResult, { draft: start, version, attempt: 0, wrong: [] });
  const { draft, wrong } = state;
  const problem = (name: string) => (wrong.includes(name) ? t("wrong") : undefined);
  return (
    <form key={state.attempt} action={submit} noValidate className="flex flex-col gap-10">
      <ActingField />
      <input type="hidden" name="itemId" value={itemId} />
      <input type="hidden" name="version" value={state.version} />
      <ErrorSummary errors={wrong.map((path) => ({ name: path.startsWith("elements.") ? path.replace("elements.", "layout.") : path, message: path.startsWith("elements.") ? t("elementWrong", { number: Number(path.split(".")[1]) + 1, problem: words("wrong") }) : t("wrong") }))} />
      {state.refusal && <FocusOnArrival><Notice tone="error" live title={t("refused")}>{refusalText(errors, withReadableTime(state.refusal))}</Notice></FocusOnArrival>}
      {state.theirs && <Conflict theirs={state.theirs} types={types} />}
      <FieldGroup legend={t("kindTitle")}>
        <TextField name="name" label={t("name")} width="full" defaultValue={draft.name} error={problem("name")} />
        <RadioGroup name="kind" legend={t("kind")} inline defaultValue={draft.kind} choices={(["certificate", "document", "other"] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))} />
        <Select name="certificateType" label={t("type")} hint={t("typeHint")} empty={t("noType")} width="full" defaultValue={draft.certificateType} options={types} error={problem("certificateType")} />
        <NumberField name="validMonths" label={t("months")} hint={t("monthsHint")} optional inputMode="numeric" defaultValue={draft.validMonths} error={problem("validMonths")} />
        <TextField name="validity" label={t("validity")} optional width="full" defaultValue={draft.validity} error={problem("validity")} />
        <TextField name="sampleUrl" label={t("sampleUrl")} type="url" optional width="full" defaultValue={draft.sampleUrl} error={problem("sampleUrl")} />
      </FieldGroup>
      {draft.certificateType && (
        <FieldGroup legend={t("faceTitle")}>
          <p className="max-w-measure text-muted">{t("faceHint")}</p>
          <Bindings draft={draft} fields={fields} sources={sources} />
          <Select name="coHolders" label={t("coHolders")} hint={t("coHoldersHint")} empty={t("noCoHolders")} width="full" defaultValue={draft.coHolders} options={groups} error={problem("coHolders")} />
        </FieldGroup>
      )}
      {draft.certificateType && (
        <FieldGroup legend={t("layoutTitle")}>
          <RadioGroup name="source" legend={t("source")} hint={t("sourceHint")} defaultValue={draft.own ? "own" : "type"} choices={(["type", "own"] as const).map((value) => ({ value, label: t(`sources.${value}`) }))} />
          <LayoutEditor start={draft.layout ?? typeLayout} title={typeName} fields={fields.length > 0 ? fields : draft.rows.map(({ key, zh, en }) => ({ key, label: { zh, ...(en ? { en } : {}) } }))} wrong={wrong} />
        </FieldGroup>
      )}
      <div className="sticky bottom-0 z-10 border-t border-line bg-page py-3"><SubmitButton>{t("save")}</SubmitButton></div>
    </form>
  );
}

/** What a colleague saved meanwhile where one's own differs: compare, and save again to keep one's own. */
function Conflict({ theirs, types }: { theirs: readonly Theirs[]; types: readonly Option[] }) {
  const t = useTranslations("certificateTypes.result");
  const said = ({ part, text }: Theirs) => {
    if (part === "layout") return text ? t("conflictLayout", { count: Number(text) }) : t("sources.type");
    return part === "certificateType" ? (types.find(({ value }) => value === text)?.label ?? text) : text;
  };
  return (
    <section aria-label={t("conflict")} className="flex flex-col gap-3 rounded-card border border-warning-line bg-warning-soft p-4">
      <h2 className="text-h3 font-bold">{t("conflict")}</h2>
      <p className="max-w-measure">{t("conflictHint")}</p>
      <dl className="flex flex-col gap-2">
        {theirs.map((one) => <div key={one.part}><dt className="font-semibold">{t(`parts.${one.part}`)}</dt><dd className="max-w-measure whitespace-pre-line" lang="zh-CN">{said(one) || "—"}</dd></div>)}
      </dl>
    </section>
  );
}
