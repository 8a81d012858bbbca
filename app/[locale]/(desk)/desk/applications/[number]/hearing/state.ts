import type { CaseFormState } from "@/app/_shared/desk/CaseForm";

export const hearingForms = ["announce", "schedule", "record", "refusePostponement", "cancel"] as const;
export type HearingForm = (typeof hearingForms)[number];
export type HearingState = CaseFormState<HearingForm>;
