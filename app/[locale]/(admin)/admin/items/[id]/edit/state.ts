import { z } from "zod";
import type { ContentField } from "@/domain/items/rules/changes";
import type { RevisionContent } from "@/domain/items/schema";
import type { Refusal } from "@/app/_trpc/server";

export const Done = z.enum([
  "opened", "saved", "published", "discarded", "suspended", "resumed",
  "created", "answered", "handedOver", "takenBack", "returned", "scheduled", "calledOff", "retired", "kept", "uploaded", "removed",
]);
export type Done = z.infer<typeof Done>;

/** What came of an act that did not lead to another page. */
export type ActState = { refusal?: Refusal; reasonMissing?: boolean; reason?: string };

/** A field that a colleague changed too, and differently: their lines, to compare with one's own in the form. */
export type Conflict = { field: ContentField; theirs: string[] };

/** What was typed, at which version of the draft, and what was wrong with it; `attempt` draws the form anew with it. */
export type SaveState = { content: RevisionContent; version: number; attempt: number; fields: string[]; refusal?: Refusal; conflicts?: Conflict[] };
