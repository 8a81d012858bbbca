"use server";

import { TRPCError } from "@trpc/server";
import { getLocale } from "next-intl/server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { splitFields } from "@/app/_shared/applications/openFields";
import { placePath, type FormPlace } from "@/app/_shared/applications/places";
import { screensFor } from "@/app/_shared/applications/screens";
import { stepAt } from "@/app/_shared/applications/steps";
import type { Draft, SavedPage as Saved } from "@/app/_shared/applications/types";
import { livePage } from "@/app/_shared/forms/pageRules";
import { rawFromForm, withRow, withoutRow } from "@/app/_shared/forms/raw";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { RawSection } from "@/domain/applications/schema";
import { parseJson } from "@/domain/core/json";
import { compileForm } from "@/domain/forms/rules/compile";
import { agreedAfter, withInputsOf } from "@/domain/forms/rules/inputs";
import { nextScreen } from "@/domain/forms/rules/questions";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import { listsFor } from "@/app/_shared/forms/lists";
import type { SectionState } from "./state";

const placeOf = (form: FormData): FormPlace => {
  const question = form.get("_question");
  return { id: String(form.get("_draft")), section: String(form.get("_section")), returnsToCheck: form.get("_return") === "check", ...(typeof question === "string" ? { question } : {}) };
};

/** What the pressed button asks for. */
type Intent = { kind: "continue" | "later" | "divisions" } | { kind: "add" | "mine" | "theirs"; group: string } | { kind: "remove"; group: string; row: number };

const ofQuestions = ["add", "mine", "theirs"] as const;
const plain = ["later", "divisions"] as const;

function intentOf(form: FormData): Intent {
  const [kind, group = "", row = "0"] = String(form.get("_intent") ?? "continue").split(":");
  const ofQuestion = ofQuestions.find((known) => known === kind);
  if (ofQuestion) return { kind: ofQuestion, group };
  if (kind === "remove") return { kind, group, row: Number(row) || 0 };
  return { kind: plain.find((known) => known === kind) ?? "continue" };
}

/** The ids of the questions that the page showed. */
const shownIn = (form: FormData) => String(form.get("_shown") ?? "").split(" ").filter(Boolean);

function edited(raw: RawAnswers, intent: Intent): RawAnswers {
  if (intent.kind === "add") return withRow(raw, intent.group);
  return intent.kind === "remove" ? withoutRow(raw, intent.group, intent.row) : raw;
}

const rawIn = (form: FormData, name: string) => RawSection.safeParse(parseJson(String(form.get(name) ?? ""))).data;

/** The page as it is to be saved and what it agreed on with the server before; a choice between two answers has seen the other one. */
function sidesOf(form: FormData, intent: Intent): { raw: RawAnswers; base: RawAnswers | undefined } {
  const [raw, base] = [edited(rawFromForm(form), intent), rawIn(form, "_base")];
  if (!base || (intent.kind !== "mine" && intent.kind !== "theirs")) return { raw, base };
  const theirs = rawIn(form, "_theirs") ?? {};
  return { raw: intent.kind === "theirs" ? withInputsOf(raw, theirs, [intent.group]) : raw, base: withInputsOf(base, theirs, [intent.group]) };
}

/** A page that stays: what the other place alone changed is shown with it. */
function stayed(posted: { raw: RawAnswers; base: RawAnswers }, saved: Pick<Saved, "stored" | "conflicts" | "taken"> | undefined, before: SectionState): Pick<SectionState, "base" | "conflicts"> & { raw: RawAnswers } {
  if (!saved) return { ...posted, conflicts: before.conflicts };
  return { raw: withInputsOf(posted.raw, saved.stored, saved.taken), base: agreedAfter(posted.base, saved.stored, { conflicts: saved.conflicts, taken: [] }), conflicts: saved.conflicts };
}

/**
 * One page of the form as posted: what is right is saved, what is wrong comes back as typed. Goes on to the next page,
 * or stays for rows, lists of divisions, questions that the answers bring up, and what was answered otherwise elsewhere.
 */
