"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { writeNote } from "./actions";
import { DraftKeeper } from "./DraftKeeper";
import { noteUntouched } from "./state";

type NoteFormProps = { id: string; number: string; version: number; draft?: string | undefined; note?: { id: string; body: string } };

/** Writes a note, or puts one's own right; a new one is kept while it is typed. */
export function NoteForm({ id, number, version, draft, note }: NoteFormProps) {
  const t = useTranslations("deskCase.notes");
  const errors = useTranslations("errors");
  const [state, action] = useActionState(writeNote, noteUntouched);
  const name = note ? `note.${note.id}` : "note";
  const error = state.refusal ? refusalText(errors, state.refusal) : state.wrong ? t("empty") : undefined;
  const form = (
    <form action={action} noValidate data-draft={note ? undefined : "note"} className="flex flex-col gap-3">
      <ActingField />
      {Object.entries({ _id: id, _number: number, _name: name, ...(note ? { _note: note.id } : {}) }).map(([field, value]) => <input key={field} type="hidden" name={field} value={value} />)}
      <TextArea key={state.at} name={name} label={note ? t("edit") : t("write")} hint={note ? undefined : t("hint")} rows={3} limit={4000} defaultValue={state.at ? state.body : (note?.body ?? draft ?? "")} error={error} {...(note ? {} : { "data-key": "note" })} />
      <div><SubmitButton look="secondary">{note ? t("save") : t("add")}</SubmitButton></div>
    </form>
  );
  return note ? form : <DraftKeeper id={id} version={version}>{form}</DraftKeeper>;
}
