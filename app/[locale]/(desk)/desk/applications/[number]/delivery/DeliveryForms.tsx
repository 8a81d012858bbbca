"use client";

import { useTranslations } from "next-intl";
import { CaseForm, type Fields } from "@/app/_shared/desk/CaseForm";
import { SignaturePad } from "@/app/_shared/forms/SignaturePad";
import { Checkbox, RadioGroup } from "@/app/_ui/Choices";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import type { DeliveryWay } from "@/domain/applications/schema/deliveries";
import { moveDelivery } from "./actions";
import type { DeliveryForm, DeliveryState } from "./state";

type Paper = { deliveryId: string; version: number; number: string; start: DeliveryState };
const known = ["carrier", "trackingNumber", "reason", "proof", "receiver", "code", "signature"] as const;

/** One move of the paper as a plain form. */
export function MoveForm({ form, fields, start, ...paper }: Paper & { form: DeliveryForm; fields?: Fields }) {
  const t = useTranslations("deliveries");
  return <CaseForm form={form} action={moveDelivery} start={start} hidden={paper} label={t(`forms.${form}.submit`)} danger={form === "return"} wrong={Object.fromEntries(known.map((name) => [name, t(`wrong.${name}`)]))} fields={fields} />;
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
