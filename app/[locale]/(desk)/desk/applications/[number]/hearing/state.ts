import type { Refusal } from "@/app/_trpc/server";

export const hearingForms = ["announce", "schedule", "record", "refusePostponement", "cancel"] as const;
export type HearingForm = (typeof hearingForms)[number];

/** Which form it was, what was typed, and what is wrong with it. */
export type HearingState = { at?: string; form?: HearingForm; typed?: Readonly<Record<string, string>>; wrong?: readonly string[]; refusal?: Refusal };
