"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { EnterDocument } from "@/domain/applications/schema/counter";
import { parseCitizenId } from "@/domain/core/codes";
import { documentKinds } from "@/domain/identity/rules/levels";
import { enteredFields, home, type Entered, type IdentifyState } from "./state";

const again = (state: Omit<IdentifyState, "at">): IdentifyState => ({ at: crypto.randomUUID(), ...state });
const refusedAt = (path: string, { code }: Refusal) => `${path}${path.includes("?") ? "&" : "?"}refused=${encodeURIComponent(code)}`;

/** Reads the document on the reader and goes on to whom it belongs. */
export async function readDocument(_: IdentifyState, form: FormData): Promise<IdentifyState> {
  const caller = await apiFor(form);
  const sample = textOf(form, "sample");
  let received: Awaited<ReturnType<typeof caller.applications.counterRead>> | undefined;
  const refusal = await refusalOf(caller.applications.counterRead(sample ? { sample } : {}).then((value) => (received = value)));
  await detour(refusal, form, home);
  if (refusal || !received) return again(refusal ? { refusal } : {});
  redirect(await here(`${home}/${received.reception}`));
}

const isRight: Record<(typeof enteredFields)[number], (text: string) => boolean> = {
  document: (text) => documentKinds.some((kind) => kind === text), name: (text) => text.length >= 2 && text.length <= 100,
  citizenId: (text) => parseCitizenId(text) !== undefined, reason: (text) => text.length >= 2 && text.length <= 500,
};

/** Takes somebody in by what was typed off their document; a colleague looks at it too. */
export async function enterDocument(_: IdentifyState, form: FormData): Promise<IdentifyState> {
  const typed: Entered = Object.fromEntries(enteredFields.map((name) => [name, textOf(form, name).trim()]));
  const missing = enteredFields.filter((name) => !isRight[name](typed[name] ?? ""));
  const input = EnterDocument.safeParse({ document: typed.document, person: { name: typed.name, citizenId: typed.citizenId }, reason: typed.reason });
  if (missing.length > 0 || !input.success) return again({ missing, typed });
  const caller = await apiFor(form);
  let received: Awaited<ReturnType<typeof caller.applications.counterEnter>> | undefined;
  const refusal = await refusalOf(caller.applications.counterEnter(input.data).then((value) => (received = value)));
  await detour(refusal, form, home);
  if (refusal || !received) return again({ typed, ...(refusal ? { refusal } : {}) });
  redirect(await here(`${home}/${received.reception}`));
}

/** The second person's word on a document that a colleague typed. */
export async function decideReception(form: FormData): Promise<void> {
  const decision = textOf(form, "decision") === "confirmed" ? "confirmed" : "refused";
  const refusal = await refusalOf((await apiFor(form)).applications.counterDecide({ id: textOf(form, "id"), decision }));
  await detour(refusal, form, home);
  redirect(await here(refusal ? refusedAt(home, refusal) : `${home}?did=${decision}`));
}

/** For whom the person has come. */
export async function serveFor(form: FormData): Promise<void> {
  const reception = textOf(form, "reception");
  const refusal = await refusalOf((await apiFor(form)).applications.counterServeFor({ reception, delegationId: textOf(form, "delegationId") || null }));
  await detour(refusal, form, `${home}/${reception}`);
  redirect(await here(refusal ? refusedAt(`${home}/${reception}`, refusal) : `${home}/${reception}#items`));
}

/** The person has gone. */
export async function endReception(form: FormData): Promise<void> {
  const refusal = await refusalOf((await apiFor(form)).applications.counterEnd({ reception: textOf(form, "reception") }));
  await detour(refusal, form, home);
  redirect(await here(refusal ? refusedAt(home, refusal) : `${home}?did=ended`));
}

/** Opens the form of an item for whoever is served. */
export async function startIntake(form: FormData): Promise<void> {
  const reception = textOf(form, "reception");
  const caller = await apiFor(form);
  let started: Awaited<ReturnType<typeof caller.applications.counterStart>> | undefined;
  const refusal = await refusalOf(caller.applications.counterStart({ reception, itemCode: textOf(form, "itemCode") }).then((value) => (started = value)));
  await detour(refusal, form, `${home}/${reception}`);
  redirect(await here(refusal || !started ? refusedAt(`${home}/${reception}`, refusal ?? { code: "requests.failed", params: {} }) : `${home}/${reception}/${started.id}${started.resumed ? "?resumed=1" : ""}`));
}
