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
import { withReadableTime } from "../readable";
import { saveEnglish } from "./actions";
import { Pairs } from "./Pairs";
import type { EnglishState, Entry } from "./state";

type Props = { itemId: string; version: number; entries: readonly Entry[] };

/** Each Chinese text with a field for its English, those that have none first; it works without script. */
export function EnglishForm({ itemId, version, entries }: Props) {
  const t = useTranslations("revisions.english");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState<EnglishState, FormData>(saveEnglish, { typed: entries, version, attempt: 0, wrong: [] });
  const typed = new Map(state.typed.map(({ zh, en }) => [zh, en]));
  const fields = entries.map((entry, at) => ({ ...entry, name: `texts.${at}.en`, hidden: `texts.${at}.zh`, typed: typed.get(entry.zh) ?? entry.en, error: state.wrong.includes(entry.zh) ? t("wrong") : undefined }));
  // Without script the page comes back with the guide as it is now, which may not say a text any more for which something was typed.
  const gone = state.typed.filter(({ zh, en }) => en !== "" && !entries.some((entry) => entry.zh === zh));
  const [open, done] = [fields.filter(({ en }) => en === ""), fields.filter(({ en }) => en !== "")];
  return (
    <form key={state.attempt} action={submit} noValidate className="flex flex-col gap-10">
      <ActingField />
      <input type="hidden" name="itemId" value={itemId} />
      <input type="hidden" name="version" value={state.version} />
      <input type="hidden" name="count" value={fields.length} />
      <ErrorSummary errors={fields.flatMap(({ name, place, error }) => (error ? [{ name, message: `${t("label", { field: place })} · ${error}` }] : []))} />
      {state.refusal && <FocusOnArrival><Notice tone="error" live title={t("refused")}>{refusalText(errors, withReadableTime(state.refusal))}</Notice></FocusOnArrival>}
      {state.theirs && state.theirs.length > 0 && <Pairs title={t("conflict")} text={t("conflictHint")} said={t("chinese")} pairs={state.theirs} />}
      {gone.length > 0 && <Pairs title={t("left")} text={t("leftText")} said={t("was")} pairs={gone} />}
      {open.length > 0 && <FieldGroup legend={t("open", { count: open.length })}>{open.map((field) => <Text key={field.name} {...field} />)}</FieldGroup>}
      {done.length > 0 && <FieldGroup legend={t("done", { count: done.length })}>{done.map((field) => <Text key={field.name} {...field} />)}</FieldGroup>}
      <div className="sticky bottom-0 z-10 border-t border-line bg-page py-3"><SubmitButton>{t("save")}</SubmitButton></div>
    </form>
  );
}

type TextProps = { name: string; hidden: string; place: string; zh: string; typed: string; error: string | undefined };

/** The Chinese goes with its English, so that nothing is saved for another text than it was typed for. */
function Text({ name, hidden, place, zh, typed, error }: TextProps) {
  const t = useTranslations("revisions.english");
  return (
    <div>
      <input type="hidden" name={hidden} value={zh} />
      <TextArea name={name} label={t("label", { field: place })} hint={<span lang="zh-CN" className="whitespace-pre-line text-ink">{zh}</span>} optional lang="en" rows={Math.min(8, 1 + Math.ceil(zh.length / 30))} defaultValue={typed} error={error} />
    </div>
  );
}
