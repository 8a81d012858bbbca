"use client";

import { useSyncExternalStore } from "react";
import { changedNow, changedOnServer, onChanged } from "./changedCases";

/** A mark at a row that has changed meanwhile. Its room is always there: no row moves when it comes. */
export function ChangedMark({ id, word }: { id: string; word: string }) {
  const changed = useSyncExternalStore(onChanged, changedNow, changedOnServer).has(id);
  return (
    <span className="inline-block w-[1em] shrink-0 text-warning">
      {changed && <><span aria-hidden="true">●</span><span className="sr-only">{word}</span></>}
    </span>
  );
}
