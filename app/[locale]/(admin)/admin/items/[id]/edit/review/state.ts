import type { Refusal } from "@/app/_trpc/server";

/** What came of a form of the review page that did not lead on: why, what was missing, and everything that was typed. */
export type ReviewState = { refusal?: Refusal; missing?: true; unknownCode?: string; typed: Record<string, string> };

export type ReviewAction = (state: ReviewState, form: FormData) => Promise<ReviewState>;
