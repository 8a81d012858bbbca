"use server";

import { listsFor } from "@/app/_shared/forms/lists";
import { rawFromForm, withRow, withoutRow } from "@/app/_shared/forms/raw";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import { knownFrom } from "./known";
import type { TestState } from "./state";

/** Hands the answers back as typed, with a row more or less where one was asked for: the panel works out the rest. Nothing is stored. */
export async function runTest(previous: TestState, form: FormData): Promise<TestState> {
  const intent = String(form.get("_intent") ?? "");
  const raw = edited(rawFromForm(form), intent);
  return { at: crypto.randomUUID(), raw, known: knownFrom(form, previous.known), lists: await listsFor(raw), focus: focusAfter(raw, intent) };
}

function edited(raw: RawAnswers, intent: string): RawAnswers {
  const [kind, group = "", row = "0"] = intent.split(":");
  if (kind === "add") return withRow(raw, group);
  return kind === "remove" ? withoutRow(raw, group, Number(row) || 0) : raw;
}

function focusAfter(raw: RawAnswers, intent: string): string | null {
  const [kind, group = ""] = intent.split(":");
  if (kind === "add") return `row-${group}-${Number(raw[`${group}.rows`]) - 1}`;
  return kind === "remove" ? `field-${group}` : "results";
}
