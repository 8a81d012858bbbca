"use server";

import { apiFor } from "@/app/_trpc/server";
import { DecideProposal } from "@/domain/core/proposals";
import { SetHotWord, WordChange } from "@/domain/items/schema/words";
import { given, settle, textIn, wrongIn } from "../_parts/act";
import type { ActState } from "../_parts/state";

const paths = ["/admin/words", "/admin/words/synonyms", "/admin/words/themes"];
const wayOf = (form: FormData) => paths.find((path) => path === textIn(form, "path")) ?? "/admin/words";

/** Writes a synonym or a theme down for a publisher. */
export async function propose(_: ActState, form: FormData): Promise<ActState> {
  const kind = textIn(form, "kind");
  const fields = kind.endsWith("Synonym") ? { spoken: textIn(form, "spoken"), official: textIn(form, "official") } : themeIn(form, kind);
  const input = WordChange.safeParse({ kind, ...fields });
  if (!input.success) return wrongIn(form, input.error.issues.map(({ path: [field] }) => String(field)));
  return settle(form, (await apiFor(form)).items.proposeWord(input.data), { path: wayOf(form), done: "proposed" });
}

function themeIn(form: FormData, kind: string) {
  const theme = textIn(form, "theme");
  if (kind === "removeTheme") return { theme };
  return { theme, nameZh: textIn(form, "nameZh"), nameEn: textIn(form, "nameEn"), home: textIn(form, "home") || null, position: numberIn(form) };
}

const numberIn = (form: FormData) => Number(textIn(form, "position").normalize("NFKC") || 0);

/** Confirms, sends back or takes back. */
export async function decide(_: ActState, form: FormData): Promise<ActState> {
  const id = textIn(form, "id");
  const input = DecideProposal.safeParse({ id, outcome: textIn(form, "outcome"), ...given({ reason: textIn(form, `reason-${id}`) }) });
  if (!input.success || (input.data.outcome === "refused" && !input.data.reason)) return wrongIn(form, ["reason"]);
  return settle(form, (await apiFor(form)).items.decideWord(input.data), { path: wayOf(form), done: input.data.outcome });
}

/** Pins, hides or frees a hot word. */
export async function setHotWord(_: ActState, form: FormData): Promise<ActState> {
  const input = SetHotWord.safeParse({ word: textIn(form, "word"), state: textIn(form, "state"), position: numberIn(form) });
  if (!input.success) return wrongIn(form, input.error.issues.map(({ path: [field] }) => String(field)));
  return settle(form, (await apiFor(form)).items.setHotWord(input.data), { path: "/admin/words", done: "saved" });
}
