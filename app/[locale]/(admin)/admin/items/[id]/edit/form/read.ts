import { FormDefinition } from "@/domain/forms/schema";
import type { BrokenPlace } from "./state";

const mostPlaces = 20;

/** A form from its text, or the places where the text is none; a text that is no JSON at all is broken at its top. */
export function readForm(text: string): { form: FormDefinition } | { broken: BrokenPlace[] } {
  const read = FormDefinition.safeParse(parsed(text));
  if (read.success) return { form: read.data };
  return { broken: [...new Set(read.error.issues.map(({ path }) => path.join(".")))].slice(0, mostPlaces).map((path) => ({ path })) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
