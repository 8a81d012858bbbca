"use client";

import { useCallback, useRef, useState } from "react";
import { editing, startEditing, type EditAction } from "@/domain/forms/rules/edit";
import type { FormNode } from "@/domain/forms/rules/edit-places";
import type { Edit } from "@/domain/forms/rules/edit-steps";
import type { FormDefinition } from "@/domain/forms/schema";

/** Where the focus goes once a step is drawn: to the chosen row, or to the first property of what was chosen. */
export type FocusWish = "row" | "properties" | undefined;

/** What is being dragged: something of the form, or a kind of field from the palette. */
export type Dragged = { node: FormNode } | { type: string };

export type Builder = {
  form: FormDefinition;
  chosen: FormNode | undefined;
  said: string;
  canUndo: boolean;
  canRedo: boolean;
  /** The form as of now, for handlers that outlive a drawing. */
  now: () => FormDefinition;
  act: (action: EditAction) => void;
  edit: (edit: Edit, run?: string) => void;
  choose: (node: FormNode | undefined, focus?: FocusWish) => void;
  say: (text: string) => void;
  takeFocus: () => FocusWish;
  drag: (dragged: Dragged | undefined) => void;
  dragged: () => Dragged | undefined;
};

/** The form being built, what of it is chosen, and what a screen reader is told. */
export function useBuilder(start: FormDefinition): Builder {
  const [state, setState] = useState(() => startEditing(start));
  const [first] = start.sections;
  const [chosen, setChosen] = useState<FormNode | undefined>(first && { kind: "section", id: first.id });
  const [said, say] = useState("");
  const latest = useRef(state);
  const focus = useRef<FocusWish>(undefined);
  const held = useRef<Dragged>(undefined);
  const drag = useCallback((dragged: Dragged | undefined) => { held.current = dragged; }, []);
  const dragged = useCallback(() => held.current, []);
  const now = useCallback(() => latest.current.form, []);
  const act = useCallback((action: EditAction) => {
    latest.current = editing(latest.current, action);
    // The very same object: whether anything is unsaved is asked by identity.
    setState(latest.current);
  }, []);
  const edit = useCallback((step: Edit, run?: string) => act({ act: "edit", edit: step, run }), [act]);
  const choose = useCallback((node: FormNode | undefined, wish?: FocusWish) => {
    focus.current = wish;
    // Also for the same again: the focus may have to go somewhere.
    setChosen(node && { ...node });
  }, []);
  const takeFocus = useCallback(() => {
    const wish = focus.current;
    focus.current = undefined;
    return wish;
  }, []);
  return { form: state.form, chosen, said, canUndo: state.past.length > 0, canRedo: state.future.length > 0, now, act, edit, choose, say, takeFocus, drag, dragged };
}
