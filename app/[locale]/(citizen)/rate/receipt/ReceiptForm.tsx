"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Became, GivenRating } from "@/app/_shared/ratings/Became";
import { RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { ratingLevels } from "@/domain/ratings/schema";
import { findByReceipt, rateAgainByReceipt, type AgainState, type ReceiptState } from "./actions";

/** Asks for the code of a rating without a name, and shows what became of it. */
export function ReceiptForm() {
  const t = useTranslations("ratings");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<ReceiptState, FormData>(findByReceipt, {});
  const error = state.problem && refusalText(refused, state.problem);
  return (
    <>
      <form action={action} noValidate>
        <ActingField />
        <ErrorSummary errors={error ? [{ name: "receipt", message: error }] : []} />
        <FieldStack>
          <TextField name="receipt" label={t("receipt.label")} hint={t("receipt.hint")} error={error} defaultValue={state.typed} autoComplete="off" spellCheck={false} />
          <div><SubmitButton>{t("receipt.find")}</SubmitButton></div>
        </FieldStack>
      </form>
      {state.found && <Found key={state.typed} found={state.found} receipt={state.typed ?? ""} />}
    </>
  );
}

function Found({ found, receipt }: { found: NonNullable<ReceiptState["found"]>; receipt: string }) {
  const t = useTranslations("ratings");
  return (
    <FocusOnArrival className="flex flex-col gap-8">
      <Section title={t("given")} intro={found.itemName ? `${found.departmentName} · ${found.itemName}` : found.departmentName}><GivenRating {...found} /></Section>
      <Became rectification={found.rectification} second={found.second} />
      {found.again && <Again receipt={receipt} />}
    </FocusOnArrival>
  );
}

function Again({ receipt }: { receipt: string }) {
  const t = useTranslations("ratings");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<AgainState, FormData>(rateAgainByReceipt, {});
  if (state.done) return <Notice tone="success" live title={t("thanks.title")} />;
  const error = state.problem && refusalText(refused, state.problem);
  return (
    <Section title={t("again.title")} intro={t("again.lead")}>
      <form action={action} noValidate>
        <ActingField />
        <ErrorSummary errors={error ? [{ name: "level", message: error }] : []} />
        <input type="hidden" name="receipt" value={receipt} />
        <FieldStack>
          <RadioGroup name="level" legend={t("level")} error={error} defaultValue={state.level} choices={ratingLevels.map((level) => ({ value: level, label: t(`levels.${level}`) }))} />
          <TextArea name="comment" label={t("comment")} hint={t("commentHint")} optional limit={1000} rows={4} defaultValue={state.comment} />
          <div><SubmitButton look="secondary">{t("submit")}</SubmitButton></div>
        </FieldStack>
      </form>
    </Section>
  );
}
