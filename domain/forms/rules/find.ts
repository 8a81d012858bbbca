import type { Field, FormDefinition } from "../schema";

/** The field of an id, also inside a group (`children.0.name` or `children.name`). It takes no rules, and so is apart from them. */
export function findField({ sections }: FormDefinition, fieldId: string): Field | undefined {
  const [id, ...rest] = fieldId.split(".");
  const field = sections.flatMap(({ fields }) => fields).find((one) => one.id === id);
  const childId = rest.at(-1);
  return field?.type === "repeatingGroup" && childId !== undefined ? field.fields.find((child) => child.id === childId) : field;
}
