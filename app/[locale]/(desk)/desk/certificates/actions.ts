"use server";

import { redirect } from "next/navigation";
import { missingIn, typedIn, type ActState } from "@/app/_shared/desk/actState";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ActWithReason, ChangeFace, DecideLifeAct, FindCertificates, ProposeLifeAct } from "@/domain/certificates/schema/life";
import type { KeptFields } from "@/domain/identity/rules/kept-forms";

export type Found = { rows?: Answers["certificates"]["findIssued"]["rows"]; wanting?: true; refusal?: Refusal; typed?: KeptFields };

/** What was found is shown on the page that is answered, so that no number stands in an address. */
export async function find(_: Found, form: FormData): Promise<Found> {
  const typed = typedIn(form);
  const input = FindCertificates.safeParse({ code: textOf(form, "code"), reason: textOf(form, "reason") });
  if (!input.success) return { wanting: true, typed };
  let rows: Found["rows"];
  const refusal = await refusalOf((async () => {
    ({ rows } = await (await apiFor(form)).certificates.findIssued(input.data));
  })());
  await detour(refusal, form, "/desk/certificates");
  return refusal ? { refusal, typed } : { typed, ...(rows && { rows }) };
}

const reference = (form: FormData) => ({ id: textOf(form, "id"), version: Number(textOf(form, "version")) });

type Calls = Awaited<ReturnType<typeof apiFor>>["certificates"];

/** Checks, calls, and goes to the certificate, or to its next version; a refusal keeps what was typed. */
async function act<T>(form: FormData, input: { success: true; data: T } | { success: false; error: Parameters<typeof missingIn>[0] }, call: (calls: Calls, data: T) => Promise<{ id: string }>): Promise<ActState> {
  const typed = typedIn(form);
  if (!input.success) return { missing: missingIn(input.error), typed };
  let id = textOf(form, "id");
  const refusal = await refusalOf((async () => {
    ({ id } = await call((await apiFor(form)).certificates, input.data));
  })());
  await detour(refusal, form, `/desk/certificates/${id}`);
  return refusal ? { refusal, typed } : redirect(await here(`/desk/certificates/${id}?done=1`));
}

export async function propose(_: ActState, form: FormData): Promise<ActState> {
  const fields = { act: textOf(form, "act"), ground: textOf(form, "ground"), basis: textOf(form, "basis"), reason: textOf(form, "reason") };
  return act(form, ProposeLifeAct.safeParse({ ...reference(form), ...fields }), (calls, data) => calls.proposeLifeAct(data));
}

export async function decide(_: ActState, form: FormData): Promise<ActState> {
  const fields = { proposalId: textOf(form, "proposalId"), outcome: textOf(form, "outcome"), answer: textOf(form, "answer") };
  return act(form, DecideLifeAct.safeParse({ ...reference(form), ...fields }), (calls, data) => calls.decideLifeAct(data));
}

export async function restore(_: ActState, form: FormData): Promise<ActState> {
  return act(form, ActWithReason.safeParse({ ...reference(form), reason: textOf(form, "reason") }), (calls, data) => calls.restore(data));
}

export async function reissue(_: ActState, form: FormData): Promise<ActState> {
  return act(form, ActWithReason.safeParse({ ...reference(form), reason: textOf(form, "reason") }), (calls, data) => calls.reissue(data));
}

/** Fields are posted as `face.<key>`, names of holders in their order. */
export async function change(_: ActState, form: FormData): Promise<ActState> {
  const face = Object.fromEntries([...form.keys()].filter((name) => name.startsWith("face.")).map((name) => [name.slice(5), textOf(form, name)]));
  return act(form, ChangeFace.safeParse({ ...reference(form), reason: textOf(form, "reason"), face, holders: form.getAll("holders").map(String) }), (calls, data) => calls.change(data));
}
