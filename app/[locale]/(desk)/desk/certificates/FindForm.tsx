"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { CertificateStatusTag } from "@/app/_shared/certificates/CertificateStatusTag";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";
import { find, type Found } from "./actions";

/** A look-up with its reason, and what it found. */
export function FindForm({ start }: { start: KeptFields | undefined }) {
  const t = useTranslations("certificateLife");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState<Found, FormData>(find, start ? { typed: start } : {});
  const wants = { ...(state.missing?.includes("code") && { code: t("wants.code") }), ...(state.missing?.includes("reason") && { reason: t("wants.lookReason") }) };
  return (
    <>
      <form action={submit} noValidate>
        <ActingField />
        <FieldStack key={JSON.stringify(state.typed)}>
          {state.refusal && <FocusOnArrival><Notice tone="error" live>{refusalText(errors, state.refusal)}</Notice></FocusOnArrival>}
          <ErrorSummary errors={Object.entries(wants).map(([name, message]) => ({ name, message }))} />
          <TextField name="code" label={t("code")} maxLength={120} autoComplete="off" error={wants.code} defaultValue={textOfKept(state.typed, "code")} />
          <TextField name="reason" label={t("lookReason")} hint={t("lookHint")} maxLength={200} autoComplete="off" error={wants.reason} defaultValue={textOfKept(state.typed, "reason")} />
          <div><SubmitButton>{t("search")}</SubmitButton></div>
        </FieldStack>
      </form>
      {state.rows && (
        <FocusOnArrival>
          {state.rows.length === 0 ? <Notice tone="info" live>{t("none")}</Notice> : (
            <ul aria-label={t("found")} className="divide-y divide-line">
              {state.rows.map(({ id, name, holders, status, version }) => (
                <li key={id} className="flex flex-wrap items-center gap-x-4 py-2"><TextLink href={`/desk/certificates/${id}`} className="tap">{name} · {holders.join("、")} · {t("version")} {version}</TextLink><CertificateStatusTag status={status} /></li>
              ))}
            </ul>
          )}
        </FocusOnArrival>
      )}
    </>
  );
}
