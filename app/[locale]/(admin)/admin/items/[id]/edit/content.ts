import { foldEnglish } from "@/domain/items/rules/english";
import { mostCertificateTypes, RevisionContent, type Limit, type Material } from "@/domain/items/schema";
import { materialLeaves, readElements, readRecord } from "./elements";

type Question = RevisionContent["questions"][number];

/** What an editor sees of a list of paragraphs: one after the other, an empty line between them. */
export const paragraphs = (lines: readonly string[]) => lines.join("\n\n");

/** Reads the editing form over the revision it was made from; what the form does not show stays as it is, English where drafts keep it. */
export function readContent(form: FormData, before: RevisionContent) {
  const base: RevisionContent = foldEnglish(before);
  const text = (name: string) => String(form.get(name) ?? "").replaceAll("\r\n", "\n").trim();
  const content = {
    ...base,
    name: text("name"),
    summary: summary(text("summary"), text("summaryEn")),
    keywords: text("keywords").split(/[\n、，,;；]+/u).map((word) => word.trim()).filter(Boolean),
    handling: text("handling"),
    statutoryLimit: limit(text("statutoryLimit"), text("statutoryLimitUnit"), base.statutoryLimit),
    promisedLimit: limit(text("promisedLimit"), text("promisedLimitUnit"), base.promisedLimit),
    conditions: split(text("conditions"), base.conditions),
    flow: split(text("flow"), base.flow),
    materials: materials(text, base.materials),
    questions: questions(text, base.questions),
    ...readElements(text, base),
    ...optional(text, ["nameEn", "plainName", "address", "openingHours", "consultPhone", "complaintPhone"]),
  };
  return { typed: withoutGaps(content), parsed: RevisionContent.safeParse(withoutGaps(content)) };
}

type Text = (name: string) => string;

const optional = (text: Text, names: readonly string[]) => Object.fromEntries(names.map((name) => [name, text(name) || undefined]));

const summary = (zh: string, en: string) => (zh ? { zh, ...(en ? { en } : {}) } : undefined);

/** Untouched text keeps its paragraphs, whatever empty lines they hold. */
function split(typed: string, before: readonly string[]): string[] {
  if (typed === paragraphs(before).trim()) return [...before];
  return typed.split(/\n\s*\n/u).map((paragraph) => paragraph.trim()).filter(Boolean);
}

/** The source's wording belongs to the figure it was written for. */
function limit(days: string, unit: string, before: Limit | null) {
  if (!days) return null;
  const value = Number(days.normalize("NFKC"));
  return before?.value === value && before.unit === unit ? before : { value, unit };
}

function materials(text: Text, before: readonly Material[]) {
  const kept = before.map((material, index) => ({ place: Number(text(`materials.${index}.position`)) || index + 1, index, material }))
    .filter(({ index }) => text(`materials.${index}.remove`) === "")
    .toSorted((a, b) => a.place - b.place)
    .map(({ material, index }) => ({ ...material, ...materialFields(text, `materials.${index}`, material) }));
  if (!text("materials.new.name")) return kept;
  return [...kept, { key: freeKey(before), ...materialFields(text, "materials.new") }];
}

function materialFields(text: Text, prefix: string, before?: Material) {
  const field = (name: string) => text(`${prefix}.${name}`);
  const copies = field("copies").normalize("NFKC");
  const en = field("nameEn");
  return {
    name: { zh: field("name"), ...(en ? { en } : {}) },
    necessity: field("necessity") || before?.necessity || "required",
    form: field("form") || undefined,
    source: field("source") || undefined,
    copies: copies ? Number(copies) : undefined,
    condition: field("condition") || undefined,
    basis: field("basis") || undefined,
    certificateTypes: typesIn(field, before),
    ...Object.fromEntries(materialLeaves.map(({ part }) => [part, undefined])),
    ...readRecord(text, materialLeaves, prefix),
  };
}

/** The types chosen, each once and in their order; none is nothing. */
function typesIn(field: Text, before?: Material): string[] | undefined {
  const chosen = Array.from({ length: mostCertificateTypes }, (_, at) => field(`certificateTypes.${at}`)).filter(Boolean);
  return chosen.length > 0 ? [...new Set(chosen)] : before?.certificateTypes?.length === 0 ? [] : undefined;
}

function freeKey(list: readonly Material[]): string {
  return `m${Math.max(0, ...list.map(({ key }) => Number(key.slice(1)))) + 1}`;
}

function questions(text: Text, before: readonly Question[]): Question[] {
  const entry = (prefix: string) => ({ question: text(`${prefix}.question`), answer: text(`${prefix}.answer`) });
  const kept = before.map((_, index) => index).filter((index) => text(`questions.${index}.remove`) === "").map((index) => entry(`questions.${index}`));
  const added = entry("questions.new");
  return added.question || added.answer ? [...kept, added] : kept;
}

/** Fields left empty are absent, not undefined: the schema knows no undefined. */
function withoutGaps<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
