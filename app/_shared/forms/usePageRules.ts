"use client";

import { useEffect, useSyncExternalStore, type RefObject } from "react";
import type * as PageRulesModule from "./pageRules";
import { browserPause, patiently } from "./patient";

type PageRules = typeof PageRulesModule;
/** `away`: they were asked for and have not come yet. */
type Known = { rules: PageRules | undefined; away: boolean };

const unasked: Known = { rules: undefined, away: false };
let known = unasked;
let wanted: Promise<PageRules> | undefined;
const watchers = new Set<() => void>();

function tell(next: Known): void {
  known = next;
  for (const changed of watchers) changed();
}

function watch(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

/** The rules of forms, loaded once in a document, for as long as it takes where the network is away. */
export function wantRules(): Promise<PageRules> {
  wanted ??= patiently(() => import("./pageRules"), { isLost: () => true, pause: browserPause, onLost: () => tell({ rules: undefined, away: true }) })
    .then((rules) => (tell({ rules, away: false }), rules));
  return wanted;
}

/** The rules of forms where this document has them; until then a page shows what the server said. */
export const usePageRules = (): Known => useSyncExternalStore(watch, () => known, () => unasked);

const acts = ["pointermove", "pointerdown", "keydown"] as const;

/** Loads the rules with the first sign of somebody at the page, well before anything can be typed. */
export function useRulesOnAct(form: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const events = new AbortController();
    const { signal } = events;
    const want = () => {
      events.abort();
      void wantRules();
    };
    for (const act of acts) document.addEventListener(act, want, { signal, passive: true });
    // A screen reader or a switch comes to an input without any of these.
    form.current?.addEventListener("focusin", want, { signal });
    return () => events.abort();
  }, [form]);
}
