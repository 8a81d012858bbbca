"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { InviteAgent } from "@/domain/delegations/schema";
import { inviteSteps, scopeOf, type Chosen } from "./scope";

export type BindState = { problem?: Refusal; missing?: true; typed?: string };

/** Asks the register and binds, or tells why not with the code kept. */
export async function bind(_: BindState, form: FormData): Promise<BindState> {
  const typed = textOf(form, "uscc").trim();
  if (!typed) return { missing: true };
  let bound: { id: string; replaced: boolean } | undefined;
  const problem = await refusalOf((await apiFor(form)).delegations.bindOrganisation({ uscc: typed.slice(0, 40) }).then((made) => (bound = made)));
  await detour(problem, form, "/me/organisations/bind");
  if (problem || !bound) return { typed, ...(problem ? { problem } : {}) };
  return redirect(await here(`/me/organisations/${bound.id}?did=${bound.replaced ? "replaced" : "bound"}`));
}

/** Asks the register again about an organisation. */
export async function refresh(form: FormData): Promise<void> {
  const id = textOf(form, "organisation");
  let stays = true;
  const problem = await refusalOf((await apiFor(form)).delegations.refreshOrganisation({ id }).then((asked) => (stays = asked.stays)));
  redirect(await here(stays ? `/me/organisations/${id}?${told(problem, "refreshed")}` : "/me/organisations?did=noLonger"));
}

export type InviteState = { problem?: Refusal; missing?: readonly string[]; typed?: Record<string, string> };

const inputs = ["name", "phone", "from", "until"] as const;

/** Sends an invitation, or tells what is wrong with everything typed kept. */
export async function invite(_: InviteState, form: FormData): Promise<InviteState> {
  const organisationId = textOf(form, "organisation");
  const values = { name: textOf(form, "name").trim(), phone: textOf(form, "phone").trim(), from: dayFromForm(form, "from") ?? "", until: dayFromForm(form, "until") ?? "" };
  const missing = inputs.filter((name) => !values[name]);
  if (missing.length > 0) return { typed: values, missing };
  const chosen: Chosen = { items: form.getAll("item").map(String), application: textOf(form, "application") || undefined };
  const input = InviteAgent.safeParse({ organisationId, name: values.name, phone: values.phone, scope: scopeOf(chosen), validFrom: values.from, validUntil: values.until });
  if (!input.success) return { typed: values, missing: input.error.issues.map(({ path }) => (path[0] === "validFrom" ? "from" : path[0] === "validUntil" ? "until" : String(path[0]))) };
  const problem = await refusalOf((await apiFor(form)).delegations.inviteAgent(input.data));
  await detour(problem, form, inviteSteps(organisationId).person(chosen));
  if (problem) return { typed: values, problem };
  return redirect(await here(`/me/organisations/${organisationId}?did=invited`));
}

const told = (problem: Refusal | undefined, did: string) => (problem ? `refused=${encodeURIComponent(problem.code)}` : `did=${did}`);

/** The representative agrees that an agent stays. */
export async function confirmAgent(form: FormData): Promise<void> {
  const problem = await refusalOf((await apiFor(form)).delegations.confirmAgent({ id: textOf(form, "id") }));
  redirect(await here(`/me/organisations/${textOf(form, "organisation")}?${told(problem, "confirmed")}`));
}

/** Ends an agency, or takes an invitation back. */
export async function endAgent(form: FormData): Promise<void> {
  const problem = await refusalOf((await apiFor(form)).delegations.revoke({ id: textOf(form, "id") }));
  redirect(await here(`/me/organisations/${textOf(form, "organisation")}?${told(problem, "ended")}`));
}

/** Lays one's own agency down. */
export async function layDown(form: FormData): Promise<void> {
  const problem = await refusalOf((await apiFor(form)).delegations.revoke({ id: textOf(form, "id") }));
  redirect(await here(`/me/organisations?${told(problem, "laidDown")}`));
}

/** Takes up an invitation, or turns it down. */
export async function answerOffer(form: FormData): Promise<void> {
  const [id, accepts] = [textOf(form, "id"), textOf(form, "answer") === "accept"];
  const procedures = (await apiFor(form)).delegations;
  const problem = await refusalOf(accepts ? procedures.acceptAgency({ id }) : procedures.declineAgency({ id }));
  await detour(problem, form, "/me/organisations");
  redirect(localePath(await getLocale(), `/me/organisations?${told(problem, accepts ? "accepted" : "declined")}`));
}
