"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { requestTitle } from "@/app/_shared/records/requestTitle";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { PageHeading } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import type { RequestKind, RequestSubject } from "@/domain/records/schema";
import { fileRequest, type RequestState } from "./actions";

type Props = { kind: RequestKind; subject: RequestSubject; idempotencyKey: string; start: RequestState };

/** The second step: what is right, and why. Works as a plain form too. */
export function RequestForm({ kind, subject, idempotencyKey, start }: Props) {
  const t = useTranslations("data.new");
  const data = useTranslations("data");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<RequestState, FormData>(fileRequest, start);
  const refusal = state.refusal && refusalText(refused, state.refusal);
  const whyError = state.missing?.includes("why") ? t("missing") : kind === "erasure" ? refusal : undefined;
  const valueError = state.missing?.includes("value") ? t("missingValue") : kind === "correction" ? refusal : undefined;
  const errors = [{ name: "value", message: valueError }, { name: "why", message: whyError }].flatMap(({ name, message }) => (message ? [{ name, message }] : []));
  const label = subject === "phone" ? t("phone") : subject === "address" ? t("address") : t("value");
  return (
    <form action={action} noValidate>
      <ActingField />
      <ErrorSummary errors={errors} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="subject" value={subject} />
      <FieldStack>
        <PageHeading caption={t("caption")} title={requestTitle(data, { kind, subject })} lead={<TextLink href="/me/data/requests/new" className="inline-flex min-h-tap items-center">{t("change")}</TextLink>} />
        {subject === "account" && <Notice tone="warning">{t("accountWarning")}</Notice>}
        {kind === "correction" && <TextField name="value" label={label} error={valueError} defaultValue={state.value} {...(subject === "phone" ? { type: "tel" as const, inputMode: "tel" as const, autoComplete: "tel", width: "medium" as const } : {})} />}
        <TextArea name="why" label={t("why")} hint={t("whyHint")} limit={500} rows={4} error={whyError} defaultValue={state.why} />
        <div><SubmitButton>{t("submit")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
