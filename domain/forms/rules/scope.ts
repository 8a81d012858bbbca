import type { ExpressionType } from "@/domain/core/expression";
import { prefillSources, type Field, type FieldType, type FormDefinition, type LeafField, type LocalisedText, type Option } from "../schema";
import { typesInRow, typesOf } from "./types";

/** What an expression may name. `label` is the question, `part` says which part of its answer, `group` of which rows. */
export type ScopeEntry = {
  path: string;
  type: ExpressionType;
  kind: FieldType | "situation" | "profile" | "today";
  label?: LocalisedText;
  part?: string;
  /** A list over all rows of this group. */
  group?: LocalisedText;
  options?: readonly Option[];
};

type Situations = readonly { key: string; question: LocalisedText; options: readonly Option[] }[];
/** `groupId`: inside the rows of this group; `without`: a field that shall not name itself. */
type Place = { groupId?: string | undefined; without?: string | undefined };

/** Everything an expression at a place of the form may name, in the order of the form; with `types` for `check`. */
export function scopeOf(definition: FormDefinition, situations: Situations, { groupId, without }: Place = {}): ScopeEntry[] {
  const fields = definition.sections.flatMap((section) => section.fields);
  const group = fields.find(({ id }) => id === groupId);
  const types = group ? typesInRow(typesOf(definition, situations), group) : typesOf(definition, situations);
  const inRow = group?.type === "repeatingGroup" ? group.fields.flatMap((field) => entriesOf(field)) : [];
  const answers = fields.flatMap((field) => (field.type === "repeatingGroup" ? [plain(field), ...field.fields.flatMap((child) => entriesOf(child, field))] : entriesOf(field)));
  const asked = situations.map(({ key, question, options }): Loose => ({ path: `situation.${key}`, kind: "situation", label: question, options }));
  const profile = prefillSources.filter((source) => source.startsWith("profile.")).map((path): Loose => ({ path, kind: "profile", part: path.slice("profile.".length) }));
  const all: Loose[] = [...inRow, ...answers, ...asked, ...profile, { path: "today", kind: "today" }];
  return all.flatMap((entry) => {
    const type = entry.path === "today" ? "date" : types[entry.path];
    return type === undefined || entry.path === without || entry.path.startsWith(`${without}.`) ? [] : [{ ...entry, type }];
  });
}

/** The types of a scope, as `check` takes them. */
export function typesIn(scope: readonly ScopeEntry[]): Record<string, ExpressionType> {
  return Object.fromEntries(scope.map(({ path, type }) => [path, type]));
}

type Loose = Omit<ScopeEntry, "type">;

const partsOf: Partial<Record<FieldType, readonly string[]>> = { dateRange: ["start", "end"], address: ["division", "detail"], signature: ["name", "signedOn"] };

const plain = (field: Field): Loose => ({ path: field.id, kind: field.type, label: field.label, ...("options" in field && { options: field.options }) });

/** A field and the parts of its answer; of a group's field, the lists over all rows. */
function entriesOf(field: LeafField, group?: Field): Loose[] {
  const whole = plain(field);
  const entries = [whole, ...(partsOf[field.type] ?? []).map((part): Loose => ({ path: `${field.id}.${part}`, kind: field.type, label: field.label, part }))];
  return group ? entries.map((entry) => ({ ...entry, path: `${group.id}.${entry.path}`, group: group.label })) : entries;
}
