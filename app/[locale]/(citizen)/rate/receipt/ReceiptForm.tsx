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
import { ratingLevels } from "@/domain/ratings/schema/levels";
import { openReceipt, type ReceiptState } from "./actions";

/** Asks for the code of a rating without a name, and shows what became of it. */
export function ReceiptForm() {
  const t = useTranslations("ratings");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<ReceiptState, FormData>(openReceipt, {});
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
      {state.found && <Found key={state.typed} found={state.found} receipt={state.typed ?? ""} again={state.again} action={action} />}
    </>
  );
}

type Action = (form: FormData) => void;
type FoundProps = { found: NonNullable<ReceiptState["found"]>; receipt: string; again: ReceiptState["again"]; action: Action };

function Found({ found, receipt, again, action }: FoundProps) {
  const t = useTranslations("ratings");
  return (
    <FocusOnArrival className="flex flex-col gap-8">
      {again === "done" && <Notice tone="success" live title={t("thanks.title")} />}
      <Section title={t("given")} intro={found.itemName ? `${found.departmentName} · ${found.itemName}` : found.departmentName}><GivenRating {...found} /></Section>
      <Became rectification={found.rectification} second={found.second} />
      {found.again && <Again receipt={receipt} typed={again === "done" ? undefined : again} action={action} />}
    </FocusOnArrival>
  );
}

function Again({ receipt, typed, action }: { receipt: string; typed: Exclude<ReceiptState["again"], "done">; action: Action }) {
  const t = useTranslations("ratings");
  const refused = useTranslations("errors");
  const error = typed?.problem && refusalText(refused, typed.problem);
  return (
    <Section title={t("again.title")} intro={t("again.lead")}>
      <form action={action} noValidate>
        <ActingField />
        <ErrorSummary errors={error ? [{ name: "level", message: error }] : []} />
        <input type="hidden" name="receipt" value={receipt} />
        <input type="hidden" name="again" value="yes" />
        <FieldStack>
          <RadioGroup name="level" legend={t("level")} error={error} defaultValue={typed?.level} choices={ratingLevels.map((level) => ({ value: level, label: t(`levels.${level}`) }))} />
          <TextArea name="comment" label={t("comment")} hint={t("commentHint")} optional limit={1000} rows={4} defaultValue={typed?.comment} />
          <div><SubmitButton look="secondary">{t("submit")}</SubmitButton></div>
        </FieldStack>
      </form>
    </Section>
  );
}
