"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useId, useRef, useState, useSyncExternalStore, type ReactNode } from "react";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Checkbox } from "@/app/_ui/Choices";
import { FileField } from "@/app/_ui/FileField";
import { Button } from "@/app/_ui/Button";
import { Progress } from "@/app/_ui/Progress";
import { refusalText } from "@/app/_i18n/refusal";
import { actingField } from "@/domain/identity/rules/kept-forms";
import { sendFiles, type Sent } from "@/app/_shared/forms/sendFiles";

type Props = {
  draftId: string;
  fieldId: string;
  name: string;
  label: ReactNode;
  returnTo: string;
  idempotencyKey: string;
  error?: string | undefined;
  multiple: boolean;
  /** Whether it may be kept for the next time. */
  keeps: boolean;
};

const acceptedFiles = ".pdf,.jpg,.jpeg,.png,.heic,.heif,application/pdf,image/jpeg,image/png,image/heic,image/heif";
const noStore = () => () => undefined;

type Upload = { state: "idle" } | { state: "sending"; percent: number } | ({ state: "failed" } & Extract<Sent, { ok: false }>) | { state: "done" };

/** The form of one upload: a plain multipart form; with script it starts by itself, shows progress and can be tried again. */
export function UploadForm({ draftId, fieldId, name, label, returnTo, idempotencyKey, error, multiple, keeps }: Props) {
  const [t, keep] = [useTranslations("apply.upload"), useTranslations("apply.keepNext")];
  const router = useRouter();
  const refused = useTranslations("errors");
  const scripted = useSyncExternalStore(noStore, () => true, () => false);
  const form = useRef<HTMLFormElement>(null);
  const key = useRef(idempotencyKey);
  const [upload, setUpload] = useState<Upload>({ state: "idle" });
  const [round, setRound] = useState(0);
  const status = useId();

  const send = async () => {
    if (!form.current) return;
    setUpload({ state: "sending", percent: 0 });
    const data = new FormData(form.current);
    data.set("idempotencyKey", key.current);
    const sent = await sendFiles(ordered(data, `keep-${fieldId}`), (percent) => setUpload({ state: "sending", percent }));
    if (!sent.ok) return setUpload({ state: "failed", ...sent });
    key.current = crypto.randomUUID();
    setUpload({ state: "done" });
    setRound((count) => count + 1);
    router.refresh();
  };
  const failure = upload.state === "failed" ? (upload.refusal ? refusalText(refused, upload.refusal) : t("network")) : undefined;
  return (
    <form ref={form} action="/api/files" method="post" encType="multipart/form-data" className="flex flex-col gap-3">
      <ActingField />
      <input type="hidden" name="application" value={draftId} />
      <input type="hidden" name="field" value={fieldId} />
      <input type="hidden" name="returnTo" value={returnTo} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      {keeps && <Checkbox name={`keep-${fieldId}`} label={<>{keep("label")}<span className="sr-only"> {name}</span></>} hint={keep("hint")} />}
      <div onChange={() => scripted && void send()} key={round}>
        <FileField name={fieldId} postedAs="file" label={label} accept={acceptedFiles} multiple={multiple} error={failure ?? error} />
      </div>
      <div id={status} className="empty:hidden">
        {upload.state === "sending" && <Progress label={t("sending")} value={upload.percent} max={100} detail={`${Math.floor(upload.percent / 20) * 20}%`} />}
      </div>
      <p role="status" className="sr-only">{upload.state === "done" ? t("done", { name }) : ""}</p>
      {upload.state === "failed" && <div><Button onClick={() => void send()}>{t("retry")}</Button></div>}
      {!scripted && <div><Button type="submit" icon="upload">{t("send")}<span className="sr-only"> {name}</span></Button></div>}
    </form>
  );
}

/** The parts in the order the server reads them: what it is for first, the files last. */
function ordered(data: FormData, keep: string): FormData {
  const parts = [actingField, "application", "field", "returnTo", "idempotencyKey", keep, "file"];
  const sorted = new FormData();
  for (const part of parts) for (const value of data.getAll(part)) sorted.append(part, value);
  return sorted;
}
