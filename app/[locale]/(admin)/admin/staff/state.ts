import type { Refusal } from "@/app/_trpc/server";

/** What came of a proposal that was not taken: fields that are wrong, or why it was refused, and what was typed. */
export type ProposalState = { wrong?: string[]; problem?: Refusal; typed?: Record<string, string> };

/** What came of a decision: a link to hand over, or where it was sent, or why nothing was decided. */
export type DecisionState = { link?: string; sentTo?: string; problem?: Refusal; reasonMissing?: true; reason?: string };

export type EndState = { problem?: Refusal };
