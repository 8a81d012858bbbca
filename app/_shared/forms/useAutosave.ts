"use client";

import { useEffect, useState, type RefObject } from "react";
import { browserApi } from "@/app/_trpc/browser";
import { rawFromForm } from "./raw";

export type SaveStatus = { state: "idle" | "saving" | "saved" | "failed"; at: string | null };

const quietMs = 1000;
const longestMs = 2500;
const retryMs = [3000, 8000, 20_000];

type Tell = (next: (known: SaveStatus) => SaveStatus) => void;

/** Saves soon after a change, never twice at once, again after a failure. `send` returns the instant of saving. */
function createSaver(send: () => Promise<string>, tell: Tell) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since: number | null = null;
  let busy = false;
  let failures = 0;

  const wait = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), ms);
  };

  async function save(): Promise<void> {
    clearTimeout(timer);
    if (since === null || busy) return;
    since = null;
    busy = true;
    tell(({ at }) => ({ state: "saving", at }));
    try {
      const savedAt = await send();
      failures = 0;
      tell(() => ({ state: "saved", at: savedAt }));
    } catch {
      tell(({ at }) => ({ state: "failed", at }));
      since ??= Date.now();
      const pause = retryMs[failures];
      failures += 1;
      if (pause !== undefined) wait(pause);
    }
    busy = false;
    // Typed while saving: once more.
    if (since !== null && failures === 0) wait(quietMs);
  }

  return {
    save,
    changed: () => {
      since ??= Date.now();
      wait(Math.max(0, Math.min(quietMs, since + longestMs - Date.now())));
    },
    /** The page itself is being sent: nothing left to save. */
    stop: () => {
      clearTimeout(timer);
      since = null;
    },
  };
}

/** Saves a page of a draft while it is filled in and says how that stands; never moves the focus. */
export function useAutosave(form: RefObject<HTMLFormElement | null>, { id, section }: { id: string; section: string }) {
  const [status, setStatus] = useState<SaveStatus>({ state: "idle", at: null });
  const [saver] = useState(() => createSaver(async () => {
    const raw = rawFromForm(new FormData(form.current ?? undefined));
    return (await browserApi.applications.save.mutate({ id, section, raw })).savedAt;
  }, setStatus));

  useEffect(() => {
    const leave = () => document.visibilityState === "hidden" && void saver.save();
    document.addEventListener("visibilitychange", leave);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      saver.stop();
    };
  }, [saver]);

  return { status, changed: saver.changed, stop: saver.stop, retry: saver.save };
}
