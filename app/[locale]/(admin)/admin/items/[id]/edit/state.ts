import { z } from "zod";
import type { RevisionContent } from "@/domain/items/schema";
import type { Refusal } from "@/app/_trpc/server";

export const Done = z.enum(["opened", "saved", "published", "discarded", "suspended", "resumed"]);
export type Done = z.infer<typeof Done>;

/** What came of an act that did not lead to another page. */
export type ActState = { refusal?: Refusal; reasonMissing?: boolean };

/** What was typed, and what was wrong with it; `attempt` draws the form anew with it. */
export type SaveState = { content: RevisionContent; attempt: number; fields: string[]; refusal?: Refusal };
