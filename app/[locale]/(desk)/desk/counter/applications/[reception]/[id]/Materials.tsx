"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId, type FormEvent } from "react";
import { formatStamp } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { fileSize } from "@/app/_shared/applications/fileSize";
import { TrustTag } from "@/app/_shared/applications/TrustTag";
import { localText } from "@/app/_shared/forms/localised";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Localised } from "@/app/_shared/items/Localised";
import { browserApi, under } from "@/app/_trpc/browser";
import { Button } from "@/app/_ui/Button";
import { ReceivedFiles } from "@/app/_ui/FileField";
import { OptionalMark } from "@/app/_ui/FormField";
import { maxFilesOf } from "@/domain/forms/rules/choices";
import type { Field } from "@/domain/forms/schema";
import { changeFile } from "./actions";
import type { CounterDraft } from "./live";
import { OnFile } from "./OnFile";
import { Scan } from "./Scan";
import { useCalm } from "./useCalm";

type FileQuestion = Extract<Field, { type: "file" }>;
type Props = { reception: string; draft: CounterDraft; fields: readonly FileQuestion[]; errors: Readonly<Record<string, string>> };

/** The papers that go with it: scanned or photographed page by page, each with how far it is believed. */
export function Materials({ reception, draft, fields, errors }: Props) {
  const t = useTranslations("counter.materials");
  const locale = useLocale();
  if (fields.length === 0) return null;
  return (
    <section id="materials" tabIndex={-1} className="flex flex-col gap-4">
      <h2 className="text-h2 font-bold">{t("title")}</h2>
      <p className="max-w-measure text-muted">{t("lead")}</p>
      <div className="grid gap-4 xl:grid-cols-2 elder:xl:grid-cols-1">
        {fields.map((field) => (
          <div key={field.id} className="flex min-w-0 flex-col gap-4 rounded-card border border-line p-4 md:p-5">
            <div>
              <h3 className="max-w-measure font-semibold"><Localised text={field.label} />{field.optional && <OptionalMark />}</h3>
              {field.hint && <p className="max-w-measure text-hint text-muted"><Localised text={field.hint} /></p>}
            </div>
            <OnFile reception={reception} draft={draft} fieldId={field.id} />
            <Kept reception={reception} draft={draft} fieldId={field.id} compares />
            <Scan reception={reception} draftId={draft.id} fieldId={field.id} name={localText(field.label, locale)} error={errors[field.id]} room={maxFilesOf(field) - [...draft.files, ...draft.onFile].filter(({ fieldId }) => fieldId === field.id).length} />
          </div>
        ))}
      </div>
    </section>
  );
}

/** What is there already for a field. */
export function Kept({ reception, draft, fieldId, compares = false }: { reception: string; draft: Pick<CounterDraft, "id" | "files">; fieldId: string; compares?: boolean }) {
  const files = draft.files.filter((file) => file.fieldId === fieldId);
  if (files.length === 0) return null;
  return (
    <ReceivedFiles files={files.map((file) => ({
      id: file.id, name: file.name, href: `/api/files/${file.id}?reception=${reception}`, unscanned: file.unscanned, note: fileSize(file.size),
      action: <FileActs reception={reception} draftId={draft.id} file={file} compares={compares} />,
    }))} />
  );
}

type FileActsProps = { reception: string; draftId: string; file: CounterDraft["files"][number]; compares: boolean };

function FileActs({ reception, draftId, file, compares }: FileActsProps) {
  const t = useTranslations("counter.materials");
  const errors = useTranslations("errors");
  const { calm, run } = useCalm();
  const key = useId();
  const compared = file.trustLevel === "B";
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const does = submitter instanceof HTMLButtonElement ? submitter.value : "";
    const idempotency = under(crypto.randomUUID());
    void run(() => (does === "remove"
      ? browserApi.applications.counterRemoveFile.mutate({ reception, id: draftId, fileId: file.id }, idempotency)
      : browserApi.applications.counterCompare.mutate({ reception, id: draftId, fileId: file.id, compared: does === "compared" }, idempotency)));
  };
  return (
    <form action={changeFile} onSubmit={onSubmit} aria-describedby={key} className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <ActingField />
      <input type="hidden" name="_reception" value={reception} />
      <input type="hidden" name="_draft" value={draftId} />
      <input type="hidden" name="_file" value={file.id} />
      {compares && <TrustTag level={file.trustLevel} />}
      {compares && compared && file.verifiedAt && <span className="text-hint text-muted">{t("comparedAt", { at: formatStamp(file.verifiedAt) })}</span>}
      {compares && <Button type="submit" look="quiet" name="_do" value={compared ? "uncompared" : "compared"} loading={calm.state === "busy"}>{t(compared ? "uncompare" : "compare")}<span className="sr-only"> {file.name}</span></Button>}
      <Button type="submit" look="quiet" name="_do" value="remove" loading={calm.state === "busy"}>{t("remove")}<span className="sr-only"> {file.name}</span></Button>
      <span id={key} role="status" className="text-hint">{calm.state === "offline" ? t("waits") : calm.refusal ? <span className="text-danger">{refusalText(errors, calm.refusal)}</span> : ""}</span>
    </form>
  );
}
