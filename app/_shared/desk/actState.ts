import type { Refusal } from "@/app/_trpc/server";
import type { KeptFields } from "@/domain/identity/rules/kept-forms";

/** Why a form was refused, which of its fields are not whole, and what was typed. */
export type ActState = { refusal?: Refusal; missing?: readonly string[]; typed?: KeptFields };

/** What was typed into a form, to be shown again. */
export const typedIn = (form: FormData): KeptFields => Object.fromEntries([...new Set(form.keys())].filter((name) => !name.startsWith("$")).map((name) => [name, form.getAll(name).map(String)]));

/** The names of the fields that a schema found wanting. */
export const missingIn = ({ issues }: { issues: readonly { path: readonly PropertyKey[] }[] }): string[] => [...new Set(issues.map(({ path }) => String(path.at(-1) ?? "")))];
