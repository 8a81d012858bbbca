"use client";

/** Which rows of the page have changed since it was made; the rows subscribe, the watch writes. */
let changed: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();
const none: ReadonlySet<string> = new Set();

export function setChanged(ids: readonly string[]): void {
  if (ids.length === changed.size && ids.every((id) => changed.has(id))) return;
  changed = new Set(ids);
  for (const listener of listeners) listener();
}

export function onChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const changedNow = () => changed;
export const changedOnServer = () => none;
