"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { MoneyField, TextField } from "@/app/_ui/TextField";
import { paymentMethods } from "@/domain/applications/schema/counter";
import { notePayment } from "./actions";

/** What somebody paid at the counter; the receipt of the treasury proves it. */
export function PaymentForm({ id, fees, idempotencyKey }: { id: string; fees: readonly string[]; idempotencyKey: string }) {
  const t = useTranslations("counter.payment");
  const errors = useTranslations("errors");
  const [state, action] = useActionState(notePayment, {});
  const typed = state.typed ?? {};
  const wrong = (state.wrong ?? []).map((name) => ({ name, message: t(`wrong.${name}`) }));
  const errorOf = (name: string) => wrong.find((one) => one.name === name)?.message;
  return (
    <form action={action} noValidate data-print="no">
      <ActingField />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="idempotencyKey" value={state.at ?? idempotencyKey} />
      <FieldStack>
        <ErrorSummary errors={wrong} />
        {state.refusal && <FocusOnArrival key={state.at}><Notice tone="error" live>{refusalText(errors, state.refusal)}</Notice></FocusOnArrival>}
        {fees.length > 1
          ? <Select name="fee" label={t("fee")} empty={false} defaultValue={typed["fee"] ?? fees[0]} options={fees.map((fee) => ({ value: fee, label: fee }))} />
          : <input type="hidden" name="fee" value={fees[0]} />}
        <MoneyField name="amount" label={fees.length > 1 ? t("amount") : t("amountOf", { fee: fees[0] ?? "" })} defaultValue={typed["amount"]} error={errorOf("amount")} />
        <RadioGroup name="method" inline legend={t("method")} defaultValue={typed["method"] || "code"} choices={paymentMethods.map((value) => ({ value, label: t(`methods.${value}`) }))} />
        <TextField name="receiptNumber" label={t("receiptNumber")} hint={t("receiptHint")} width="medium" autoComplete="off" spellCheck={false} defaultValue={typed["receiptNumber"]} error={errorOf("receiptNumber")} />
        <div><SubmitButton look="secondary">{t("note")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
