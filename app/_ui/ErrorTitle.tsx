"use client";

import { useEffect } from "react";

/** Puts “错误：” before the name of the tab while errors are told: what a screen reader says first (WCAG G199). */
export function ErrorTitle({ prefix }: { prefix: string }) {
  useEffect(() => {
    const plain = document.title;
    if (plain.startsWith(prefix)) return undefined;
    document.title = prefix + plain;
    return () => {
      if (document.title === prefix + plain) document.title = plain;
    };
  }, [prefix]);
  return null;
}
