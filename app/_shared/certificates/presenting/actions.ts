"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { parseCode } from "@/domain/certificates/rules/presenting";
import { PresentCertificate } from "@/domain/certificates/schema/presenting";
import { codePath, keepCode, keepReceipt, showPath } from "./codes";

export type PresentState = { problem?: Refusal; missing?: "purpose" | "words"; typed?: { purpose: string; words: string; fields: string[] } };

const text = (form: FormData, name: string) => String(form.get(name) ?? "").trim();

/** Makes a code and leads to the page that shows it, or tells what is missing with everything chosen kept. */
export async function present(_: PresentState, form: FormData): Promise<PresentState> {
  const [id, kind] = [text(form, "id"), text(form, "kind")];
  const typed = { purpose: text(form, "purpose"), words: text(form, "words"), fields: form.getAll("field").map(String) };
  if (!typed.purpose) return { typed, missing: "purpose" };
  const other = typed.purpose === "other";
  if (other && typed.words.length < 2) return { typed, missing: "words" };
  const input = PresentCertificate.safeParse({ id, kind, purpose: typed.purpose, ...(other ? { words: typed.words } : {}), fields: typed.fields });
  if (!input.success) return { typed, problem: { code: "requests.invalidInput", params: {} } };
  const outcome = await make(form, input.data);
  if ("problem" in outcome) {
    await detour(outcome.problem, form, `/me/certificates/${id}/${input.data.kind === "live" ? "present" : "printed"}`);
    return { typed, problem: outcome.problem };
  }
  redirect(localePath(await getLocale(), outcome.path));
}

type Calls = Awaited<ReturnType<typeof apiFor>>["certificates"];

async function make(form: FormData, input: PresentCertificate): Promise<{ path: string } | { problem: Refusal }> {
  const made: Awaited<ReturnType<Calls["present"]>>[] = [];
  const problem = await refusalOf((await apiFor(form)).certificates.present(input).then((one) => made.push(one)));
  const [code] = made;
  if (problem || !code) return { problem: problem ?? { code: "requests.failed", params: {} } };
  await keepCode(input.kind, input.id, code);
  return { path: codePath(input.kind, input.id, code.presentationId) };
}

/** The next live code, for the same purpose with the same parts open; nothing where it was refused. */
async function next(form: FormData): Promise<{ certificateId: string; made: boolean } | undefined> {
  const calls = (await apiFor(form)).certificates;
  const shown: Awaited<ReturnType<Calls["presentation"]>>[] = [];
  await refusalOf(calls.presentation({ id: text(form, "presentation") }).then((one) => shown.push(one)));
  const [last] = shown;
  if (!last || last.kind !== "live") return undefined;
  const { certificateId, purpose, words, fields } = last;
  const outcome = await make(form, { id: certificateId, kind: "live", purpose, ...(words === null ? {} : { words }), fields });
  return { certificateId, made: "path" in outcome };
}

/** A new live code at the press of a button. */
export async function another(form: FormData): Promise<void> {
  const outcome = await next(form);
  const certificate = outcome ? `/${outcome.certificateId}/present` : "";
  redirect(localePath(await getLocale(), `/me/certificates${certificate}${outcome?.made ? "/code" : ""}`));
}

/** The same by itself, before the last one ends; tells whether there is one. */
export async function renew(form: FormData): Promise<boolean> {
  return (await next(form))?.made ?? false;
}

/** Takes a printed code back. */
export async function revoke(form: FormData): Promise<void> {
  const [id, certificateId] = [text(form, "presentation"), text(form, "id")];
  const problem = await refusalOf((await apiFor(form)).certificates.revokePresentation({ id }));
  const page = `/me/certificates/${encodeURIComponent(certificateId)}/printed`;
  await detour(problem, form, `${page}/${encodeURIComponent(id)}`);
  redirect(localePath(await getLocale(), problem ? `${page}?refused=${encodeURIComponent(problem.code)}` : `${page}?did=revoked`));
}

/** Leads to the page of a number that was typed. */
export async function find(form: FormData): Promise<void> {
  const typed = text(form, "code");
  const code = parseCode(typed);
  redirect(localePath(await getLocale(), code ? showPath(code) : `/show?${new URLSearchParams({ problem: "malformed", typed: typed.slice(0, 60) })}`));
}

/** Looks at what is presented: this, and not the visit of its page, uses a code up. Refused for a while, the page keeps who looks. */
export async function look(form: FormData): Promise<void> {
  const code = text(form, "code").slice(0, 100);
  const reader = text(form, "reader").slice(0, 60);
  const seen: { receipt: string }[] = [];
  const problem = await refusalOf((await apiFor(form)).certificates.scan({ code, ...(reader ? { reader } : {}) }).then((one) => seen.push(one)));
  if (seen[0]) await keepReceipt(code, seen[0].receipt);
  const again = problem?.code === "requests.tooMany" ? `?${new URLSearchParams({ problem: "tooMany", ...(reader && { reader }) })}` : "";
  redirect(localePath(await getLocale(), showPath(code) + again));
}
