"use client";

import { useActionState, useSyncExternalStore } from "react";

const never = () => () => undefined;

type Ends<S> = {
  /** What the page shows when nobody knows whether it arrived. */
  lost: (previous: S, form: FormData) => S;
  /** It arrived and leads on. */
  done?: (form: FormData) => void;
};

/** As `useActionState` for a Server Action, where a network that is away is an answer too and never an error page; without script a plain post. */
export function useReachedAction<S extends object>(action: (previous: S, form: FormData) => Promise<S>, start: S, { lost, done }: Ends<S>) {
  const scripted = useSyncExternalStore(never, () => true, () => false);
  const reaching = async (previous: S, form: FormData): Promise<S> => {
    try {
      return await action(previous, form);
    } catch (error) {
      if (isUnreached(error)) return lost(previous, form);
      if (error instanceof Error && "digest" in error && String(error.digest).startsWith("NEXT_REDIRECT")) done?.(form);
      throw error;
    }
  };
  return useActionState<S, FormData>(scripted ? reaching : action, start as Awaited<S>);
}

// Browsers word it differently; the last is an answer that is none, as from a portal that is restarting.
const isUnreached = (error: unknown) => error instanceof Error && /failed to fetch|networkerror|load failed|unexpected response/i.test(error.message);
