"use client";

import { useEffect } from "react";
import { Button } from "@/app/_ui/Button";
import { askedFor } from "./askedFor";
import { useOwnView } from "./useOwnView";

const again = () => location.replace(askedFor(location));
const tryEveryMs = 5000;

/** Whether the portal answers: a browser may have a network, and not know it. */
async function reach(): Promise<void> {
  if (document.visibilityState === "hidden") return;
  const answer = await fetch("/api/health/live", { method: "HEAD", cache: "no-store" }).catch(() => undefined);
  if (answer?.ok) again();
}

/** On the page for no network: looks as whoever opens it chose, and opens the page that was asked for, by its button or once the network is back. */
export function BackOnline({ label }: { label: string }) {
  useOwnView();
  useEffect(() => {
    addEventListener("online", again);
    const timer = setInterval(() => void reach(), tryEveryMs);
    return () => {
      removeEventListener("online", again);
      clearInterval(timer);
    };
  }, []);
  return <p><Button look="primary" onClick={again}>{label}</Button></p>;
}
