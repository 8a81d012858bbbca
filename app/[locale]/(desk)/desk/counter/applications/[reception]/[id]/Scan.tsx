"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, useSyncExternalStore } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { browserPause, patiently } from "@/app/_shared/forms/patient";
import { sendFiles, type Sent } from "@/app/_shared/forms/sendFiles";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Button } from "@/app/_ui/Button";
import { cx } from "@/app/_ui/cx";
import { controlClass, fieldId as idOf } from "@/app/_ui/fields";
import { FormField } from "@/app/_ui/FormField";
import { Progress } from "@/app/_ui/Progress";
import { actingField } from "@/domain/identity/rules/kept-forms";
import { useRouter } from "next/navigation";

type Props = { reception: string; draftId: string; fieldId: string; name: string; error?: string | undefined; room: number };

const accepted = ".pdf,.jpg,.jpeg,.png,.heic,.heif,application/pdf,image/jpeg,image/png,image/heic,image/heif";
const noStore = () => () => undefined;
const lost = new Error("the upload was not answered");

type Upload = { state: "idle" | "done" | "offline" } | { state: "sending"; percent: number } | { state: "refused"; refusal: NonNullable<Extract<Sent, { ok: false }>["refusal"]> };

/** Pages of one paper: from the scanner's folder, several at once, or from the camera on the desk one after the other. */
export function Scan({ reception, draftId, fieldId, name, error, room }: Props) {
  const t = useTranslations("counter.materials");
  const refused = useTranslations("errors");
  const router = useRouter();
  const scripted = useSyncExternalStore(noStore, () => true, () => false);
  const form = useRef<HTMLFormElement>(null);
  const [upload, setUpload] = useState<Upload>({ state: "idle" });
  const [round, setRound] = useState(0);
  if (room <= 0) return <p className="text-hint text-muted">{t("full")}</p>;

  const send = async () => {
    if (!form.current || upload.state === "sending" || upload.state === "offline") return;
    const data = ordered(new FormData(form.current));
    const ask = async () => {
      setUpload({ state: "sending", percent: 0 });
      const sent = await sendFiles(data, (percent) => setUpload({ state: "sending", percent }));
      if (!sent.ok && !sent.refusal) throw lost;
      return sent;
    };
    const sent = await patiently(ask, { isLost: (problem) => problem === lost, pause: browserPause, onLost: () => setUpload({ state: "offline" }) });
    if (!sent.ok) return setUpload(sent.refusal ? { state: "refused", refusal: sent.refusal } : { state: "idle" });
    setUpload({ state: "done" });
    setRound((count) => count + 1);
    router.refresh();
  };
  const problem = upload.state === "refused" ? refusalText(refused, upload.refusal) : error;
  const look = cx(controlClass, "border-dashed p-2 file:mr-4 file:min-h-[calc(var(--tap)-1rem)] file:rounded-control file:border-2 file:border-solid file:border-control file:bg-subtle file:px-4 file:font-semibold");
  return (
    <form ref={form} action="/api/files" method="post" encType="multipart/form-data" className="flex flex-col gap-3">
      <ActingField />
      <input type="hidden" name="reception" value={reception} />
      <input type="hidden" name="application" value={draftId} />
      <input type="hidden" name="field" value={fieldId} />
      <input type="hidden" name="returnTo" value={`/desk/counter/applications/${reception}/${draftId}`} />
      <div key={round} onChange={() => scripted && void send()} className="grid gap-3 sm:grid-cols-2 elder:sm:grid-cols-1">
        <FormField name={fieldId} label={<>{t("scan")}<span className="sr-only"> {name}</span></>} error={problem}>
          <input type="file" id={idOf(fieldId)} name="file" accept={accepted} multiple={room > 1} className={look} />
        </FormField>
        <FormField name={`${fieldId}-camera`} label={<>{t("photograph")}<span className="sr-only"> {name}</span></>}>
          <input type="file" id={idOf(`${fieldId}-camera`)} name="file" accept="image/*" capture="environment" className={look} />
        </FormField>
      </div>
      {upload.state === "sending" && <Progress label={t("sending")} value={upload.percent} max={100} detail={`${Math.floor(upload.percent / 20) * 20}%`} />}
      <p role="status" className={upload.state === "offline" ? "text-hint" : "sr-only"}>{upload.state === "offline" ? t("waits") : upload.state === "done" ? t("done", { name }) : ""}</p>
      {!scripted && <div><Button type="submit" icon="upload">{t("send")}<span className="sr-only"> {name}</span></Button></div>}
    </form>
  );
}

/** The parts in the order the server reads them, without inputs that hold no file. */
function ordered(data: FormData): FormData {
  const sorted = new FormData();
  for (const part of [actingField, "reception", "application", "field", "returnTo"]) for (const value of data.getAll(part)) sorted.append(part, value);
  for (const value of data.getAll("file")) if (value instanceof File && value.size > 0) sorted.append("file", value);
  return sorted;
}
