"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { typedIn, type RateState } from "@/app/_shared/ratings/state";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { RateAgain, RateApplication } from "@/domain/ratings/schema";

const invalid = { code: "requests.invalidInput", params: {} };
const pageOf = (form: FormData) => `/me/applications/${encodeURIComponent(textOf(form, "number"))}/rate`;

/** Sends the rating and shows it, or its code where it has no name, or tells why it was not taken. */
export async function rate(_: RateState, form: FormData): Promise<RateState> {
  const { contact, ...typed } = typedIn(form);
  const input = RateApplication.safeParse({ number: textOf(form, "number"), level: textOf(form, "level"), ...typed, ...(typed.anonymous && contact ? { contact } : {}) });
  if (!input.success) return { ...typed, contact, problem: invalid };
  const caller = await apiFor(form);
  let rated: Awaited<ReturnType<typeof caller.ratings.rate>> | undefined;
  const problem = await refusalOf(caller.ratings.rate(input.data).then((value) => (rated = value)));
  // What was typed is kept sealed; the address, which is not, says nothing of it.
  await detour(problem, form, pageOf(form));
  if (problem) return { ...typed, contact, problem };
  if (rated?.receipt) return { receipt: rated.receipt };
  redirect(await here(pageOf(form)));
}

/** The second rating, after the answer. */
export async function rateAgain(_: RateState, form: FormData): Promise<RateState> {
  const { reasons, comment } = typedIn(form);
  const input = RateAgain.safeParse({ number: textOf(form, "number"), level: textOf(form, "level"), reasons, comment });
  if (!input.success) return { reasons, comment, problem: invalid };
  const problem = await refusalOf((await apiFor(form)).ratings.rateAgain(input.data));
  await detour(problem, form, `${pageOf(form)}?again=1`);
  if (problem) return { reasons, comment, problem };
  redirect(await here(pageOf(form)));
}
