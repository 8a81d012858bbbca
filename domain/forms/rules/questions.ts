import { parseExpression, references } from "@/domain/core/expression";
import type { Field, FormDefinition } from "../schema";
import type { VisibleSection } from "./compile";

/**
 * One screen of the simplified flow: a `question` with the notes and values that go with it, all answers of a page that
 * were `known` and want a look only, or a page to be `reading`, which asks nothing. `key` names it within its section.
 */
export type Screen = { sectionId: string; key: string; kind: "question" | "known" | "reading"; fields: readonly Field[] };

/** The key of a screen of known answers; no field can be called so. */
export const knownKey = "_known";

const isQuiet = ({ type }: Field) => type === "note" || type === "computed";

/** The screens of these pages in their order. `isKnown` says which questions are answered by what is known of the applicant. */
export function screensOf(pages: readonly VisibleSection[], isKnown: (fieldId: string) => boolean): Screen[] {
  return pages.flatMap(({ section, fields }): Screen[] => {
    const groups = groupsOf(fields);
    const [lead] = fields;
    if (groups.length === 0) return lead ? [{ sectionId: section.id, key: lead.id, kind: "reading", fields }] : [];
    const known = groups.filter(({ question }) => isKnown(question.id));
    const asked = groups.filter(({ question }) => !isKnown(question.id));
    return [
      ...(known.length > 0 ? [{ sectionId: section.id, key: knownKey, kind: "known" as const, fields: known.flatMap((group) => group.fields) }] : []),
      ...asked.map((group) => ({ sectionId: section.id, key: group.question.id, kind: "question" as const, fields: group.fields })),
    ];
  });
}

/** Notes lead to the question after them, computed values follow the one before; where there is none, the other way round. */
function groupsOf(fields: readonly Field[]): { question: Field; fields: Field[] }[] {
  const groups: { question: Field; fields: Field[] }[] = [];
  let waiting: Field[] = [];
  for (const field of fields) {
    const last = groups.at(-1);
    if (!isQuiet(field)) {
      groups.push({ question: field, fields: [...waiting, field] });
      waiting = [];
    } else if (field.type === "computed" && last && waiting.length === 0) last.fields.push(field);
    else waiting.push(field);
  }
  groups.at(-1)?.fields.push(...waiting);
  return groups;
}

/** Where a question stands: its screen, and which one that is of all (from 0). Known answers can be opened one by one. */
export type Standing = { index: number; screen: Screen };

/** The screen of a section under this key or with this question on it; without one, or when it no longer applies, its first. */
export function standingOf(screens: readonly Screen[], sectionId: string, question: string | undefined): Standing | undefined {
  const within = (test: (screen: Screen) => boolean) => screens.findIndex((screen) => screen.sectionId === sectionId && test(screen));
  const exact = within(({ key }) => key === question);
  const holding = exact >= 0 ? exact : within(({ fields }) => fields.some(({ id }) => id === question));
  const index = holding >= 0 ? holding : within(() => true);
  const screen = screens[index];
  if (!screen) return undefined;
  const opened = screen.kind === "known" && question !== knownKey ? screen.fields.find(({ id, type }) => id === question && type !== "note" && type !== "computed") : undefined;
  return { index, screen: opened ? { ...screen, kind: "question", key: opened.id, fields: [opened] } : screen };
}

/** What comes after a screen, by the answers as they are now: after one known answer was opened, the look at all of them. */
export function nextScreen(screens: readonly Screen[], sectionId: string, key: string): Screen | undefined {
  const standing = standingOf(screens, sectionId, key);
  if (!standing) return undefined;
  const own = screens[standing.index];
  return own?.kind === "known" && key !== knownKey ? own : screens[standing.index + 1];
}

/**
 * Whether the number of screens still depends on answers to come, so that no total can be told. `passed` are the fields
 * of the screens before.
 */
export function isCountOpen({ sections }: FormDefinition, passed: ReadonlySet<string>): boolean {
  const asked = new Set(sections.flatMap(({ fields }) => fields.map(({ id }) => id)));
  const isGiven = (path: string) => {
    const [head = "", key = ""] = path.split(".");
    const id = head === "situation" ? key : head;
    return !asked.has(id) || passed.has(id);
  };
  const waits = (condition: string | undefined) => condition !== undefined && !references(parseExpression(condition)).every(isGiven);
  return sections.some(({ visibleWhen, fields }) => {
    const open = fields.filter(({ id }) => !passed.has(id));
    // Notes and computed values are screens of their own only where a page holds nothing else.
    const counted = fields.every(isQuiet) ? open : open.filter((field) => !isQuiet(field));
    return counted.length > 0 && (waits(visibleWhen) || counted.some((field) => waits(field.visibleWhen)));
  });
}

/** One question of many: its screen, what comes before it, and how many there are, where that is settled. */
export type Question = { screen: Screen; current: number; total: number | undefined; previous: Screen | undefined };

/** The question of a section under this key, as `standingOf` finds it, and where it stands among all. */
export function questionAmong(screens: readonly Screen[], definition: FormDefinition, sectionId: string, key: string | undefined): Question | undefined {
  const standing = standingOf(screens, sectionId, key);
  if (!standing) return undefined;
  const { index, screen } = standing;
  const passed = new Set(screens.slice(0, index).flatMap(({ fields }) => fields.map(({ id }) => id)));
  const own = screens[index];
  return {
    screen, current: index + 1,
    total: isCountOpen(definition, passed) ? undefined : screens.length,
    // Whoever opened one known answer goes back to all of them.
    previous: own?.key === screen.key ? screens[index - 1] : own,
  };
}
