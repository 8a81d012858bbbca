import type { ExpressionType, ExpressionTypes } from "@/domain/core/expression";
import { prefillSources, type Field, type FieldType, type FormDefinition, type LeafField } from "../schema";

/** Types of the fields that hold one plain value. */
const plain: Partial<Record<FieldType, ExpressionType>> = {
  text: "string", longText: "string", choice: "string", division: "string", personName: "string", citizenId: "string",
  uscc: "string", phone: "string", email: "string", bankAccount: "string",
  number: "number", money: "number", date: "date", yesNo: "boolean",
  multipleChoice: { list: "string" }, file: { list: "any" }, repeatingGroup: { list: "any" },
};

const partsOf: Partial<Record<FieldType, Readonly<Record<string, ExpressionType>>>> = {
  dateRange: { start: "date", end: "date" },
  address: { division: "string", detail: "string" },
  signature: { name: "string", signedOn: "date" },
};

const displayed = { text: "any", number: "number", money: "number", date: "date" } as const;

function typeOf(field: Field): ExpressionType {
  return field.type === "computed" ? displayed[field.display ?? "text"] : (plain[field.type] ?? "any");
}

function pathsOf(field: LeafField): [string, ExpressionType][] {
  if (field.type === "note") return [];
  const parts = Object.entries(partsOf[field.type] ?? {}).map(([part, type]): [string, ExpressionType] => [`${field.id}.${part}`, type]);
  return [[field.id, typeOf(field)], ...parts];
}

const listOf = (type: ExpressionType): ExpressionType => (typeof type === "object" ? { list: "any" } : { list: type });

function pathsOfAny(field: Field): [string, ExpressionType][] {
  if (field.type !== "repeatingGroup") return pathsOf(field);
  const inRows = field.fields.flatMap(pathsOf).map(([path, type]): [string, ExpressionType] => [`${field.id}.${path}`, listOf(type)]);
  return [[field.id, { list: "any" }], ...inRows];
}

/** Every path an expression of this form may use, and what it holds. */
export function typesOf(definition: FormDefinition, situations: readonly { key: string }[]): ExpressionTypes {
  const profile = prefillSources.filter((source) => source.startsWith("profile.")).map((source): [string, ExpressionType] => [source, source === "profile.birthOn" ? "date" : "string"]);
  const asked = situations.map(({ key }): [string, ExpressionType] => [`situation.${key}`, "string"]);
  return Object.fromEntries([...profile, ...asked, ...definition.sections.flatMap(({ fields }) => fields.flatMap(pathsOfAny))]);
}

/** The same inside the rows of a group, where a row's own fields go by their bare id. */
export function typesInRow(types: ExpressionTypes, group: Field): ExpressionTypes {
  return group.type === "repeatingGroup" ? { ...types, ...Object.fromEntries(group.fields.flatMap(pathsOf)) } : types;
}
