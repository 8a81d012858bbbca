"use server";

import { textOf } from "@/app/_shared/identity/attempt";
import { typedIn, type RateState } from "@/app/_shared/ratings/state";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ByReceipt, RateAgainByReceipt } from "@/domain/ratings/schema";

type Found = Answers["ratings"]["getByReceipt"];
/** The code as it was typed, and what it belongs to; it stays out of every address. */
export type ReceiptState = { typed?: string; problem?: Refusal; found?: Found };

/** Finds a rating without a name by its code. */
export async function findByReceipt(_: ReceiptState, form: FormData): Promise<ReceiptState> {
  const typed = textOf(form, "receipt").trim();
  const input = ByReceipt.safeParse({ receipt: typed });
  if (!input.success) return { typed, problem: { code: "ratings.receiptUnknown", params: {} } };
  const caller = await apiFor(form);
  let found: Found | undefined;
  const problem = await refusalOf(caller.ratings.getByReceipt(input.data).then((value) => (found = value)));
  return { typed, ...(problem ? { problem } : {}), ...(found ? { found } : {}) };
}

export type AgainState = Pick<RateState, "problem" | "reasons" | "comment"> & { done?: true; level?: string };

/** The second rating by the code of the first. */
export async function rateAgainByReceipt(_: AgainState, form: FormData): Promise<AgainState> {
  const { comment } = typedIn(form);
  const level = textOf(form, "level");
  const input = RateAgainByReceipt.safeParse({ receipt: textOf(form, "receipt"), level, reasons: [], comment });
  if (!input.success) return { comment, level, problem: { code: "requests.invalidInput", params: {} } };
  const problem = await refusalOf((await apiFor(form)).ratings.rateAgainByReceipt(input.data));
  return problem ? { comment, level, problem } : { done: true };
}
