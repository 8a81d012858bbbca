"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { exclusionGrounds, findings, type StaffAct } from "@/domain/ratings/schema/rectification";
import { rectify } from "./actions";
import { fieldsOf, nameIn, type ActField, type ActState } from "./state";

type Props = { id: string; version: number; act: StaffAct; idempotencyKey: string; start: ActState };

/** One act with what it needs. */
export function ActForm({ id, version, act, idempotencyKey, start }: Props) {
  const t = useTranslations("rectification");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<ActState, FormData>(rectify, start.act === act ? start : {});
  const missing = (name: ActField) => (state.missing?.includes(name) ? t(name === "finding" || name === "ground" ? "fields.missingChoice" : "fields.missing") : undefined);
  const errors = fieldsOf[act].flatMap((name) => { const message = missing(name); return message ? [{ name: nameIn(act, name), message }] : []; });
  return (
    <form action={action} noValidate>
      <ActingField />
      <ErrorSummary errors={errors} />
      {state.refusal && <Notice tone="error" live title={refusalText(refused, state.refusal)} />}
      {Object.entries({ id, version: String(version), act, idempotencyKey }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <FieldStack>
        <p className="text-muted">{t(`hints.${act}`)}</p>
        {fieldsOf[act].map((name) => <Field key={name} act={act} name={name} error={missing(name)} typed={state.typed?.[name]} />)}
        <div><SubmitButton look={act === "exclude" || act === "sendBack" ? "danger" : "secondary"}>{t(`acts.${act}`)}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}

type FieldProps = { act: StaffAct; name: ActField; error: string | undefined; typed: string | undefined };

function Field({ act, name: field, error, typed }: FieldProps) {
  const t = useTranslations("rectification");
  const name = nameIn(act, field);
  if (field === "finding") return <RadioGroup name={name} legend={t("fields.finding")} error={error} defaultValue={typed} inline choices={findings.map((value) => ({ value, label: t(`findings.${value}`) }))} />;
  if (field === "ground") return <RadioGroup name={name} legend={t("fields.ground")} error={error} defaultValue={typed} inline choices={exclusionGrounds.map((value) => ({ value, label: t(`grounds.${value}`) }))} />;
  const label = act === "reply" && field === "note" ? "replyText" : field;
  return <TextArea name={name} label={t(`fields.${label}`)} error={error} defaultValue={typed} limit={1000} rows={3} optional={act === "take"} />;
}
