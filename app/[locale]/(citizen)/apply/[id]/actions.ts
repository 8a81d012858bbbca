"use server";

import { getLocale } from "next-intl/server";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { localePath, routing } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { env } from "@/env";
import { receiptCookie, type SubmitState } from "./receipt";

/** Throws a draft away and shows what is left. */
export async function discardDraft(form: FormData): Promise<void> {
  const id = String(form.get("_draft"));
  const refusal = await refusalOf((await apiFor(form)).applications.discard({ id }));
  await detour(refusal, form, `/apply/${id}`);
  if (refusal?.code === "delegations.principalChanged") redirect(localePath(await getLocale(), `/apply/${id}?refused=${refusal.code}`));
  redirect(localePath(await getLocale(), "/me/applications?state=drafts&did=discarded"));
}

type Caller = Awaited<ReturnType<typeof apiFor>>;

/** Files, files again or asks the principal, as the page's button says; a first filing tells its query code. */
async function fileBy(caller: Caller, draft: { id: string; declared: true }, form: FormData): Promise<string | undefined> {
  const [act, confirms] = [form.get("_act"), form.get("_confirms")];
  const seen = { ...draft, ...(typeof confirms === "string" ? { confirms } : {}) };
  const later = form.getAll("later").map(String);
  const input = { ...seen, ...(later.length > 0 ? { later } : {}) };
  const person = form.get("person") === "yes" ? { person: true } : {};
  if (act === "ask") return void (await caller.applications.askPrincipal({ ...input, ...person }));
  if (act === "submit") return (await caller.applications.submit({ ...input, ...person })).queryCode;
  return void (await caller.applications.resubmit(input));
}

const waits = [150, 300, 600, 1200, 2400];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Files the application under the key of its page: twice pressed, sent again or gone back to, it is filed once. */
export async function submitApplication(_previous: SubmitState, form: FormData): Promise<SubmitState> {
  const id = String(form.get("_draft"));
  if (form.get("declared") !== "yes") return { at: crypto.randomUUID(), declarationMissing: true, refusal: null };
  const caller = await apiFor(form);
  const file = () => fileBy(caller, { id, declared: true }, form);
  let queryCode: string | undefined;
  let refusal = await refusalOf(file().then((code) => (queryCode = code)));
  // The first press is still under way: its answer is the answer.
  for (const wait of waits) {
    if (refusal?.code !== "requests.stillRunning") break;
    await pause(wait);
    refusal = await refusalOf(file().then((code) => (queryCode = code)));
  }
  await detour(refusal, form, `/apply/${id}/check`);
  if (refusal && refusal.code !== "applications.actionNotAllowed") return { at: crypto.randomUUID(), declarationMissing: false, refusal };
  if (queryCode) await keepQueryCode(id, queryCode);
  redirect(localePath(await getLocale(), `/apply/${id}/done`));
}

const halfAnHour = 30 * 60;

/** The query code is told once: its page may be read again for half an hour on this device. */
async function keepQueryCode(id: string, queryCode: string): Promise<void> {
  const jar = await cookies();
  const shared = { httpOnly: true, sameSite: "strict", maxAge: halfAnHour, secure: env().publicUrl.startsWith("https:") } as const;
  for (const locale of routing.locales) jar.set(receiptCookie(locale), queryCode, { ...shared, path: localePath(locale, `/apply/${id}/done`) });
}

/** Goes on with the item's newer edition; what was filled in comes along. */
export async function adoptRevision(form: FormData): Promise<void> {
  const id = String(form.get("_draft"));
  const refusal = await refusalOf((await apiFor(form)).applications.adoptRevision({ id }));
  await detour(refusal, form, `/apply/${id}`);
  redirect(localePath(await getLocale(), refusal && refusal.code !== "applications.revisionCurrent" ? `/apply/${id}?refused=${encodeURIComponent(refusal.code)}` : `/apply/${id}?adopted=1`));
}

/** Sends back to a delegate what they filled in, with a word. */
export async function returnToDelegate(form: FormData): Promise<void> {
  const id = String(form.get("_draft"));
  const refusal = await refusalOf((await apiFor(form)).applications.returnToDelegate({ id, word: String(form.get("word") ?? "") }));
  await detour(refusal, form, `/apply/${id}/check`);
  redirect(localePath(await getLocale(), refusal ? `/apply/${id}?refused=${encodeURIComponent(refusal.code)}` : `/apply/${id}`));
}

/** Takes a case back into a draft within ten minutes, to put something right and send it again. */
export async function takeBack(form: FormData): Promise<void> {
  const id = String(form.get("_draft"));
  const locale = await getLocale();
  const refusal = await refusalOf((await apiFor(form)).applications.takeBack({ id }));
  await detour(refusal, form, `/apply/${id}/done`);
  redirect(localePath(locale, refusal ? `/apply/${id}/done?refused=${encodeURIComponent(refusal.code)}` : `/apply/${id}?back=1`));
}
