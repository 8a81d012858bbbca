"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { CheckboxGroup, RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import type { PresentationKind, PresentationPurpose } from "@/domain/certificates/schema/presenting";
import { present, type PresentState } from "./actions";
import { useFieldLabel } from "./words";

type Presentable = Pick<Answers["certificates"]["presentable"], "id" | "openable" | "face">;
type PresentFormProps = { kind: PresentationKind; certificate: Presentable; purposes: readonly PresentationPurpose[]; idempotencyKey: string; start: PresentState };

/** What for, and what shall be readable in full; nothing is, unless it is ticked. */
export function PresentForm({ kind, certificate, purposes, idempotencyKey, start }: PresentFormProps) {
  const t = useTranslations("present");
  const refused = useTranslations("errors");
  const [state, action] = useActionState(present, start);
  const labelOf = useFieldLabel(certificate.face);
  const purposeError = state.missing === "purpose" ? t("purposeMissing") : undefined;
  const wordsError = state.missing === "words" ? t("wordsMissing") : undefined;
  const problem = state.problem && refusalText(refused, state.problem);
  const errors = [{ name: "purpose", message: purposeError ?? problem }, { name: "words", message: wordsError }].flatMap(({ name, message }) => (message ? [{ name, message }] : []));
  const { typed } = state;
  return (
    <form action={action} noValidate className="flex flex-col gap-6">
      <ErrorSummary errors={errors} />
      <ActingField />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="id" value={certificate.id} />
      <input type="hidden" name="kind" value={kind} />
      <FieldStack>
        <div className="group/purpose flex flex-col gap-6">
          <RadioGroup name="purpose" legend={t("purpose")} error={purposeError} defaultValue={typed?.purpose} choices={purposes.map((value) => ({ value, label: t(`purposes.${value}`), hint: t(`purposeHints.${value}`) }))} />
          {/* Where the browser cannot tell, the field simply stands there. */}
          <div className="group-has-[input[value=other]:not(:checked)]/purpose:hidden">
            <TextField name="words" label={t("words")} hint={t("wordsHint")} error={wordsError} defaultValue={typed?.words} maxLength={200} autoComplete="off" />
          </div>
        </div>
        <Details summary={t("openTitle")} open={(typed?.fields.length ?? 0) > 0}>
          <div className="flex flex-col gap-4">
            <p className="max-w-measure">{t("openText")}</p>
            <CheckboxGroup name="field" legend={t("open")} defaultValue={typed?.fields ?? []} choices={certificate.openable.map((value) => ({ value, label: labelOf(value) }))} />
          </div>
        </Details>
        <div><SubmitButton icon="qr">{t(kind === "live" ? "choose.submit" : "printed.submit")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
