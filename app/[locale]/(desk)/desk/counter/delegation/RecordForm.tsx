"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Checkbox, RadioGroup } from "@/app/_ui/Choices";
import { DateField } from "@/app/_ui/DateField";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { familyDays } from "@/domain/delegations/rules";
import { recordFamily, recordGuardianship, type CounterState } from "./actions";
import { PersonFields } from "./PersonFields";

type RecordFormProps = { kind: "family" | "guardianship"; idempotencyKey: string; start: CounterState };

/** What a clerk records for people who are present, with why. */
export function RecordForm({ kind, idempotencyKey, start }: RecordFormProps) {
  const t = useTranslations("delegations.counter");
  const errors = useTranslations("errors");
  const [state, action] = useActionState(kind === "family" ? recordFamily : recordGuardianship, start);
  const typed = state.typed ?? {};
  return (
    <form action={action} noValidate>
      <ActingField />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <FieldStack>
        {state.problem && <Notice tone="error" live>{refusalText(errors, state.problem)}</Notice>}
        {kind === "family" ? <FamilyFields typed={typed} /> : <GuardianshipFields typed={typed} />}
        <TextArea name="reason" label={t("reason")} hint={t(`reasonHints.${kind}`)} defaultValue={typed["reason"]} limit={500} rows={3} />
        <div><SubmitButton>{t("record")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}

type FieldsProps = { typed: Record<string, string> };

function FamilyFields({ typed }: FieldsProps) {
  const t = useTranslations("delegations");
  return (
    <>
      <PersonFields who="principal" typed={typed} />
      <PersonFields who="delegate" typed={typed} />
      <RadioGroup name="reach" legend={t("terms.reach")} defaultValue={typed["reach"] || "submit"} choices={(["submit", "fill", "view"] as const).map((value) => ({ value, label: t(`terms.reaches.${value}`) }))} />
      <RadioGroup name="days" legend={t("new.days")} inline defaultValue={typed["days"] || "90"} choices={familyDays.map((days) => ({ value: String(days), label: t("new.dayChoice", { days }) }))} />
      <Checkbox name="awaits" label={t("terms.confirmYes")} hint={t("counter.awaitsHint")} defaultChecked={typed["reason"] === undefined || typed["awaits"] === "yes"} />
    </>
  );
}

function GuardianshipFields({ typed }: FieldsProps) {
  const t = useTranslations("delegations.counter");
  const day = ["year", "month", "day"].map((part) => typed[`endsOn-${part}`] ?? "").join("-");
  return (
    <>
      <PersonFields who="ward" typed={typed} />
      <PersonFields who="guardian" typed={typed} />
      <DateField name="endsOn" legend={t("endsOn")} hint={t("endsOnHint")} optional defaultValue={day === "--" ? "" : day} />
    </>
  );
}
