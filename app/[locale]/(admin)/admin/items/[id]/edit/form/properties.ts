import type { Field, FieldType } from "@/domain/forms/schema";

/** The limits of each kind of field that are numbers. */
export const numberProperties: Partial<Record<FieldType, readonly NumberProperty[]>> = {
  text: ["minLength", "maxLength"], longText: ["maxLength"], number: ["min", "max", "decimals"], money: ["min", "max"],
  multipleChoice: ["max"], file: ["maxFiles"], repeatingGroup: ["min", "max"],
};
export type NumberProperty = "minLength" | "maxLength" | "min" | "max" | "decimals" | "maxFiles";

/** Kinds whose answer a person types or chooses, so that it may be left open or be filled in beforehand. */
export const answered = (type: FieldType): boolean => type !== "note" && type !== "computed";
const unfillable: ReadonlySet<FieldType> = new Set(["note", "computed", "file", "signature", "repeatingGroup", "dateRange", "multipleChoice"]);
export const fillable = (type: FieldType): boolean => !unfillable.has(type);

/** The field with one property set, or taken away by `undefined`. */
export function withProperty(field: Field, name: string, value: unknown): Field {
  const rest = Object.fromEntries(Object.entries(field).filter(([key]) => key !== name));
  // Safe: callers name a property of this kind of field; what is out of bounds the schema says before it is kept.
  return (value === undefined ? rest : { ...rest, [name]: value }) as Field;
}

export function readProperty(field: Field, name: string): unknown {
  return Object.entries(field).find(([key]) => key === name)?.[1];
}
