"use server";

import { textOf } from "@/app/_shared/identity/attempt";
import { typedIn, type RateState } from "@/app/_shared/ratings/state";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { RateVisit } from "@/domain/ratings/schema";

/** Sends the rating of a visit and shows its code, or tells why it was not taken. */
export async function rateVisit(_: RateState, form: FormData): Promise<RateState> {
  const { reasons, comment, contact } = typedIn(form);
  const input = RateVisit.safeParse({ token: textOf(form, "token"), level: textOf(form, "level"), reasons, comment, ...(contact ? { contact } : {}) });
  if (!input.success) return { reasons, comment, contact, problem: { code: "requests.invalidInput", params: {} } };
  const caller = await apiFor(form);
  let rated: Awaited<ReturnType<typeof caller.ratings.rateVisit>> | undefined;
  const problem = await refusalOf(caller.ratings.rateVisit(input.data).then((value) => (rated = value)));
  return rated?.receipt ? { receipt: rated.receipt } : { reasons, comment, contact, ...(problem ? { problem } : {}) };
}
