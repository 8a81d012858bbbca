import type { FormDefinition } from "../schema";
import { applyEdit, type Edit } from "./edit-steps";

/** A form being edited, with the way back and forth. `run` names a row of small steps (typing in one place) that are taken back as one. */
export type Editing = { form: FormDefinition; past: readonly FormDefinition[]; future: readonly FormDefinition[]; run: string | undefined };

/** As many steps can be taken back; forms share what did not change, so that they cost little. */
export const mostSteps = 200;

export const startEditing = (form: FormDefinition): Editing => ({ form, past: [], future: [], run: undefined });

export type EditAction = { act: "edit"; edit: Edit; run?: string | undefined } | { act: "undo" } | { act: "redo" };

/**
 * The one way a form changes while it is edited: a step, or one taken back or done again. A step that changes nothing is
 * none; steps of the same `run` in a row are one to take back.
 */
export function editing(state: Editing, action: EditAction): Editing {
  if (action.act === "undo") return undo(state);
  if (action.act === "redo") return redo(state);
  const form = applyEdit(state.form, action.edit);
  if (form === state.form) return state;
  const goesOn = action.run !== undefined && action.run === state.run;
  return { form, past: goesOn ? state.past : [...state.past, state.form].slice(-mostSteps), future: [], run: action.run };
}

function undo({ form, past, future }: Editing): Editing {
  const before = past.at(-1);
  return before ? { form: before, past: past.slice(0, -1), future: [form, ...future], run: undefined } : { form, past, future, run: undefined };
}

function redo({ form, past, future }: Editing): Editing {
  const [next, ...later] = future;
  return next ? { form: next, past: [...past, form], future: later, run: undefined } : { form, past, future, run: undefined };
}
