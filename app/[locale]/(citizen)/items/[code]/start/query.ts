import { z } from "zod";
import { chosenOf, fits, questionsOf, unsure, type Chosen } from "@/domain/items/rules/guided-start";
import type { Guide } from "../guide";

const prefix = "s.";
/** Situations stand in the address under this, so that none is taken for another parameter. */
export const situationName = (key: string) => `${prefix}${key}`;

const textsIn = (query: Readonly<Record<string, unknown>>) => Object.entries(query).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []));

/** The situations that an address or a form carries, by key, whether or not the item knows them. */
export const situationsIn = (query: Readonly<Record<string, unknown>>): Chosen =>
  Object.fromEntries(textsIn(query).flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [])));

/** What the address says was answered so far; whatever the item does not ask is left out. */
export function readAnswers(guide: Guide, query: Readonly<Record<string, unknown>>) {
  const [given, said] = [new Map(textsIn(query)), situationsIn(query)];
  return {
    fits: z.enum(fits).optional().catch(undefined).parse(given.get("fits")),
    chosen: chosenOf(guide.content, said),
    unsure: guide.content.situations.filter(({ key }) => said[key] === unsure).map(({ key }) => key),
    /** The question that was just put, whose answer is missing if it is still open. */
    asked: given.get("asked"),
  };
}
export type StartAnswers = ReturnType<typeof readAnswers>;

/** The questions with what was answered, and the first that is open. */
export function progressOf(guide: Guide, { fits: fit, chosen, unsure: unknown }: StartAnswers) {
  const questions = questionsOf(guide.content).map((question) => {
    if (question.kind === "conditions") return { ...question, name: "fits", value: fit };
    const { key } = question.situation;
    return { ...question, name: situationName(key), value: chosen[key] ?? (unknown.includes(key) ? unsure : undefined) };
  });
  const open = questions.findIndex(({ value }) => value === undefined);
  return { questions, open: open < 0 ? undefined : open };
}
/** Whether the question that was just put came back without an answer. */
export function wasLeftOpen(guide: Guide, query: Readonly<Record<string, unknown>>): boolean {
  const answers = readAnswers(guide, query);
  const { questions, open } = progressOf(guide, answers);
  return open !== undefined && questions[open]?.name === answers.asked;
}

export type StartProgress = ReturnType<typeof progressOf>;

/** The same page with these answers, without the one that is to be given anew. */
export function startHref(code: string, { questions }: StartProgress, changes: Readonly<Record<string, string | undefined>> = {}): string {
  const kept = Object.entries({ ...Object.fromEntries(questions.map(({ name, value }) => [name, value])), ...changes }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/items/${code}/start${kept.length > 0 ? `?${new URLSearchParams(kept)}` : ""}`;
}

/** The way into the application, with the situations that were chosen. */
export function applyHref(code: string, chosen: Chosen): string {
  const kept = Object.entries(chosen).map(([key, value]): [string, string] => [situationName(key), value]);
  return `/items/${code}/apply${kept.length > 0 ? `?${new URLSearchParams(kept)}` : ""}`;
}
