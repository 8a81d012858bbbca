"use server";

import { TRPCError } from "@trpc/server";
import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { splitFields, stepAt } from "@/app/_shared/applications/steps";
import type { Draft } from "@/app/_shared/applications/types";
import { rawFromForm, withRow, withoutRow } from "@/app/_shared/forms/raw";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { compileForm } from "@/domain/forms/rules/compile";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import { listsFor } from "@/app/_shared/forms/lists";
import type { SectionState } from "./state";

type Place = { id: string; section: string; returnsToCheck: boolean };

const placeOf = (form: FormData): Place => ({ id: String(form.get("_draft")), section: String(form.get("_section")), returnsToCheck: form.get("_return") === "check" });

/** What the pressed button asks for. */
type Intent = { kind: "continue" | "later" | "divisions" } | { kind: "add"; group: string } | { kind: "remove"; group: string; row: number };

function intentOf(form: FormData): Intent {
  const [kind, group = "", row = "0"] = String(form.get("_intent") ?? "continue").split(":");
  if (kind === "add") return { kind, group };
  if (kind === "remove") return { kind, group, row: Number(row) || 0 };
  return { kind: kind === "later" || kind === "divisions" ? kind : "continue" };
}

function edited(raw: RawAnswers, intent: Intent): RawAnswers {
  if (intent.kind === "add") return withRow(raw, intent.group);
  return intent.kind === "remove" ? withoutRow(raw, intent.group, intent.row) : raw;
}

/**
 * One page of the form as posted: what is right is saved, what is wrong comes back as typed. Goes on to the next page,
 * or stays for rows, lists of divisions and questions that the answers bring up.
 */
export async function saveSection(_previous: SectionState, form: FormData): Promise<SectionState> {
  const place = placeOf(form);
  const intent = intentOf(form);
  const raw = edited(rawFromForm(form), intent);
  const caller = await apiFor(form);
  const stay = async (more: Partial<SectionState>): Promise<SectionState> => ({ at: crypto.randomUUID(), raw, errors: [], refusal: null, asksMore: false, focus: null, lists: await listsFor(raw), ...more });

  let saved: Awaited<ReturnType<typeof caller.applications.save>> | undefined;
  const refusal = await refusalOf(caller.applications.save({ id: place.id, section: place.section, raw }).then((value) => (saved = value)));
  await detour(refusal, form, `/apply/${place.id}/${place.section}${place.returnsToCheck ? "?from=check" : ""}`);
  if (refusal || !saved) return stay({ refusal: refusal ?? null });
  if (intent.kind === "later") redirect(localePath(await getLocale(), `/apply/${place.id}?saved=1`));
  if (intent.kind !== "continue") return stay({ focus: focusAfter(intent, raw) });

  const shown = new Set(String(form.get("_shown") ?? "").split(" "));
  const errors = saved.errors.filter(({ fieldId }) => shown.has(fieldId.split(".")[0] ?? ""));
  if (errors.length > 0) return stay({ errors });
  const draft = await caller.applications.draft({ id: place.id });
  const unseen = askedOn(draft, place.section).find((id) => !shown.has(id));
  if (unseen) return stay({ asksMore: true, focus: `field-${unseen}` });
  redirect(localePath(await getLocale(), nextPath(draft, place)));
}

function focusAfter(intent: Intent, raw: RawAnswers): string | null {
  if (intent.kind === "add") return `row-${intent.group}-${Number(raw[`${intent.group}.rows`]) - 1}`;
  return intent.kind === "remove" ? `field-${intent.group}` : null;
}

/** The questions of a page that apply to the answers as saved and may be answered now. */
function askedOn({ definition, answers, context, openFields }: Draft, sectionId: string): string[] {
  const page = compileForm(definition).visible(answers, context).sections.find(({ section }) => section.id === sectionId);
  return splitFields(page?.fields ?? [], openFields).open.filter(({ type }) => type !== "note" && type !== "computed").map(({ id }) => id);
}

function nextPath(draft: Draft, { id, section, returnsToCheck }: Place): string {
  const { next } = stepAt(draft, section);
  return returnsToCheck || !next ? `/apply/${id}/check` : `/apply/${id}/${next.section.id}`;
}

/** Takes an upload out and returns to its page. */
export async function removeFile(form: FormData): Promise<void> {
  const { id, section } = placeOf(form);
  const field = String(form.get("_field"));
  await refusalOf((await apiFor(form)).applications.removeFile({ id, fileId: String(form.get("_file")) })).catch((error: unknown) => {
    if (!(error instanceof TRPCError)) throw error;
  });
  redirect(localePath(await getLocale(), `/apply/${id}/${section}?removed=${encodeURIComponent(field)}${form.get("_return") === "check" ? "&from=check" : ""}#field-${field}`));
}
