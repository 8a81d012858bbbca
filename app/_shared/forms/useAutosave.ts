"use client";

import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import { browserApi } from "@/app/_trpc/browser";
import { rawFromForm } from "./raw";

export type SaveStatus = { state: "idle" | "saving" | "saved" | "failed"; at: string | null };

const quietMs = 1000;
const longestMs = 2500;
const retryMs = [3000, 8000, 20_000];

/** Saves a page of a draft soon after a change, tries again after a failure, and says how it stands; never moves the focus. */
export function useAutosave(form: RefObject<HTMLFormElement | null>, place: { id: string; section: string }) {
  const [status, setStatus] = useState<SaveStatus>({ state: "idle", at: null });
  const pending = useRef<{ timer?: ReturnType<typeof setTimeout>; since: number | null; busy: boolean; failures: number }>({ since: null, busy: false, failures: 0 });
  const { id, section } = place;

  const save = useCallback(async () => {
    const now = pending.current;
    clearTimeout(now.timer);
    if (!form.current || now.since === null || now.busy) return;
    Object.assign(now, { since: null, busy: true });
    setStatus(({ at }) => ({ state: "saving", at }));
    try {
      const { savedAt } = await browserApi.applications.save.mutate({ id, section, raw: rawFromForm(new FormData(form.current)) });
      now.failures = 0;
      setStatus({ state: "saved", at: savedAt });
    } catch {
      setStatus(({ at }) => ({ state: "failed", at }));
      now.since ??= Date.now();
      const wait = retryMs[now.failures++];
      if (wait !== undefined) now.timer = setTimeout(() => void save(), wait);
    } finally {
      now.busy = false;
    }
    // Typed while saving: once more.
    if (now.since !== null && now.failures === 0) now.timer = setTimeout(() => void save(), quietMs);
  }, [form, id, section]);

  const changed = useCallback(() => {
    const now = pending.current;
    now.since ??= Date.now();
    clearTimeout(now.timer);
    now.timer = setTimeout(() => void save(), Math.max(0, Math.min(quietMs, now.since + longestMs - Date.now())));
  }, [save]);

  /** The page itself is being sent: nothing left to save. */
  const stop = useCallback(() => {
    clearTimeout(pending.current.timer);
    pending.current.since = null;
  }, []);

  useEffect(() => {
    const leave = () => document.visibilityState === "hidden" && void save();
    document.addEventListener("visibilitychange", leave);
    const now = pending.current;
    return () => {
      document.removeEventListener("visibilitychange", leave);
      clearTimeout(now.timer);
    };
  }, [save]);

  return { status, changed, stop, retry: save };
}
