"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { LaterChoice } from "@/app/_shared/applications/LaterChoice";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Checkbox } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { fileAll } from "./actions";

/** The statement of truth for all parts together, and the button that files them. */
export function FileForm({ caseId, count, idempotencyKey, later }: { caseId: string; count: number; idempotencyKey: string; later: readonly { value: string; label: string }[] }) {
  const t = useTranslations("lifeEvents.case");
  const apply = useTranslations("apply.check");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState(fileAll, { declarationMissing: false, refusals: [] });
  const error = state.declarationMissing ? apply("declareError") : undefined;
  return (
    <form action={submit} noValidate className="flex flex-col gap-6 border-t-2 border-line pt-8">
      <ErrorSummary errors={error ? [{ name: "declared", message: error }] : []} />
      {state.refusals.length > 0 && (
        <FocusOnArrival><Notice tone="error" live title={t("partlyFiled", { count: state.refusals.length })}>
          <ul className="flex list-disc flex-col gap-1 pl-[1.4em]">{state.refusals.map((refusal) => <li key={refusal.code}>{refusalText(errors, refusal)}</li>)}</ul>
        </Notice></FocusOnArrival>
      )}
      <h2 className="text-h2 font-bold">{apply("truth")}</h2>
      <p className="max-w-measure">{apply("truthText")}</p>
      <ActingField />
      <input type="hidden" name="_case" value={caseId} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      {later.length > 0 && <LaterChoice name="later" choices={later} />}
      <Checkbox name="declared" label={apply("declare")} {...(error && { error })} />
      <div><SubmitButton>{t("file", { count })}</SubmitButton></div>
    </form>
  );
}
