"use server";

import { textOf } from "@/app/_shared/identity/attempt";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ByReceipt, RateAgainByReceipt } from "@/domain/ratings/schema";

type Found = Answers["ratings"]["getByReceipt"];
/** What was typed, and what the code belongs to; the code stays out of every address. */
export type ReceiptState = { typed?: string; problem?: Refusal; found?: Found; again?: { level: string; comment: string; problem?: Refusal } | "done" };

/** Finds a rating without a name by its code; the form beneath it rates once more first. */
export async function openReceipt(_: ReceiptState, form: FormData): Promise<ReceiptState> {
  const typed = textOf(form, "receipt").trim();
  const input = ByReceipt.safeParse({ receipt: typed });
  if (!input.success) return { typed, problem: { code: "ratings.receiptUnknown", params: {} } };
  const again = form.has("again") ? { again: await rateAgain(form) } : {};
  const caller = await apiFor(form);
  let found: Found | undefined;
  const problem = await refusalOf(caller.ratings.getByReceipt(input.data).then((value) => (found = value)));
  return { typed, ...again, ...(problem ? { problem } : {}), ...(found ? { found } : {}) };
}

async function rateAgain(form: FormData): Promise<NonNullable<ReceiptState["again"]>> {
  const typed = { level: textOf(form, "level"), comment: textOf(form, "comment").replaceAll("\r\n", "\n") };
  const input = RateAgainByReceipt.safeParse({ receipt: textOf(form, "receipt"), reasons: [], ...typed });
  if (!input.success) return { ...typed, problem: { code: "requests.invalidInput", params: {} } };
  const problem = await refusalOf((await apiFor(form)).ratings.rateAgainByReceipt(input.data));
  return problem ? { ...typed, problem } : "done";
}
