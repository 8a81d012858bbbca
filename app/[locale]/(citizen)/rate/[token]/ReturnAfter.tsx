"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const restMs = 90_000;

/** On a screen that many use: whoever walks away leaves nothing for the next, a minute and a half after the last touch. */
export function ReturnAfter({ href }: { href: string }) {
  const router = useRouter();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const begin = () => {
      clearTimeout(timer);
      timer = setTimeout(() => router.replace(href), restMs);
    };
    begin();
    const touches = ["pointerdown", "keydown", "scroll"] as const;
    for (const touch of touches) window.addEventListener(touch, begin, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const touch of touches) window.removeEventListener(touch, begin);
    };
  }, [href, router]);
  return null;
}
