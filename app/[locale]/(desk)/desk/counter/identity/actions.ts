"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { parseCitizenId, parsePhone } from "@/domain/core/codes";
import { counterLevels, documentKinds } from "@/domain/identity/rules/levels";
import { counterFields, type CounterField, type CounterState } from "./state";

const home = "/desk/counter/identity";
const again = (state: Omit<CounterState, "at">): CounterState => ({ at: crypto.randomUUID(), ...state });
const typedIn = (form: FormData) => Object.fromEntries(counterFields.filter((name) => form.has(name)).map((name) => [name, textOf(form, name).trim()])) as Partial<Record<CounterField, string>>;

const isRight: Record<CounterField, (text: string) => boolean> = {
  number: (text) => text !== "", reason: (text) => text.length >= 2 && text.length <= 500, name: (text) => text.length >= 2 && text.length <= 100,
  document: (text) => documentKinds.some((kind) => kind === text), level: (text) => counterLevels.some((level) => level === text),
  citizenId: (text) => parseCitizenId(text) !== undefined, newPhone: (text) => text === "" || parsePhone(text) !== undefined,
};

const missingOf = (typed: Partial<Record<CounterField, string>>, fields: readonly CounterField[]) => fields.filter((field) => !isRight[field](typed[field] ?? ""));

/** Looks somebody up by their whole number and shows the visit. */
export async function findPerson(_: CounterState, form: FormData): Promise<CounterState> {
  const typed = typedIn(form);
  const missing = missingOf(typed, ["number", "reason"]);
  if (missing.length > 0) return again({ missing, typed });
  const caller = await apiFor(form);
  let found: Awaited<ReturnType<typeof caller.identity.findPerson>> | undefined;
  const refusal = await refusalOf(caller.identity.findPerson({ number: typed.number ?? "", reason: typed.reason ?? "" }).then((value) => (found = value)));
  await detour(refusal, form, home);
  if (refusal || !found) return again({ typed, ...(refusal ? { refusal } : {}) });
  redirect(await here(found.visitId ? `${home}/${found.visitId}` : `${home}?found=none`));
}

function seenIn(form: FormData, typed: Partial<Record<CounterField, string>>) {
  const document = documentKinds.find((kind) => kind === typed.document) ?? "idCard";
  return { visitId: textOf(form, "visitId"), document, person: { name: typed.name ?? "", citizenId: typed.citizenId ?? "" }, reason: typed.reason ?? "" };
}

/** Records that the person was seen, and gives the level. */
export async function verifyPerson(_: CounterState, form: FormData): Promise<CounterState> {
  const typed = typedIn(form);
  const missing = missingOf(typed, ["document", "name", "citizenId", "level", "reason"]);
  if (missing.length > 0) return again({ missing, typed });
  const level = counterLevels.find((one) => one === typed.level) ?? "L3";
  return outcome(form, { typed, did: level === "L4" ? "levelAsked" : "verified" }, await refusalOf((await apiFor(form)).identity.verifyPerson({ ...seenIn(form, typed), level })));
}

/** Asks for a way back in. */
export async function askRecovery(_: CounterState, form: FormData): Promise<CounterState> {
  const typed = typedIn(form);
  const missing = missingOf(typed, ["document", "name", "citizenId", "newPhone", "reason"]);
  if (missing.length > 0) return again({ missing, typed });
  return outcome(form, { typed, did: "asked" }, await refusalOf((await apiFor(form)).identity.askRecovery({ ...seenIn(form, typed), ...(typed.newPhone ? { newPhone: typed.newPhone } : {}) })));
}

type Told = { typed: Partial<Record<CounterField, string>>; did: "verified" | "levelAsked" | "asked" };

async function outcome(form: FormData, { typed, did }: Told, refusal: CounterState["refusal"]): Promise<CounterState> {
  const visit = `${home}/${textOf(form, "visitId")}`;
  await detour(refusal, form, `${visit}?do=${did === "asked" ? "recover" : "verify"}`);
  if (refusal) return again({ refusal, typed });
  redirect(await here(`${visit}?did=${did}`));
}

/** Gives the code, told in this answer and nowhere else. */
export async function issueCode(_: CounterState, form: FormData): Promise<CounterState> {
  const caller = await apiFor(form);
  let issued: Awaited<ReturnType<typeof caller.identity.issueRecoveryCode>> | undefined;
  const refusal = await refusalOf(caller.identity.issueRecoveryCode({ id: textOf(form, "recoveryId") }).then((value) => (issued = value)));
  await detour(refusal, form, `${home}/${textOf(form, "visitId")}`);
  return again({ ...(refusal ? { refusal } : {}), ...(issued ? { code: { text: issued.code, expiresAt: issued.expiresAt } } : {}) });
}

/** The second person's word. */
export async function decide(_: CounterState, form: FormData): Promise<CounterState> {
  const decision = textOf(form, "decision") === "confirmed" ? "confirmed" : "refused";
  const kind = textOf(form, "kind") === "level" ? "level" : "recovery";
  const refusal = await refusalOf((await apiFor(form)).identity.decideSecondLook({ kind, id: textOf(form, "id"), decision }));
  await detour(refusal, form, home);
  if (refusal) return again({ refusal });
  redirect(await here(`${home}?decided=1`));
}
