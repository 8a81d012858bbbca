"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const everyMs = 2000;

/** Keeps the figures of work under way fresh; without script a link does. */
export function Refresh() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && router.refresh(), everyMs);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
