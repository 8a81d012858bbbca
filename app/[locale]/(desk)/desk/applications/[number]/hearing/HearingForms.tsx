"use client";

import { useTranslations } from "next-intl";
import { CaseForm, type Fields } from "@/app/_shared/desk/CaseForm";
import { RadioGroup, YesNo } from "@/app/_ui/Choices";
import { DateField } from "@/app/_ui/DateField";
import { Select } from "@/app/_ui/Select";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { hearingOutcomes } from "@/domain/applications/schema/hearings";
import { keepHearing } from "./actions";
import type { HearingForm, HearingState } from "./state";

type Case = { id: string; number: string; version: number };
type FormProps = Case & { form: HearingForm; danger?: boolean; start: HearingState; children: Fields };
const known = ["reason", "heldOn", "startsAt", "place", "onlineUrl", "chairId", "isPublic", "participants", "summary", "outcome"] as const;

/** One act on the hearing as a plain form. */
function ActForm({ form, danger, start, children, ...found }: FormProps) {
  const t = useTranslations("hearings");
  return <CaseForm form={form} action={keepHearing} start={start} hidden={found} label={t(`forms.${form}.submit`)} danger={danger} wrong={Object.fromEntries(known.map((name) => [name, t(`wrong.${name}`)]))} fields={children} />;
}

/** A reason, and the act it is for. */
export function ReasonForm({ form, danger, start, ...found }: Case & { form: "announce" | "cancel" | "refusePostponement"; danger?: boolean; start: HearingState }) {
  const t = useTranslations("hearings.forms");
  return <ActForm form={form} start={start} {...found} {...(danger ? { danger } : {})}>{(typed, errorOf) => <TextArea name="reason" label={t(`${form}.reason`)} hint={t(`${form}.hint`)} limit={2000} rows={3} error={errorOf("reason")} defaultValue={typed["reason"]} />}</ActForm>;
}

/** Day, time, place, chair and who is called. */
export function ScheduleForm({ chairs, start, ...found }: Case & { chairs: readonly { id: string; name: string }[]; start: HearingState }) {
  const t = useTranslations("hearings.forms.schedule");
  return (
    <ActForm form="schedule" start={start} {...found}>
      {(typed, errorOf) => (
        <>
          <DateField name="heldOn" legend={t("heldOn")} hint={t("heldOnHint")} error={errorOf("heldOn")} defaultValue={typed["heldOn"]} />
          <TextField name="startsAt" label={t("startsAt")} hint={t("startsAtHint")} error={errorOf("startsAt")} defaultValue={typed["startsAt"]} width="tiny" autoComplete="off" />
          <TextField name="place" label={t("place")} error={errorOf("place")} defaultValue={typed["place"]} autoComplete="off" />
          <TextField name="onlineUrl" label={t("onlineUrl")} hint={t("onlineUrlHint")} optional error={errorOf("onlineUrl")} defaultValue={typed["onlineUrl"]} type="url" autoComplete="off" />
          <Select name="chairId" label={t("chair")} hint={t("chairHint")} error={errorOf("chairId")} empty={t("chairEmpty")} defaultValue={typed["chairId"]} options={chairs.map(({ id, name }) => ({ value: id, label: name }))} />
          <YesNo name="isPublic" legend={t("isPublic")} error={errorOf("isPublic")} {...(typed["isPublic"] === "yes" || typed["isPublic"] === "no" ? { defaultValue: typed["isPublic"] === "yes" } : {})} />
          <TextArea name="participants" label={t("participants")} hint={t("participantsHint")} limit={2000} rows={3} error={errorOf("participants")} defaultValue={typed["participants"]} />
        </>
      )}
    </ActForm>
  );
}

/** What the hearing came to. */
export function RecordForm({ start, ...found }: Case & { start: HearingState }) {
  const t = useTranslations("hearings.forms.record");
  const outcomes = useTranslations("hearings.outcomes");
  return (
    <ActForm form="record" start={start} {...found}>
      {(typed, errorOf) => (
        <>
          <TextArea name="summary" label={t("summary")} hint={t("summaryHint")} limit={5000} rows={8} error={errorOf("summary")} defaultValue={typed["summary"]} />
          <RadioGroup name="outcome" legend={t("outcome")} error={errorOf("outcome")} defaultValue={typed["outcome"]} choices={hearingOutcomes.map((value) => ({ value, label: outcomes(value) }))} />
        </>
      )}
    </ActForm>
  );
}
