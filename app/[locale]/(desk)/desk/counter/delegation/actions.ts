"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import type { ZodType } from "zod";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { DecideAtCounter, GrantAtCounter, LookUpAtCounter, RegisterGuardianship, RevokeAtCounter } from "@/domain/delegations/schema";

export type Found = Answers["delegations"]["lookUpAtCounter"];
/** What was typed, why it was refused, and what was found. */
export type CounterState = { problem?: Refusal; typed?: Record<string, string>; found?: Found };

const text = (form: FormData, name: string) => String(form.get(name) ?? "").trim();
const invalid: Refusal = { code: "requests.invalidInput", params: {} };
const home = "/desk/counter/delegation";
const typedIn = (form: FormData) => Object.fromEntries([...form.entries()].flatMap(([name, value]) => (typeof value === "string" && !name.startsWith("$") ? [[name, value]] : [])));
const person = (form: FormData, who: string) => ({ name: text(form, `${who}Name`), citizenId: text(form, `${who}Id`) });

/** Shows what a person at the counter gave and was given. */
export async function lookUp(_: CounterState, form: FormData): Promise<CounterState> {
  const input = LookUpAtCounter.safeParse({ citizenId: text(form, "citizenId"), reason: text(form, "reason") });
  if (!input.success) return { typed: typedIn(form), problem: invalid };
  let found: Found | undefined;
  const problem = await refusalOf((await apiFor(form)).delegations.lookUpAtCounter(input.data).then((seen) => (found = seen)));
  await detour(problem, form, home);
  return { typed: typedIn(form), ...(problem ? { problem } : {}), ...(found ? { found } : {}) };
}

type Recording<Input> = { schema: ZodType<Input>; input: unknown; path: string; record: (input: Input) => Promise<unknown> };

async function recordOr<Input>(form: FormData, { schema, input, path, record }: Recording<Input>): Promise<CounterState> {
  const parsed = schema.safeParse(input);
  const problem = parsed.success ? await refusalOf(record(parsed.data)) : invalid;
  await detour(problem, form, path);
  if (problem) return { typed: typedIn(form), problem };
  redirect(localePath(await getLocale(), `${home}?did=asked`));
}

/** Asks for a family delegation of a principal who is present. */
export async function recordFamily(_: CounterState, form: FormData): Promise<CounterState> {
  const caller = await apiFor(form);
  const input = {
    principal: person(form, "principal"), delegate: person(form, "delegate"), scope: { kind: "all" }, reach: text(form, "reach"),
    days: Number(text(form, "days")), awaitsPrincipal: text(form, "awaits") === "yes", reason: text(form, "reason"),
  };
  return recordOr(form, { schema: GrantAtCounter, input, path: `${home}/family`, record: (data) => caller.delegations.grantAtCounter(data) });
}

/** Asks for a guardianship whose papers were seen. */
export async function recordGuardianship(_: CounterState, form: FormData): Promise<CounterState> {
  const caller = await apiFor(form);
  const endsOn = dayFromForm(form, "endsOn");
  const input = { ward: person(form, "ward"), guardian: person(form, "guardian"), reason: text(form, "reason"), ...(endsOn ? { endsOn } : {}) };
  return recordOr(form, { schema: RegisterGuardianship, input, path: `${home}/guardianship`, record: (data) => caller.delegations.registerGuardianship(data) });
}

/** Ends a delegation for somebody at the counter. */
export async function revokeHere(form: FormData): Promise<void> {
  const input = RevokeAtCounter.safeParse({ id: text(form, "id"), reason: text(form, "reason") });
  const problem = input.success ? await refusalOf((await apiFor(form)).delegations.revokeAtCounter(input.data)) : invalid;
  await detour(problem, form, home);
  redirect(localePath(await getLocale(), `${home}?${problem ? `refused=${encodeURIComponent(problem.code)}` : "did=revoked"}`));
}

/** The second person's word on what a colleague recorded. */
export async function decideHere(form: FormData): Promise<void> {
  const input = DecideAtCounter.safeParse({ id: text(form, "id"), decision: text(form, "decision") });
  const problem = input.success ? await refusalOf((await apiFor(form)).delegations.decideAtCounter(input.data)) : invalid;
  await detour(problem, form, home);
  redirect(localePath(await getLocale(), `${home}?${problem ? `refused=${encodeURIComponent(problem.code)}` : `did=${text(form, "decision") === "confirmed" ? "recorded" : "refused"}`}`));
}
