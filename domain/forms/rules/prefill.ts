import type { Answers, CertificateSource, Field, FormDefinition, PrefillSource } from "../schema";
import type { Evidence, FormContext } from "./context";
import type { RawAnswers } from "./reading";
import { isCertificateSource, prefillOf, type FilledFrom, type Origin } from "./sources";
import { writeAnswer } from "./write";

/** Known of the person; what the form itself proposes, or was chosen before starting, is asked like anything else. */
export const isRecalled = (origin: Origin | undefined): boolean => origin !== undefined && origin.from !== "situation" && origin.from !== "fixed";

/** Where a field may be filled from, the first that knows something: its `prefill`, or the situation the applicant chose in the guide. */
export function sourcesOf(field: Field, { situation }: FormContext): readonly FilledFrom[] {
  const { from, otherwise } = prefillOf(field.prefill);
  const chosen = field.type === "choice" && Object.hasOwn(situation, field.id);
  return [...from, ...(chosen && from.length === 0 ? ["situation" as const] : []), ...(otherwise === undefined ? [] : ["fixed" as const])];
}

/** The type and the line of the face that a source names. */
export function certificateLine(source: CertificateSource): { typeId: string; key: string } {
  const [, typeId = "", key = ""] = source.split(".");
  return { typeId, key };
}

/** The fields outside groups that ask a source of this kind. */
const asking = (definition: FormDefinition, is: (source: PrefillSource) => boolean): Field[] =>
  definition.sections.flatMap(({ fields }) => fields.filter(({ prefill }) => prefillOf(prefill).from.some(is)));

/** The lines of certificates that a form wants filled in, each once. */
export function certificateSourcesIn(definition: FormDefinition): CertificateSource[] {
  return [...new Set(asking(definition, isCertificateSource).flatMap(({ prefill }) => prefillOf(prefill).from.filter(isCertificateSource)))];
}

/** The fields of a form that take over what was answered before. */
export const fieldsOfEarlier = (definition: FormDefinition): Field[] => asking(definition, (source) => source === "earlier");

/** The certificate or the earlier application that a value was taken from; nothing for what the account or the form says. */
export function evidenceOf(fieldId: string, from: FilledFrom, { recalled }: FormContext): Evidence | undefined {
  if (isCertificateSource(from)) return recalled?.certificates[from];
  return from === "earlier" ? recalled?.earlier[fieldId] : undefined;
}

/** The inputs as if the applicant had typed what is known; reading them judges it like anything typed. */
export function prefilledFrom(field: Field, source: FilledFrom, context: FormContext): RawAnswers {
  if (source === "earlier") return writtenEarlier(field, context);
  const value = valueFrom(field, source, context);
  if (value === undefined) return {};
  if (field.type !== "address") return { [field.id]: value };
  const owner = source.startsWith("organisation.") ? context.organisation : context.profile;
  return { [`${field.id}.detail`]: value, [`${field.id}.division`]: isCertificateSource(source) ? "" : (owner?.divisionCode ?? "") };
}

function writtenEarlier(field: Field, { recalled }: FormContext): RawAnswers {
  const found = recalled && Object.hasOwn(recalled.earlier, field.id) ? recalled.earlier[field.id] : undefined;
  return found ? writeAnswer(field, field.id, found.value) : {};
}

function valueFrom(field: Field, source: Exclude<FilledFrom, "earlier">, context: FormContext): string | undefined {
  if (source === "fixed") return prefillOf(field.prefill).otherwise;
  if (source === "situation") return context.situation[field.id];
  return isCertificateSource(source) ? printed(field, context.recalled?.certificates[source]?.text) : known(source, context);
}

/** What a certificate prints, as this kind of field is typed: of a choice the option so called, of a day its digits. */
function printed(field: Field, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (field.type === "choice") return field.options.find(({ value, label }) => label.zh === text || label.en === text || value === text)?.value;
  const day = field.type === "date" ? /^(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?$/u.exec(text.trim()) : null;
  return day ? `${day[1]}-${day[2]?.padStart(2, "0")}-${day[3]?.padStart(2, "0")}` : text;
}

function known(source: string, { profile, organisation }: FormContext): string | undefined {
  const owner: Readonly<Record<string, string | undefined>> = (source.startsWith("organisation.") ? organisation : profile) ?? {};
  return owner[source.slice(source.indexOf(".") + 1)];
}

/** What can be taken over from an earlier application: no papers, no signature, nothing that was worked out. */
const carried: ReadonlySet<Field["type"]> = new Set([
  "text", "longText", "number", "money", "date", "dateRange", "choice", "multipleChoice", "yesNo", "division", "address", "personName", "citizenId", "uscc", "phone", "email", "bankAccount",
]);
/** What is somebody's own, so that a colleague of theirs is not offered it. */
const personal: ReadonlySet<Field["type"]> = new Set(["personName", "citizenId", "phone", "email"]);

/** An application filed before: `sameItem` whether for the same item, `byOther` whether a colleague began it for the same organisation. */
export type Filed = { definition: FormDefinition; answers: Answers; sameItem: boolean; byOther: boolean };

/**
 * The field of an earlier application whose answer means the same as this question: of the same item the one of the same id,
 * which is stable for good; of another item the one that says it means the same. Both must be of one kind.
 */
export function sameQuestion(field: Field, { definition, answers, sameItem, byOther }: Filed): Field | undefined {
  if (!carried.has(field.type) || (byOther && personal.has(field.type))) return undefined;
  const fields = definition.sections.flatMap((section) => section.fields).filter(({ id, type }) => type === field.type && Object.hasOwn(answers, id));
  return (sameItem ? fields.find(({ id }) => id === field.id) : undefined) ?? fields.find(({ meaning }) => meaning !== undefined && meaning === field.meaning);
}

/**
 * Whether an earlier application was about the same applicant: whoever files for their mother answers for her, and the next
 * application is not hers. Every field that the account fills must say what the account says.
 */
export function isAboutSame({ definition, answers }: Pick<Filed, "definition" | "answers">, { profile, organisation }: Pick<FormContext, "profile" | "organisation">): boolean {
  const anchors: Readonly<Record<string, string | undefined>> = {
    "profile.citizenId": profile.citizenId, "organisation.uscc": organisation?.uscc, ...(organisation ? {} : { "profile.name": profile.name }),
  };
  return definition.sections.flatMap(({ fields }) => fields).every(({ id, prefill }) => prefillOf(prefill).from.every((source) => {
    const said = Object.hasOwn(answers, id) ? answers[id] : undefined;
    return said === undefined || anchors[source] === undefined || said === anchors[source];
  }));
}

/** How the answers of a form came about, as numbers: typed, taken over unchanged, taken over and changed. */
export type AnswerCount = { typed: number; kept: number; changed: number };

/** Counts the questions that were answered; papers and worked out values are no typing. */
export function countOrigins(fields: readonly Field[], answers: Answers, origins: Readonly<Record<string, Origin>>): AnswerCount {
  const counted: AnswerCount = { typed: 0, kept: 0, changed: 0 };
  for (const { id, type } of fields) {
    if (type === "file" || type === "computed" || type === "note" || !Object.hasOwn(answers, id)) continue;
    const origin = Object.hasOwn(origins, id) ? origins[id] : undefined;
    counted[origin === undefined ? "typed" : origin.kept ? "kept" : "changed"] += 1;
  }
  return counted;
}
