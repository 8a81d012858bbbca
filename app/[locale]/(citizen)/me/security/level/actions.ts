"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { reaches } from "@/domain/core/actor";
import { parseCitizenId } from "@/domain/core/codes";
import { BankCard, type Prove } from "@/domain/identity/schema/levels";
import { renewSessionHere } from "@/server/auth/here/levels";
import { levelHref, readLevelQuery } from "./query";

export type Field = "name" | "citizenId" | "bankCard" | "faceConsent";
/** What went wrong with what was typed; a card number is typed anew. */
export type LevelState = { at?: string; refusal?: Refusal; wrong?: Field[]; typed?: { name: string; citizenId: string } };

const placeOf = (form: FormData) => readLevelQuery({ to: textOf(form, "to"), next: textOf(form, "next"), way: textOf(form, "way") });

/** Under a new session id to where the person came from, or on to the next step of their way. */
async function goOn(form: FormData, level: Parameters<typeof reaches>[0]): Promise<never> {
  const place = placeOf(form);
  await renewSessionHere();
  redirect(!place.to || reaches(level, place.to) ? place.next : await here(levelHref(place)));
}

/** Proves name and ID number, with the phone where the way asks it. */
export async function provePerson(_: LevelState, form: FormData): Promise<LevelState> {
  const typed = { name: textOf(form, "name").trim(), citizenId: textOf(form, "citizenId") };
  const check = textOf(form, "check") === "phoneThreeFactor" ? "phoneThreeFactor" : "twoFactor";
  if (check === "phoneThreeFactor" && textOf(form, "known")) return prove(form, { check });
  const wrong: Field[] = [...(typed.name.length < 2 || typed.name.length > 100 ? ["name" as const] : []), ...(parseCitizenId(typed.citizenId) ? [] : ["citizenId" as const])];
  return wrong.length > 0 ? { at: crypto.randomUUID(), wrong, typed } : { ...(await prove(form, { check, person: typed })), typed };
}

/** Proves the bank card; its number is not sent back to the page. */
export async function proveCard(_: LevelState, form: FormData): Promise<LevelState> {
  const bankCard = textOf(form, "bankCard");
  return BankCard.safeParse(bankCard).success ? prove(form, { check: "bankFourFactor", bankCard }) : { at: crypto.randomUUID(), wrong: ["bankCard"] };
}

async function prove(form: FormData, input: Prove): Promise<LevelState> {
  const caller = await apiFor(form);
  let raised: Awaited<ReturnType<typeof caller.identity.prove>> | undefined;
  const refusal = await refusalOf(caller.identity.prove(input).then((value) => (raised = value)));
  await detour(refusal, form, levelHref(placeOf(form)));
  return raised ? goOn(form, raised.level) : { at: crypto.randomUUID(), ...(refusal ? { refusal } : {}) };
}

/** Begins a check at another system and shows the way there. */
export async function startCheck(_: LevelState, form: FormData): Promise<LevelState> {
  const place = placeOf(form);
  const face = place.way === "livePerson";
  if (face && textOf(form, "faceConsent") !== "yes") return { at: crypto.randomUUID(), wrong: ["faceConsent"] };
  const next = await here(levelHref(place));
  const caller = await apiFor(form);
  let started: Awaited<ReturnType<typeof caller.identity.startCheck>> | undefined;
  const refusal = await refusalOf(caller.identity.startCheck(face ? { check: "livePerson", faceConsent: true, next } : { check: "networkIdentity", next }).then((value) => (started = value)));
  await detour(refusal, form, levelHref(place));
  if (started) redirect(`${next}&check=${started.id}`);
  return { at: crypto.randomUUID(), ...(refusal ? { refusal } : {}) };
}

/** Asks how the check has ended. */
export async function finishCheck(_: LevelState, form: FormData): Promise<LevelState> {
  const caller = await apiFor(form);
  let raised: Awaited<ReturnType<typeof caller.identity.finishCheck>> | undefined;
  const refusal = await refusalOf(caller.identity.finishCheck({ id: textOf(form, "check") }).then((value) => (raised = value)));
  await detour(refusal, form, levelHref(placeOf(form)));
  return raised ? goOn(form, raised.level) : { at: crypto.randomUUID(), ...(refusal ? { refusal } : {}) };
}