export async function saveSection(previous: SectionState, form: FormData): Promise<SectionState> {
  const place = placeOf(form);
  const intent = intentOf(form);
  const { raw, base } = sidesOf(form, intent);
  const caller = await apiFor(form);
  const shown = shownIn(form);
  const fields = place.question === undefined ? {} : { fields: shown };
  let saved: Saved | undefined;
  const stay = async (more: Partial<SectionState>, draft?: Draft): Promise<SectionState> => {
    const sides = stayed({ raw, base: base ?? raw }, saved, previous);
    return { at: crypto.randomUUID(), ...sides, live: draft ? liveIn(draft, place, sides.raw, shown) : previous.live, errors: [], refusal: null, asksMore: false, focus: null, lists: await listsFor(raw), ...more };
  };
  const savedDraft = () => caller.applications.draft({ id: place.id });

  const refusal = await refusalOf(caller.applications.save({ id: place.id, section: place.section, raw, ...(base ? { base } : {}), ...fields }).then((value) => (saved = value)));
  await detour(refusal, form, placePath(place));
  if (refusal || !saved) return stay({ refusal: refusal ?? null });
  const staying = stayingAfter(intent, saved, { raw, shown });
  if (staying) return stay(staying, await savedDraft());
  // Every page that this browser fetched before (the list of pages, the check page) is fetched again; what the keeper
  // stores while one types passes by here, and `startOf` of usePageKeeper puts that into the page it belongs to.
  revalidatePath("/", "layout");
  if (intent.kind === "later") redirect(localePath(await getLocale(), `/apply/${place.id}?saved=1`));
  const draft = await savedDraft();
  // Shown one by one, a question that was brought up simply comes next.
  const unseen = place.question === undefined ? askedOn(draft, place.section).find((id) => !shown.includes(id)) : undefined;
  if (unseen) return stay({ asksMore: true, focus: `field-${unseen}` }, draft);
  redirect(localePath(await getLocale(), nextPath(draft, place)));
}

/** What a page that stays shows. */
function liveIn({ definition, answers, context, openFields }: Draft, { section, question }: FormPlace, raw: RawAnswers, shown: readonly string[]): SectionState["live"] {
  const open = question === undefined && !openFields ? undefined : new Set(shown);
  return livePage(definition, section, raw, { previous: answers, context, open });
}

/** Why a page that was saved stays: a choice is owed, rows or lists were asked for, something is wrong. */
function stayingAfter(intent: Intent, { conflicts, errors: all }: Saved, { raw, shown }: { raw: RawAnswers; shown: readonly string[] }): Partial<SectionState> | undefined {
  if (intent.kind !== "continue" && intent.kind !== "later") return { focus: focusAfter(intent, raw) };
  if (conflicts.length > 0) return { focus: "conflicts" };
  const errors = intent.kind === "later" ? [] : all.filter(({ fieldId }) => shown.includes(fieldId.split(".")[0] ?? ""));
  return errors.length > 0 ? { errors } : undefined;
}

function focusAfter(intent: Intent, raw: RawAnswers): string | null {
  if (intent.kind === "add") return `row-${intent.group}-${Number(raw[`${intent.group}.rows`]) - 1}`;
  return "group" in intent ? `field-${intent.group}` : null;
}

/** The questions of a page that apply to the answers as saved and may be answered now. */
function askedOn({ definition, answers, context, openFields }: Draft, sectionId: string): string[] {
  const page = compileForm(definition).visible(answers, context).sections.find(({ section }) => section.id === sectionId);
  return splitFields(page?.fields ?? [], openFields).open.filter(({ type }) => type !== "note" && type !== "computed").map(({ id }) => id);
}

function nextPath(draft: Draft, { id, section, question, returnsToCheck }: FormPlace): string {
  const check = `/apply/${id}/check`;
  if (returnsToCheck) return check;
  if (question === undefined) {
    const { next } = stepAt(draft, section);
    return next ? placePath({ id, section: next.section.id }) : check;
  }
  const next = nextScreen(screensFor(draft, section), section, question);
  return next ? placePath({ id, section: next.sectionId, question: next.key }) : check;
}

/** Takes an upload out and returns to its page. */
export async function removeFile(form: FormData): Promise<void> {
  const place = placeOf(form);
  const field = String(form.get("_field"));
  await refusalOf((await apiFor(form)).applications.removeFile({ id: place.id, fileId: String(form.get("_file")) })).catch((error: unknown) => {
    if (!(error instanceof TRPCError)) throw error;
  });
  const path = placePath(place);
  redirect(localePath(await getLocale(), `${path}${path.includes("?") ? "&" : "?"}removed=${encodeURIComponent(field)}#field-${field}`));
}
