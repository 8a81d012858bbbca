/** What a form posted: text only, by name. */
export type KeptFields = Record<string, string | string[]>;
export type KeptForm = { path: string; fields: KeptFields };

/** The hidden field that says for whom a form's page was opened. */
export const actingField = "_actingFor";

// Never at rest, not even sealed: passwords, codes and bank cards. Nor what belongs to one post only: the framework's names and keys.
const neverKept = /^\$|password|secret|^code$|^bankCard$|^idempotencyKey$|^_key$|^_actingFor$/i;
const mostCharacters = 200_000;

/** What of a posted form is kept for its sender; nothing when it is too long to be a form. */
export function keptFieldsOf(entries: Iterable<[string, unknown]>): KeptFields | undefined {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of entries) {
    if (typeof value === "string" && !neverKept.test(name)) (fields[name] ??= []).push(value);
  }
  const kept = Object.fromEntries(Object.entries(fields).map(([name, values]): [string, string | string[]] => [name, values.length === 1 ? (values[0] ?? "") : values]));
  return JSON.stringify(kept).length > mostCharacters ? undefined : kept;
}

/** The kept values as the form they were posted in, for code that reads forms. */
export function formOf(fields: KeptFields): FormData {
  const form = new FormData();
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) form.append(name, value);
  return form;
}

/** One kept field as a text; empty when there is none. */
export const textOfKept = (fields: KeptFields | undefined, name: string): string => [fields?.[name] ?? ""].flat()[0] ?? "";
