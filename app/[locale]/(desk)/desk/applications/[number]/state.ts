import type { Refusal } from "@/app/_trpc/server";
import type { ApplicationAction } from "@/domain/applications/schema";
import type { RawAnswers } from "@/domain/forms/rules/reading";

/** The acts of the desk, the one that carries a case on first, in the order in which the page offers them. */
export const deskActs = [
  "accept", "tolerantAccept", "startReview", "checkSupplement", "completeStep", "resume", "approve", "issueCertificate", "deliver", "close", "lapse",
  "extend", "void", "reject", "requestCorrection", "transfer", "refuse", "sendBack", "suspend", "declineExtension", "declineVoid", "askExtension", "terminate", "proposeVoid",
] as const satisfies readonly ApplicationAction[];
export type DeskAct = (typeof deskActs)[number];

const forCause: ReadonlySet<DeskAct> = new Set<DeskAct>(["reject", "refuse", "suspend", "askExtension", "terminate", "proposeVoid"]);

/** Whether an act is offered as the next thing to do; what is done only for cause never is, even where it is the only one open. */
export const isUsual = (act: DeskAct): boolean => !forCause.has(act);

/** Keys under `desk.problems`. */
export type Problem = "reason" | "opinion" | "tooLong" | "items" | "itemReason" | "ground" | "procedure" | "day" | "days" | "method" | "basis" | "target" | "unchecked";

/** What came of the last act that did not go through; `raw` is everything that was typed. */
export type ActState = {
  at: string;
  act: DeskAct | null;
  raw: RawAnswers;
  problems: Readonly<Record<string, Problem>>;
  refusal: Refusal | null;
};

export const untouched: ActState = { at: "", act: null, raw: {}, problems: {}, refusal: null };

/** The page as it was before a sign-in or a proof came between. */
export function restoredAct(fields: RawAnswers): ActState {
  const name = deskActs.find((act) => act === fields["_act"]) ?? null;
  return { ...untouched, at: "restored", act: name, raw: Object.fromEntries(Object.entries(fields).filter(([key]) => !key.startsWith("_"))) };
}

/** What came of the last note; `at` is set anew by each attempt. */
export type NoteState = { at: string; body: string; wrong: boolean; refusal: Refusal | null };

export const noteUntouched: NoteState = { at: "", body: "", wrong: false, refusal: null };

export type RevealState = { value: string | null; wrong: boolean; refusal: Refusal | null };
