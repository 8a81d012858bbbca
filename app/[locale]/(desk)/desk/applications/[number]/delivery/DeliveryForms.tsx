"use client";

import { useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { SignaturePad } from "@/app/_shared/forms/SignaturePad";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Checkbox, RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import type { DeliveryWay } from "@/domain/applications/schema/deliveries";
import { moveDelivery } from "./actions";
import type { DeliveryForm, DeliveryState } from "./state";

type Paper = { deliveryId: string; version: number; number: string; start: DeliveryState };
type Fields = (typed: Readonly<Record<string, string>>, errorOf: (name: string) => string | undefined) => ReactNode;
const known = ["carrier", "trackingNumber", "reason", "proof", "receiver", "code", "signature"] as const;

/** One move of the paper as a plain form. */
export function MoveForm({ form, fields, start, ...paper }: Paper & { form: DeliveryForm; fields?: Fields }) {
  const t = useTranslations("deliveries");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<DeliveryState, FormData>(moveDelivery, start);
  const mine = state.form === form ? state : {};
  const errorOf = (name: string) => { const field = known.find((one) => one === name); return field && mine.wrong?.includes(field) ? t(`wrong.${field}`) : undefined; };
  const refusal = mine.refusal && refusalText(refused, mine.refusal);
  const errors = (mine.wrong ?? []).flatMap((name) => { const message = errorOf(name); return message ? [{ name, message }] : []; });
  return (
    <form action={action} noValidate>
      <ActingField />
      <ErrorSummary errors={refusal ? [{ name: `send-${form}`, message: refusal }] : errors} />
      {Object.entries({ _form: form, ...paper }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <div key={mine.at ?? ""}><FieldStack>{fields?.(mine.typed ?? {}, errorOf)}<div id={`field-send-${form}`}><SubmitButton look={form === "return" ? "danger" : "primary"}>{t(`forms.${form}.submit`)}</SubmitButton></div></FieldStack></div>
    </form>
  );
}

/** Carrier and tracking number. */
export function SendForm(paper: Paper) {
  const t = useTranslations("deliveries.forms.send");
  return <MoveForm form="send" {...paper} fields={(typed, errorOf) => (
    <>
      <TextField name="carrier" label={t("carrier")} error={errorOf("carrier")} defaultValue={typed["carrier"] ?? t("carrierDefault")} width="medium" autoComplete="off" />
      <TextField name="trackingNumber" label={t("tracking")} error={errorOf("trackingNumber")} defaultValue={typed["trackingNumber"]} width="medium" autoComplete="off" />
    </>
  )} />;
}

/** Why it came back. */
export function ReturnForm(paper: Paper) {
  const t = useTranslations("deliveries.forms.return");
  return <MoveForm form="return" {...paper} fields={(typed, errorOf) => <TextArea name="reason" label={t("reason")} hint={t("hint")} limit={500} rows={2} error={errorOf("reason")} defaultValue={typed["reason"]} />} />;
}

/** Who took it, and what proves it. */
export function ConfirmForm({ way, scanned, ...paper }: Paper & { way: DeliveryWay; scanned: boolean }) {
  const t = useTranslations("deliveries.forms.confirm");
  const proofs = way === "post" ? (["carrier", "paper"] as const) : (["signature", "paper"] as const);
  return (
    <MoveForm form="confirm" {...paper} fields={(typed, errorOf) => (
      <>
        <TextField name="receiver" label={t("receiver")} error={errorOf("receiver")} defaultValue={typed["receiver"]} width="medium" autoComplete="off" />
        {way === "pickUp" && <TextField name="code" label={t("code")} hint={t("codeHint")} optional error={errorOf("code")} defaultValue={typed["code"]} width="short" inputMode="numeric" autoComplete="off" />}
        {way === "pickUp" && <Checkbox name="documentChecked" label={t("documentChecked")} defaultChecked={typed["documentChecked"] === "yes"} />}
        <RadioGroup name="proof" legend={t("proof")} error={errorOf("proof")} defaultValue={typed["proof"]} choices={proofs.map((value) => ({ value, label: t(`proofs.${value}`), ...(value === "paper" ? { hint: t(scanned ? "scanned" : "notScanned") } : {}) }))} />
        {way === "pickUp" && <SignaturePad name="signature" label={t("signature")} />}
      </>
    )} />
  );
}
