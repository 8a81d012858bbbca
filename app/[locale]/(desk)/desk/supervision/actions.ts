"use server";

import { getLocale } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import type { ZodType } from "zod";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { safeReturnPath } from "@/domain/identity/rules";
import { AnswerUrging, ById, DecideReason, ExplainSignal, GiveReason, HandleSignal, SettleUrging, Subscribe, Urge } from "@/domain/supervision/schema";
import { dayNames, fieldNames, nameIn, supervisionActs, type FieldName, type SupervisionAct, type SupervisionState } from "./state";

type Calls = Awaited<ReturnType<typeof apiFor>>["supervision"];
type Sent = (calls: Calls) => Promise<unknown>;
type Read = { sent: Sent } | { missing: FieldName[] };

const hidden = (form: FormData, name: "id" | "number" | "version" | "signalId" | "key" | "returnTo") => String(form.get(name) ?? "").trim();
const text = (form: FormData, name: FieldName) => String(form.get(nameIn(hidden(form, "key"), name)) ?? "").trim();
const day = (form: FormData, name: FieldName) => dayFromForm(form, nameIn(hidden(form, "key"), name));

function checked<T>(schema: ZodType<T>, input: unknown, send: (calls: Calls, input: T) => Promise<unknown>): Read {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { sent: (calls) => send(calls, parsed.data) };
  return { missing: fieldNames.filter((name) => parsed.error.issues.some(({ path }) => path[0] === name)) };
}

// What was left empty is left out.
const given = (fields: Record<string, string | undefined>) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value));

const reads: Record<SupervisionAct, (form: FormData) => Read> = {
  urge: (form) => checked(Urge, { number: hidden(form, "number"), text: text(form, "text"), answerBy: day(form, "answerBy"), ...given({ stepKey: text(form, "stepKey"), toAccountId: text(form, "toAccountId"), signalId: hidden(form, "signalId") }) }, (calls, input) => calls.urge(input)),
  answer: (form) => checked(AnswerUrging, { id: hidden(form, "id"), version: Number(hidden(form, "version")), text: text(form, "text"), ...given({ expectedOn: day(form, "expectedOn") }) }, (calls, input) => calls.answer(input)),
  settle: (form) => checked(SettleUrging, { id: hidden(form, "id"), version: Number(hidden(form, "version")), text: text(form, "text"), ...given({ again: day(form, "again") }) }, (calls, input) => calls.settle(input)),
  explain: (form) => checked(ExplainSignal, { id: hidden(form, "id"), explanation: text(form, "explanation") }, (calls, input) => calls.explain(input)),
  handle: (form) => checked(HandleSignal, { id: hidden(form, "id"), outcome: text(form, "outcome"), result: text(form, "result") }, (calls, input) => calls.handle(input)),
  giveReason: (form) => checked(GiveReason, { number: hidden(form, "number"), reason: text(form, "reason") }, (calls, input) => calls.giveReason(input)),
  decideReason: (form) => checked(DecideReason, { id: hidden(form, "id"), outcome: text(form, "outcome"), ...given({ word: text(form, "word") }) }, (calls, input) => calls.decideReason(input)),
  subscribe: (form) => checked(Subscribe, { period: text(form, "period"), format: text(form, "format"), filters: given({ department: text(form, "department"), division: text(form, "division") }) }, (calls, input) => calls.subscribe(input)),
  unsubscribe: (form) => checked(ById, { id: hidden(form, "id") }, (calls, input) => calls.unsubscribe(input)),
};

/** Does one act of supervision and goes back to its page; what is missing or refused is told there with everything typed. */
export async function supervise(_: SupervisionState, form: FormData): Promise<SupervisionState> {
  // Named in the form: an action bound in a client component is a new one at every try, and its answer without script never ends.
  const act = supervisionActs.find((name) => name === form.get("act"));
  if (!act) notFound();
  const typed = Object.fromEntries(fieldNames.map((name) => [name, dayNames.includes(name) ? day(form, name) : text(form, name)]));
  const read = reads[act](form);
  if ("missing" in read) return { typed, missing: read.missing };
  const back = safeReturnPath(hidden(form, "returnTo"), "/desk/supervision");
  const refusal: Refusal | undefined = await refusalOf(read.sent((await apiFor(form)).supervision));
  await detour(refusal, form, back);
  if (refusal) return { typed, refusal };
  redirect(localePath(await getLocale(), `${back}${back.includes("?") ? "&" : "?"}did=${act}`));
}
