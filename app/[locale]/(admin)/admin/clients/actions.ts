"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, type Refusal } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { isDomainError } from "@/domain/core/errors";
import { RegisterClient, SetApiAccess } from "@/domain/identity/schema/clients";
import { readClientForm } from "./form";

type Credentials = Answers["identity"]["registerClient"];

/** What a form of this area shows after it was sent: credentials once, or why not and what was typed. */
export type ClientState = { made?: Credentials; done?: true; refusal?: Refusal; wrong?: string[]; typed?: Record<string, string[]> };

/** Registers a system and shows its credentials, this once. */
export async function register(_: ClientState, form: FormData): Promise<ClientState> {
  const typed = Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name).map(String)]));
  const input = RegisterClient.safeParse(readClientForm(form));
  if (!input.success) return { wrong: [...new Set(input.error.issues.map(({ path }) => String(path[0])))], typed };
  return { ...(await attempt(form, "/admin/clients/new", async () => ({ made: await (await apiFor(form)).identity.registerClient(input.data) }))), typed };
}

/** Gives a client a new secret, shown this once. */
export async function rotate(_: ClientState, form: FormData): Promise<ClientState> {
  const clientId = textOf(form, "id");
  return attempt(form, `/admin/clients/${clientId}`, async () => ({ made: await (await apiFor(form)).identity.rotateClientSecret({ clientId }) }));
}

/** Lets a system into the open interface within scopes, or, with none, shuts it out of that. */
export async function letIn(_: ClientState, form: FormData): Promise<ClientState> {
  const clientId = textOf(form, "id");
  const typed = { scopes: [textOf(form, "scopes")], dailyQuota: [textOf(form, "dailyQuota")] };
  const input = SetApiAccess.safeParse({ clientId, scopes: textOf(form, "scopes").split(/\s+/).filter(Boolean), dailyQuota: Number(textOf(form, "dailyQuota")) });
  if (!input.success) return { wrong: [...new Set(input.error.issues.map(({ path }) => String(path[0])))], typed };
  return { ...(await attempt(form, `/admin/clients/${clientId}`, async () => (await (await apiFor(form)).identity.setApiAccess(input.data), { done: true as const }))), typed };
}

/** Shuts a client out for good. */
export async function disable(_: ClientState, form: FormData): Promise<ClientState> {
  const clientId = textOf(form, "id");
  const state = await attempt(form, `/admin/clients/${clientId}`, async () => (await (await apiFor(form)).identity.disableClient({ clientId }), { done: true as const }));
  return state.refusal ? state : redirect(await here("/admin/clients"));
}

/** Replaces the keys that sign tokens. */
export async function replaceKeys(_: ClientState, form: FormData): Promise<ClientState> {
  return attempt(form, "/admin/clients", async () => (await (await apiFor(form)).identity.replaceTokenKeys(), { done: true as const }));
}

/** The outcome, or why it was refused; where a fresh proof is missing, by way of it. */
async function attempt(form: FormData, path: string, work: () => Promise<ClientState>): Promise<ClientState> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !isDomainError(error.cause)) throw error;
    const refusal = { code: error.cause.code, params: error.cause.params };
    await detour(refusal, form, path);
    return { refusal };
  }
}
