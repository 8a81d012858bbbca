"use server";

import { getLocale } from "next-intl/server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { listsFor } from "@/app/_shared/forms/lists";
import { rawFromForm, withRow, withoutRow } from "@/app/_shared/forms/raw";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import type { FormError } from "@/domain/forms/rules/errors";
import { nextScreen } from "@/domain/forms/rules/questions";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import { questionPath, screensFor } from "./screens";
import type { QuestionState } from "./state";

type FileState = { declarationMissing: boolean; refusals: Refusal[] };

/** Files every part that is ready; what was refused is told, each reason once. */
export async function fileAll(_: FileState, form: FormData): Promise<FileState> {
  const id = String(form.get("_case"));
  if (form.get("declared") !== "yes") return { declarationMissing: true, refusals: [] };
  const caller = await apiFor(form);
  const later = form.getAll("later").flatMap((value) => { const [part = "", fieldId = ""] = String(value).split("/"); return part && fieldId ? [{ part, fieldId }] : []; });
  let result: Awaited<ReturnType<typeof caller.lifeEvents.file>> | undefined;
  const refusal = await refusalOf(caller.lifeEvents.file({ id, declared: true, later }).then((value) => (result = value)));
  await detour(refusal, form, `/me/life-events/${id}`);
  const refused = result ? [...new Set(result.refused.map(({ code }) => code))].map((code) => ({ code, params: {} })) : [];
  if (refusal ?? refused.length > 0) return { declarationMissing: false, refusals: refusal ? [refusal] : refused };
  redirect(localePath(await getLocale(), `/me/life-events/${id}?filed=${result?.filed.length ?? 0}`));
}

/** One page of the questions, or in the simplified flow one question: what is right is kept; after the last the parts are prepared. */
export async function saveQuestions(_: QuestionState, form: FormData): Promise<QuestionState> {
  const { id, section, question } = placeOf(form);
  const { intent, raw, shown } = asked(form);
  const caller = await apiFor(form);
  const stay = async (more: Partial<QuestionState>): Promise<QuestionState> => ({ at: crypto.randomUUID(), raw, errors: [], refusal: null, lists: await listsFor(raw), ...more });
  let saved: Awaited<ReturnType<typeof caller.lifeEvents.saveQuestions>> | undefined;
  const refusal = await refusalOf(caller.lifeEvents.saveQuestions({ id, section, raw, ...(question === undefined ? {} : { fields: shown }) }).then((value) => (saved = value)));
  await detour(refusal, form, questionPath(id, section, question));
  if (refusal || !saved) return stay({ refusal: refusal ?? null });
  if (intent !== "continue") return stay({});
  const errors = saved.errors.filter(of(shown, question));
  if (errors.length > 0) return stay({ errors });
  // Going back shows what was answered, not the page as it was fetched before.
  revalidatePath("/", "layout");
  const next = question === undefined ? saved.next && questionPath(id, saved.next) : await questionAfter(caller, { id, section, question });
  if (next) redirect(localePath(await getLocale(), next));
  return stay({ refusal: await toParts(caller, id) });
}

/** What is wrong on a screen: on a page everything, of one question what is its own. */
const of = (shown: readonly string[], question: string | undefined) => ({ fieldId }: FormError) => question === undefined || shown.includes(fieldId.split(".")[0] ?? "");

type Place = { id: string; section: string; question: string | undefined };

function placeOf(form: FormData): Place {
  const question = form.get("_question");
  return { id: String(form.get("_case")), section: String(form.get("_section")), question: typeof question === "string" ? question : undefined };
}

/** The next question by the answers as they are now; one that an answer brought up simply comes next. */
async function questionAfter(caller: Awaited<ReturnType<typeof apiFor>>, { id, section, question = "" }: Place): Promise<string | undefined> {
  const next = nextScreen(screensFor(await caller.lifeEvents.questions({ id })), section, question);
  return next && questionPath(id, next.sectionId, next.key);
}

/** What is to be done, and what was typed, with a row more or less where that is it. */
function asked(form: FormData): { intent: string; raw: RawAnswers; shown: string[] } {
  const shown = String(form.get("_shown") ?? "").split(" ").filter(Boolean);
  const [intent = "", group = "", row = "0"] = String(form.get("_intent") ?? "continue").split(":");
  const posted = rawFromForm(form);
  if (intent === "add") return { intent, shown, raw: withRow(posted, group) };
  return { intent, shown, raw: intent === "remove" ? withoutRow(posted, group, Number(row) || 0) : posted };
}

/** Prepares the parts and goes to their page, which tells those that could not be; or why none could. */
async function toParts(caller: Awaited<ReturnType<typeof apiFor>>, id: string): Promise<Refusal> {
  let hindered: { member: string; code: string }[] = [];
  const refusal = await refusalOf(caller.lifeEvents.prepare({ id }).then((value) => (hindered = value.hindered)));
  if (refusal) return refusal;
  const query = new URLSearchParams(hindered.map(({ member, code }) => ["hindered", `${member}:${code}`]));
  redirect(localePath(await getLocale(), `/me/life-events/${id}${query.size > 0 ? `?${query}` : ""}`));
}
