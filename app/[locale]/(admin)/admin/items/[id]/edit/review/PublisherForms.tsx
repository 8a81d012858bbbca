"use client";

import { useTranslations } from "next-intl";
import { DateField } from "@/app/_ui/DateField";
import { FieldGroup } from "@/app/_ui/Fieldset";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { callOff, keep, publishNow, retire, returnRevision, schedule, takeBack } from "./actions";
import { ReviewForm } from "./ReviewForm";

type Props = { hidden: Record<string, string | number>; typed: Record<string, string> };

export function TakeBackForm({ hidden }: Omit<Props, "typed">) {
  const t = useTranslations("revisions.handOver");
  return <ReviewForm action={takeBack} hidden={hidden}>{() => <><p className="text-hint text-muted">{t("takeBackHint")}</p><div><SubmitButton look="secondary">{t("takeBack")}</SubmitButton></div></>}</ReviewForm>;
}

export function PublishForm({ hidden }: Omit<Props, "typed">) {
  const t = useTranslations("revisions.publish");
  return <ReviewForm action={publishNow} hidden={hidden}>{() => <><p className="text-hint text-muted">{t("hint")}</p><div><SubmitButton>{t("now")}</SubmitButton></div></>}</ReviewForm>;
}

/** What to put right, in general and field by field. */
export function ReturnForm({ hidden, typed, fields }: Props & { fields: readonly { value: string; label: string }[] }) {
  const t = useTranslations("revisions.return");
  return (
    <ReviewForm action={returnRevision} hidden={hidden} typed={typed}>
      {(given) => (
        <>
          <TextArea name="note" label={t("note")} optional rows={3} limit={1000} defaultValue={given["note"]} />
          {[0, 1, 2].map((at) => (
            <FieldGroup key={at} legend={t("legend", { number: at + 1 })}>
              <Select name={`field.${at}`} label={t("field")} optional options={fields} defaultValue={given[`field.${at}`]} />
              <TextField name={`text.${at}`} label={t("text")} optional width="full" maxLength={1000} defaultValue={given[`text.${at}`]} />
            </FieldGroup>
          ))}
          <div><SubmitButton look="secondary">{t("submit")}</SubmitButton></div>
        </>
      )}
    </ReviewForm>
  );
}

export function ScheduleForm({ hidden, typed }: Props) {
  const t = useTranslations("revisions.publish");
  return (
    <ReviewForm action={schedule} hidden={hidden} typed={typed} missing={t("missing")}>
      {(given) => (
        <>
          <DateField name="day" legend={t("day")} defaultValue={given["day"]} />
          <TextField name="time" label={t("time")} hint={t("timeHint")} width="short" inputMode="numeric" autoComplete="off" defaultValue={given["time"] ?? "08:30"} />
          <TextField name="hourReason" label={t("reason")} hint={t("reasonHint")} width="full" maxLength={500} defaultValue={given["hourReason"]} />
          <div><SubmitButton look="secondary">{t("submit")}</SubmitButton></div>
        </>
      )}
    </ReviewForm>
  );
}

export function CallOffForm({ hidden, typed }: Props) {
  const t = useTranslations("revisions.publish");
  const edit = useTranslations("admin.edit");
  return (
    <ReviewForm action={callOff} hidden={hidden} typed={typed} missing={edit("reasonMissing")}>
      {(given) => (
        <>
          <p className="text-hint text-muted">{t("callOffHint")}</p>
          <TextField name="callOffReason" label={t("reason")} width="full" maxLength={500} defaultValue={given["callOffReason"]} />
          <div><SubmitButton look="danger">{t("callOff")}</SubmitButton></div>
        </>
      )}
    </ReviewForm>
  );
}

const kinds = ["cancelled", "split", "merged"] as const;

/** How an item ends, and what takes its place. */
export function RetireForm({ hidden, typed }: Props) {
  const t = useTranslations("revisions.end");
  return (
    <ReviewForm action={retire} hidden={hidden} typed={typed} missing={t("missing")}>
      {(given) => (
        <>
          <p className="text-hint text-muted">{t("retireHint")}</p>
          <Select name="kind" label={t("kind")} empty={false} defaultValue={given["kind"] ?? "cancelled"} options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))} />
          <TextArea name="others" label={t("others")} hint={t("othersHint")} optional rows={2} defaultValue={given["others"]} />
          <TextArea name="successors" label={t("successors")} hint={t("successorsHint")} optional rows={2} defaultValue={given["successors"]} />
          <DateField name="effectiveOn" legend={t("effectiveOn")} defaultValue={given["effectiveOn"]} />
          <TextField name="endReason" label={t("reason")} hint={t("reasonHint")} width="full" maxLength={500} defaultValue={given["endReason"]} />
          <div><SubmitButton look="danger">{t("submit")}</SubmitButton></div>
        </>
      )}
    </ReviewForm>
  );
}

export function KeepForm({ hidden, typed }: Props) {
  const t = useTranslations("revisions.end");
  const edit = useTranslations("admin.edit");
  return (
    <ReviewForm action={keep} hidden={hidden} typed={typed} missing={edit("reasonMissing")}>
      {(given) => (
        <>
          <TextField name="keepReason" label={t("reason")} width="full" maxLength={500} defaultValue={given["keepReason"]} />
          <div><SubmitButton look="secondary">{t("keep")}</SubmitButton></div>
        </>
      )}
    </ReviewForm>
  );
}
