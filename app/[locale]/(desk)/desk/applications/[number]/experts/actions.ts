"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { AskExpert } from "@/domain/applications/schema/experts";

const fields = ["name", "organisation", "to", "question", "dueOn", "fields"] as const;
export type AskField = (typeof fields)[number];

/** What was typed, what is wrong with it, or why it was refused. */
export type AskState = {
  at?: string; typed?: Readonly<Record<string, string>>; chosen?: { fields: string[]; open: string[]; files: string[]; downloads: boolean };
  wrong?: readonly AskField[]; refusal?: Refusal;
};

const places: Record<string, AskField> = { expert: "name", question: "question", dueOn: "dueOn", scope: "fields" };
const pageOf = async (number: string, query = "") => localePath(await getLocale(), `/desk/applications/${number}/experts${query}`);

/** Asks one more expert. */
export async function askExpert(_: AskState, form: FormData): Promise<AskState> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const all = (name: string) => form.getAll(name).map(String);
  const typed = Object.fromEntries(["step", "name", "organisation", "channel", "to", "question"].map((name) => [name, text(name)]));
  const dueOn = dayFromForm(form, "dueOn");
  const chosen = { fields: all("fields"), open: all("open"), files: all("files"), downloads: form.get("downloads") === "yes" };
  const stay: AskState = { at: crypto.randomUUID(), typed: { ...typed, dueOn: dueOn ?? "" }, chosen };
  const input = AskExpert.safeParse({
    id: text("id"), step: typed["step"], question: typed["question"], dueOn,
    expert: { name: typed["name"], organisation: typed["organisation"], channel: typed["channel"], to: typed["to"] },
    scope: { fields: chosen.fields.map((id) => ({ id, open: chosen.open.includes(id) })), files: chosen.files, downloads: chosen.downloads },
  });
  if (!input.success) return { ...stay, wrong: [...new Set(input.error.issues.map(({ path }) => fields.find((name) => name === path[1]) ?? places[String(path[0])] ?? "name"))] };
  if (chosen.fields.length + chosen.files.length === 0) return { ...stay, wrong: ["fields"] };
  const refusal = await refusalOf((await apiFor(form)).applications.askExpert(input.data));
  await detour(refusal, form, `/desk/applications/${text("number")}/experts`);
  if (refusal) return { ...stay, refusal };
  redirect(await pageOf(text("number"), "?did=asked"));
}

/** Takes a request back, or sends its link anew. */
export async function changeRequest(form: FormData): Promise<void> {
  const text = (name: string) => String(form.get(name) ?? "");
  const calls = (await apiFor(form)).applications;
  const [did, call] = form.get("_do") === "resend" ? ["resent", calls.resendExpertLink] as const : ["revoked", calls.revokeExpert] as const;
  const refusal = await refusalOf(call({ requestId: text("requestId") }));
  await detour(refusal, form, `/desk/applications/${text("number")}/experts`);
  redirect(await pageOf(text("number"), refusal ? `?refused=${encodeURIComponent(refusal.code)}` : `?did=${did}`));
}
