"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";

const pauseMs = 2000;

/** Keeps the figures of work under way fresh, each time once the last answer is here; without script a link does. */
export function Refresh() {
  const router = useRouter();
  const [pending, start] = useTransition();
  useEffect(() => {
    if (pending) return undefined;
    const timer = setTimeout(() => start(() => router.refresh()), pauseMs);
    return () => clearTimeout(timer);
  }, [pending, router]);
  return null;
}
