"use client";

import { useLayoutEffect } from "react";

/**
 * Puts “错误：” before the name of the tab while errors are told: what a screen reader says first (WCAG G199). A page that
 * is rendered again names the tab anew, so the mark is kept there.
 */
export function ErrorTitle({ prefix }: { prefix: string }) {
  useLayoutEffect(() => {
    const mark = () => {
      if (!document.title.startsWith(prefix)) document.title = prefix + document.title;
    };
    mark();
    const watching = new MutationObserver(mark);
    watching.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => {
      watching.disconnect();
      if (document.title.startsWith(prefix)) document.title = document.title.slice(prefix.length);
    };
  }, [prefix]);
  return null;
}
