import type { Refusal } from "@/app/_trpc/server";
import type { FormNode } from "@/domain/forms/rules/edit-places";
import type { Field, FormDefinition } from "@/domain/forms/schema";

/** A place where a colleague changed the same otherwise; `theirs` is their field, absent where they took it out or where it is a page. */
export type FormConflict = { node: FormNode; theirs?: Field | undefined };

/** A place of a posted text that is not as a form has it: its path in the text. */
export type BrokenPlace = { path: string };

/**
 * What came of saving. `form` is what to go on from where a colleague's changes came in; `kept` says that the draft holds
 * it, otherwise it is still to be saved. `text` is what was posted and could not be kept.
 */
export type FormSave = {
  attempt: number;
  version: number;
  kept: boolean;
  form?: FormDefinition;
  theirs?: FormDefinition;
  mergedWith?: string;
  conflicts?: FormConflict[];
  broken?: BrokenPlace[];
  text?: string;
  refusal?: Refusal;
};
