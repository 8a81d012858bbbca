"use client";

import { useSyncExternalStore } from "react";
import { Button } from "@/app/_ui/Button";

const boxes = () => [...document.querySelectorAll<HTMLInputElement>('input[form="bulk"][name="case"]')];
const ticked = () => boxes().filter(({ checked }) => checked).length;

function onChange(listener: () => void): () => void {
  document.addEventListener("change", listener);
  return () => document.removeEventListener("change", listener);
}

function tickAll(): void {
  const some = ticked() > 0;
  for (const box of boxes()) box.checked = !some;
  document.dispatchEvent(new Event("change"));
}

/** Ticks every row of this page, or none, and says how many are; without scripts the boxes do it alone. */
export function BulkTick({ all, none, chosen }: { all: string; none: string; chosen: string }) {
  const count = useSyncExternalStore(onChange, ticked, () => 0);
  return (
    <>
      <Button look="quiet" className="needs-script" onClick={tickAll}>{count > 0 ? none : all}</Button>
      <span aria-live="polite" className="tabular-nums">{count > 0 ? `${chosen} ${count}` : ""}</span>
    </>
  );
}
