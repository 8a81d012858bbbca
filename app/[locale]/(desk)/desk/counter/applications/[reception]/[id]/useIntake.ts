"use client";

import { useEffect, useRef, useState, type FormEvent, type RefObject } from "react";
import { rawFromForm, withoutRow, withRow } from "@/app/_shared/forms/raw";
import { SaveQueue, type QueueStatus } from "@/app/_shared/forms/saveQueue";
import { browserApi, isLost } from "@/app/_trpc/browser";
import { compileForm } from "@/domain/forms/rules/compile";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import { fieldOf, liveForm, partOf, remembered, type CounterDraft } from "./live";

type Input = { reception: string; draft: CounterDraft; start: RawAnswers };

/** The page as it is being filled in: what is typed, what that shows, and how its saving stands. */
export function useIntake({ reception, draft, start }: Input) {
  const element = useRef<HTMLFormElement>(null);
  const form = compileForm(draft.definition);
  /** The inputs are drawn anew with each `at`, from what was typed into them. */
  const [drawn, setDrawn] = useState({ at: 0, focus: "" });
  const [typed, setTyped] = useState(start);
  const { status, queue } = useSaveQueue(element, { reception, draft });
  const touched = useTouched(element, (name) => fieldOf(form, name));
  const live = liveForm(form, typed, draft);
  useConnection(queue, status.unsaved > 0);
  useShownFields(live.sections.map(({ section, fields }) => [section.id, fields.map(({ id }) => id).join(" ")]), queue.changed);
  useEffect(() => {
    if (drawn.focus) document.getElementById(drawn.focus)?.focus();
  }, [drawn]);

  const onChange = ({ target }: FormEvent<HTMLFormElement>) => {
    if (!element.current || !(target instanceof Element)) return;
    const shown = new Set(live.sections.flatMap(({ fields }) => fields.map(({ id }) => id)));
    const now = rawFromForm(new FormData(element.current));
    setTyped((before) => remembered(form, { before, now, shown }));
    const part = target.closest<HTMLElement>("[data-section]")?.dataset["section"];
    if (part) queue.changed(part);
  };

  /** Rows of groups come and go without the server, whether or not it can be reached. */
  const edit = (intent: string) => {
    const [kind, group = "", row = "0"] = intent.split(":");
    const raw = kind === "add" ? withRow(typed, group) : withoutRow(typed, group, Number(row));
    setTyped(raw);
    setDrawn(({ at }) => ({ at: at + 1, focus: kind === "add" ? `row-${group}-${Number(raw[`${group}.rows`]) - 1}` : `field-${group}` }));
    const part = form.definition.sections.find(({ fields }) => fields.some(({ id }) => id === group))?.id;
    if (part) setTimeout(() => queue.changed(part));
  };

  return { element, form, at: drawn.at, typed, touched, status, queue, live, onChange, edit };
}

/** Sends each part of the page as it stands in its inputs. */
function useSaveQueue(element: RefObject<HTMLFormElement | null>, { reception, draft }: Omit<Input, "start">) {
  const [status, setStatus] = useState<QueueStatus>({ state: "idle", at: draft.savedAt, unsaved: 0 });
  const [queue] = useState(() => new SaveQueue({
    isLost, tell: setStatus,
    send: async (part) => {
      const raw = partOf(compileForm(draft.definition), part, rawFromForm(new FormData(element.current ?? undefined)));
      return (await browserApi.applications.counterSave.mutate({ reception, id: draft.id, section: part, raw })).savedAt;
    },
  }));
  return { status, queue };
}

/** The questions that somebody has been at: a flaw is told when they leave it, not while they type. */
function useTouched(element: RefObject<HTMLFormElement | null>, owner: (name: string) => string | undefined): ReadonlySet<string> {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const form = element.current;
    const left = ({ target }: FocusEvent) => {
      const name = target instanceof Element ? owner(target.getAttribute("name") ?? "") : undefined;
      if (name) setTouched((known) => (known.has(name) ? known : new Set(known).add(name)));
    };
    form?.addEventListener("focusout", left);
    return () => form?.removeEventListener("focusout", left);
  });
  return touched;
}

/** The browser says when the network is back; and nobody leaves by mistake what is not saved. */
function useConnection(queue: SaveQueue, unsaved: boolean): void {
  useEffect(() => {
    const back = () => queue.now();
    window.addEventListener("online", back);
    return () => window.removeEventListener("online", back);
  }, [queue]);
  useEffect(() => {
    if (!unsaved) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsaved]);
}

/** A question that comes or goes by an answer elsewhere changes its own section too. */
function useShownFields(sections: readonly (readonly [string, string])[], changed: (part: string) => void): void {
  const known = useRef<ReadonlyMap<string, string> | null>(null);
  const shown = sections.map(([id, fields]) => `${id}=${fields}`).join(";");
  useEffect(() => {
    const now = new Map(shown.split(";").map((entry) => [entry.slice(0, entry.indexOf("=")), entry]));
    const before = known.current;
    known.current = now;
    for (const [id, entry] of now) if (before && before.get(id) !== entry) changed(id);
  }, [shown, changed]);
}
