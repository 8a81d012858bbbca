"use client";

import { useEffect, useRef, type ReactNode } from "react";

/** Moves the focus to its content when that appears, so that a screen reader starts there. */
export function FocusOnArrival({ className, children }: { className?: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return <div ref={box} tabIndex={-1} className={className}>{children}</div>;
}
