"use client";

import { useEffect, useState, type RefObject } from "react";
import { browserApi, isLost } from "@/app/_trpc/browser";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import { PageKeeper, type KeeperTold } from "./pageKeeper";
import type { LivePage } from "./pageRules";
import { rawFromForm } from "./raw";
import { keepTyping, type TypingPlace } from "./typing";

type Element = RefObject<HTMLFormElement | null>;

/** The ids of the questions that a page shows now. */
export const shownIn = (form: HTMLFormElement | null): string[] => String(new FormData(form ?? undefined).get("_shown") ?? "").split(" ").filter(Boolean);

/** Keeps what is typed into a page from being lost, and says how that stands; `base` is what the page first showed. */
export function usePageKeeper(element: Element, place: TypingPlace, base: RawAnswers): { keeper: PageKeeper; told: KeeperTold } {
  const [told, setTold] = useState<KeeperTold>({ status: { state: "idle", at: null, unsaved: 0 }, onDevice: false, agreed: { base, stored: base, conflicts: [], news: [] } });
  const [{ keeper, typing, tabs }] = useState(() => keeping(element, { place, base, tell: setTold }));
  const { draft, section } = place;
  useEffect(() => {
    const events = new AbortController();
    const { signal } = events;
    typing.open();
    const now = () => keeper.now();
    const channel = new BroadcastChannel("tongban-draft");
    // Somebody signed in again in another tab.
    const sessions = new BroadcastChannel("tongban-session");
    const off = tabs.open(() => channel.postMessage(`${draft}/${section}`));
    channel.addEventListener("message", ({ data }) => data === `${draft}/${section}` && keeper.elsewhere(), { signal });
    sessions.addEventListener("message", now, { signal });
    addEventListener("online", now, { signal });
    addEventListener("pagehide", now, { signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && now(), { signal });
    return () => {
      events.abort();
      channel.close();
      sessions.close();
      off();
      keeper.stop();
      typing.stop();
    };
  }, [keeper, typing, tabs, draft, section]);
  return { keeper, told };
}

const pageOf = ({ draft, section }: TypingPlace) => `${draft}/${section}`;
/**
 * As this document last heard that pages are stored while one types: the back button brings a page as it was fetched, before
 * that. A page that is posted has the router fetch everything anew instead (`saveSection`).
 */
const latest = new Map<string, { savedAt: string; stored: RawAnswers; shown: readonly string[] }>();

/** What a page begins with: as it was fetched, or as it was saved since; then it shows what it showed, and of rows everything, until it has the rules. */
export function startOf<S extends { raw: RawAnswers | null; base: RawAnswers; live: LivePage }>(place: TypingPlace, start: S, savedAt: string): S {
  const known = latest.get(pageOf(place));
  if (!known || known.savedAt <= savedAt) return start;
  return { ...start, raw: start.raw ?? known.stored, base: known.stored, live: { ...start.live, shown: known.shown, rows: {} } };
}

function keeping(element: Element, { place, base, tell }: { place: TypingPlace; base: RawAnswers; tell: (told: KeeperTold) => void }) {
  const typing = keepTyping(place);
  let announce: (() => void) | undefined;
  const tabs = {
    open(post: () => void) {
      announce = post;
      return () => (announce = undefined);
    },
  };
  const { draft: id, section, question } = place;
  // What the page showed when it was read last: it may have gone when that is sent.
  let shown: string[] = [];
  const keeper = new PageKeeper({
    isLost, tell,
    read() {
      if (!element.current) return undefined;
      shown = shownIn(element.current);
      return rawFromForm(new FormData(element.current));
    },
    save: async (sides) => {
      const saved = await browserApi.applications.save.mutate({ id, section, ...sides, ...(question === undefined ? {} : { fields: shown }) });
      latest.set(pageOf(place), { savedAt: saved.savedAt, stored: saved.stored, shown });
      return saved;
    },
    keep: typing.keep,
    drop: typing.drop,
    announce: () => announce?.(),
  }, base);
  return { keeper, typing, tabs };
}
