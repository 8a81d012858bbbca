"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LaterChoice } from "@/app/_shared/applications/LaterChoice";
import { RefusalNotice } from "@/app/_shared/applications/RefusalNotice";
import { localText } from "@/app/_shared/forms/localised";
import { useReachedAction } from "@/app/_shared/forms/useReachedAction";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Checkbox } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { Page } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import type { FilingChoices } from "@/domain/applications/schema";
import type { LocalisedText } from "@/domain/forms/schema";
import { submitApplication } from "../actions";
import type { SubmitState } from "../receipt";

type Props = {
  draftId: string;
  act: "submit" | "resubmit" | "ask";
  /** Since when it has waited for the principal who files it. */
  confirms: string | null;
  /** A decision table may answer at once: that is told, and a person can be asked for. */
  automatic: boolean;
  /** Materials that are missing and may follow later. */
  tolerable: readonly { fieldId: string; name: LocalisedText }[];
  /** What the delegate who filled it in chose, for the principal to confirm or change. */
  chosen: FilingChoices;
  idempotencyKey: string;
  before: ReactNode;
  /** What has to be done first, in place of the button. */
  first?: ReactNode;
  /** What is sent, to be checked. */
  children: ReactNode;
  /** What else can be done with it, after the button. */
  after?: ReactNode;
};

/** Before it is sent: that the answer may be immediate, and the right to a person (个人信息保护法 24). */
function AutomaticChoice({ chosen }: { chosen: boolean }) {
  const t = useTranslations("apply.check");
  return (
    <div className="flex flex-col gap-4">
      <Notice title={t("automaticTitle")}>{t("automaticText")}</Notice>
      <Checkbox name="person" label={t("person")} hint={t("personHint")} defaultChecked={chosen} />
    </div>
  );
}

/** The last page: the answers, the statement of truth, and the one button that files the application. */
export function SubmitForm({ draftId, act, confirms, automatic, tolerable, chosen, idempotencyKey, before, first, children, after }: Props) {
  const [t, away] = [useTranslations("apply.check"), useTranslations("keep.notSent")];
  const locale = useLocale();
  const [state, submit] = useReachedAction<SubmitState>(submitApplication, { at: "start", declarationMissing: false, refusal: null }, {
    // Under the same key it is filed once, however often it is sent.
    lost: () => ({ at: crypto.randomUUID(), declarationMissing: false, refusal: null, lost: true }),
  });
  const error = state.declarationMissing ? t("declareError") : undefined;
  return (
    <Page
      width="form"
      before={before}
      notice={<>
        <ErrorSummary errors={error ? [{ name: "declared", message: error }] : []} />
        {state.refusal && <RefusalNotice key={state.at} refusal={state.refusal} />}
        {state.lost && <FocusOnArrival key={state.at}><Notice tone="warning" live title={away("title")}>{away("text")}</Notice></FocusOnArrival>}
      </>}
    >
      {children}
      {first ?? <form action={submit} noValidate data-print="no" className="flex flex-col gap-6 border-t-2 border-line pt-8">
        <h2 className="text-h2 font-bold">{t("truth")}</h2>
        <div className="flex max-w-measure flex-col gap-3">
          <p>{t("truthText")}</p>
          <p>{t("truthUse")}</p>
        </div>
        <ActingField />
        <input type="hidden" name="_draft" value={draftId} />
        <input type="hidden" name="_act" value={act} />
        {confirms && <input type="hidden" name="_confirms" value={confirms} />}
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        {automatic && act !== "resubmit" && <AutomaticChoice chosen={chosen.person} />}
        {tolerable.length > 0 && <LaterChoice name="later" choices={tolerable.map(({ fieldId, name }) => ({ value: fieldId, label: localText(name, locale) }))} chosen={chosen.later} awaits={act === "ask"} />}
        <Checkbox name="declared" label={t("declare")} {...(error && { error })} />
        <div><SubmitButton>{t(act)}</SubmitButton></div>
        <p className="text-hint text-muted">{act === "ask" ? t("askNote") : automatic && act === "submit" ? t("automaticNote") : t("takeBackNote")}</p>
      </form>}
      {after}
    </Page>
  );
}
