import type { Field } from "@/domain/forms/schema";

/** The fields that may be answered here: those of the question, else those that a correction opened; none named means all. */
export function openHere(question: { fields: readonly string[] } | undefined, openFields: readonly string[] | null): ReadonlySet<string> | undefined {
  const open = question?.fields ?? openFields;
  return open ? new Set(open) : undefined;
}

/** The fields of a page that its applicant may change, and those that stay as they were filed. */
export function splitFields(fields: readonly Field[], openFields: readonly string[] | null): { open: Field[]; kept: Field[] } {
  const isOpen = ({ id }: Field) => openFields === null || openFields.includes(id);
  return { open: fields.filter(isOpen), kept: fields.filter((field) => !isOpen(field) && field.type !== "note") };
}
