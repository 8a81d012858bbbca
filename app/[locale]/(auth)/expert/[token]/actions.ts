"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { api, refusalOf, type Refusal } from "@/app/_trpc/server";
import { expertConclusions } from "@/domain/applications/schema/conclusions";
import type { ExpertDraft } from "@/domain/applications/schema/experts";
import { expertCodeHere, expertHere, forgetExpertCode, keepExpert, keepExpertCode } from "@/server/auth/here/experts";

export type CodeState = { refusal?: Refusal; missing?: true };
type Field = "opinion" | "conclusion" | "declared";
export type OpinionState = { opinion?: string; conclusion?: string; missing?: readonly Field[]; refusal?: Refusal; saved?: true };
export type DeclineState = { reason?: string; missing?: true; refusal?: Refusal };

const pageOf = (token: string) => here(`/expert/${encodeURIComponent(token)}`);

/** Sends a code to the phone or address that the organ gave. */
export async function sendCode(_: CodeState, form: FormData): Promise<CodeState> {
  const token = textOf(form, "token");
  const calls = (await api()).applications;
  let codeToken = "";
  const refusal = await refusalOf(calls.sendExpertCode({ token }).then((sent) => (codeToken = sent.codeToken)));
  if (refusal) return { refusal };
  await keepExpertCode(token, codeToken);
  redirect(await pageOf(token));
}

/** Opens the link for this browser. */
export async function enter(_: CodeState, form: FormData): Promise<CodeState> {
  const token = textOf(form, "token");
  const code = textOf(form, "code").trim();
  if (!code) return { missing: true };
  const codeToken = (await expertCodeHere(token)) ?? "";
  const calls = (await api()).applications;
  let session = "";
  const refusal = await refusalOf(calls.enterAsExpert({ token, codeToken, code: code.slice(0, 20) }).then((entered) => (session = entered.session)));
  if (refusal) return { refusal };
  await keepExpert(token, session);
  await forgetExpertCode();
  redirect(await pageOf(token));
}

const link = async (form: FormData) => ({ token: textOf(form, "token"), session: (await expertHere())?.session ?? "" });
const conclusionOf = (form: FormData) => expertConclusions.find((one) => one === textOf(form, "conclusion")) ?? null;

/** Keeps what is typed so far. */
export async function saveDraft(form: FormData): Promise<{ savedAt: string } | { refusal: Refusal }> {
  const draft: ExpertDraft = { opinion: textOf(form, "opinion").slice(0, 10_000), conclusion: conclusionOf(form) };
  const calls = (await api()).applications;
  let savedAt = "";
  const refusal = await refusalOf(calls.saveExpertDraft({ ...(await link(form)), draft }).then((saved) => (savedAt = saved.savedAt)));
  return refusal ? { refusal } : { savedAt };
}

/** Keeps the opinion, or hands it in once it is whole. */
export async function handIn(_: OpinionState, form: FormData): Promise<OpinionState> {
  const typed = { opinion: textOf(form, "opinion"), conclusion: textOf(form, "conclusion") };
  if (form.get("_do") === "save") {
    const outcome = await saveDraft(form);
    return "refusal" in outcome ? { ...typed, refusal: outcome.refusal } : { ...typed, saved: true };
  }
  const conclusion = conclusionOf(form);
  const missing = [...(typed.opinion.trim().length < 10 ? ["opinion" as const] : []), ...(conclusion ? [] : ["conclusion" as const]), ...(form.get("declared") === "yes" ? [] : ["declared" as const])];
  if (missing.length > 0 || !conclusion) return { ...typed, missing };
  const refusal = await refusalOf((await api()).applications.submitExpertOpinion({ ...(await link(form)), opinion: typed.opinion.trim().slice(0, 10_000), conclusion, declared: true }));
  if (refusal) return { ...typed, refusal };
  redirect(await pageOf(textOf(form, "token")));
}

/** Declines, with a reason. */
export async function decline(_: DeclineState, form: FormData): Promise<DeclineState> {
  const reason = textOf(form, "reason").trim();
  if (reason.length < 2) return { reason, missing: true };
  const refusal = await refusalOf((await api()).applications.declineAsExpert({ ...(await link(form)), reason: reason.slice(0, 1000) }));
  if (refusal) return { reason, refusal };
  redirect(await pageOf(textOf(form, "token")));
}
