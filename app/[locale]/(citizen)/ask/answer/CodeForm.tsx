"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { EnquiryCard } from "@/app/_shared/enquiries/EnquiryCard";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { findByCode, type CodeState } from "../actions";

export function CodeForm() {
  const t = useTranslations("enquiries.answer");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<CodeState, FormData>(findByCode, {});
  const error = state.refusal && refusalText(refused, state.refusal);
  return (
    <>
      <form action={action} noValidate className="flex flex-col gap-6">
        <ActingField />
        <ErrorSummary errors={error ? [{ name: "code", message: error }] : []} />
        <FieldStack>
          <TextField name="code" label={t("code")} hint={t("codeHint")} error={error} defaultValue={state.typed} autoComplete="off" spellCheck={false} />
          <div><SubmitButton>{t("find")}</SubmitButton></div>
        </FieldStack>
      </form>
      {state.found && <FocusOnArrival key={state.typed}><EnquiryCard enquiry={state.found} /></FocusOnArrival>}
    </>
  );
}
