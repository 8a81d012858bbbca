"use server";

import { redirect } from "next/navigation";
import { missingIn, typedIn, type ActState } from "@/app/_shared/desk/actState";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ActWithReason, ChangeFace, DecideLifeAct, FindCertificates, proposedActs, ProposeLifeAct, RevealNumber } from "@/domain/certificates/schema/life";
import type { KeptFields } from "@/domain/identity/rules/kept-forms";
import type { RevealState } from "../applications/[number]/state";

export type Found = { rows?: Answers["certificates"]["findIssued"]["rows"]; missing?: readonly string[]; refusal?: Refusal; typed?: KeptFields };

/** What was found is shown on the page that is answered, so that no number stands in an address. */
export async function find(_: Found, form: FormData): Promise<Found> {
  const typed = typedIn(form);
  const input = FindCertificates.safeParse({ code: textOf(form, "code"), reason: textOf(form, "reason") });
  if (!input.success) return { missing: missingIn(input.error), typed };
  let rows: Found["rows"];
  const refusal = await refusalOf((async () => {
    ({ rows } = await (await apiFor(form)).certificates.findIssued(input.data));
  })());
  await detour(refusal, form, "/desk/certificates");
  return refusal ? { refusal, typed } : { typed, ...(rows && { rows }) };
}

const act = (form: FormData) => textOf(form, "act");
const reference = (form: FormData) => ({ id: textOf(form, "id"), version: Number(textOf(form, "version")) });
const withReason = (form: FormData) => ({ ...reference(form), reason: textOf(form, `${act(form)}.reason`) });

type Calls = Awaited<ReturnType<typeof apiFor>>["certificates"];
type Checked<T> = { success: true; data: T } | { success: false; error: Parameters<typeof missingIn>[0] };

/** Checks, calls, and goes to the certificate, or to its next version, with what was done; a refusal keeps what was typed. */
async function carryOut<T>(form: FormData, input: Checked<T>, call: (calls: Calls, data: T) => Promise<{ id: string }>): Promise<ActState> {
  const typed = typedIn(form);
  if (!input.success) return { missing: missingIn(input.error), typed };
  let id = textOf(form, "id");
  const refusal = await refusalOf((async () => {
    ({ id } = await call((await apiFor(form)).certificates, input.data));
  })());
  await detour(refusal, form, `/desk/certificates/${id}`);
  return refusal ? { refusal, typed } : redirect(await here(`/desk/certificates/${id}?done=${doneOf(form)}`));
}

/** As the page tells it: proposed, the decision, or the act itself. */
function doneOf(form: FormData): string {
  const kind = act(form);
  if (kind === "decide") return textOf(form, "outcome");
  return proposedActs.some((one) => one === kind) ? "propose" : kind;
}

export async function propose(_: ActState, form: FormData): Promise<ActState> {
  const kind = act(form);
  return carryOut(form, ProposeLifeAct.safeParse({ ...withReason(form), act: kind, ground: textOf(form, `${kind}.ground`), basis: textOf(form, `${kind}.basis`) }), (calls, data) => calls.proposeLifeAct(data));
}

export async function decide(_: ActState, form: FormData): Promise<ActState> {
  const fields = { proposalId: textOf(form, "proposalId"), outcome: textOf(form, "outcome"), answer: textOf(form, "answer") };
  return carryOut(form, DecideLifeAct.safeParse({ ...reference(form), ...fields }), (calls, data) => calls.decideLifeAct(data));
}

export async function restore(_: ActState, form: FormData): Promise<ActState> {
  return carryOut(form, ActWithReason.safeParse(withReason(form)), (calls, data) => calls.restore(data));
}

export async function reissue(_: ActState, form: FormData): Promise<ActState> {
  return carryOut(form, ActWithReason.safeParse(withReason(form)), (calls, data) => calls.reissue(data));
}

/** Shows a covered number in full. */
export async function revealNumber(_: RevealState, form: FormData): Promise<RevealState> {
  const input = RevealNumber.safeParse({ id: form.get("_id"), field: form.get("_field"), reason: form.get("reason") });
  if (!input.success) return { value: null, wrong: true, refusal: null };
  let value: string | null = null;
  const refusal = await refusalOf((await apiFor(form)).certificates.revealNumber(input.data).then((told) => (value = told.value)));
  await detour(refusal, form, `/desk/certificates/${input.data.id}`);
  return { value, wrong: false, refusal: refusal ?? null };
}

/** Fields are posted as `face.<key>`, covered ones that were filled in as `covered.<key>`, names of holders as `holders.<place>`, in their order. */
export async function change(_: ActState, form: FormData): Promise<ActState> {
  const under = (prefix: string) => [...form.keys()].filter((name) => name.startsWith(prefix)).map((name): [string, string] => [name.slice(prefix.length), textOf(form, name)]);
  return carryOut(form, ChangeFace.safeParse({ ...withReason(form), face: Object.fromEntries([...under("face."), ...under("covered.").filter(([, value]) => value.trim() !== "")]), holders: under("holders.").map(([, name]) => name) }), (calls, data) => calls.change(data));
}
