"use client";

import { useEffect } from "react";
import { useRouter } from "@/app/_i18n/navigation";

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
