import type { CaseFormState } from "@/app/_shared/desk/CaseForm";

export const deliveryForms = ["prepare", "send", "ready", "return", "confirm"] as const;
export type DeliveryForm = (typeof deliveryForms)[number];
export type DeliveryState = CaseFormState<DeliveryForm>;
