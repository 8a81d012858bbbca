import type { KeptFields } from "@/domain/identity/rules/kept-forms";

/** What was typed before a proof came between, one text for each field. */
export const typedOf = (fields: KeptFields): Record<string, string> => Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, [values].flat()[0] ?? ""]));
