"use client";

import { useEffect } from "react";
import { Button } from "@/app/_ui/Button";
import { askedFor } from "./askedFor";
import { useOwnView } from "./useOwnView";

const again = () => location.replace(askedFor(location));

/** On the page for no network: looks as whoever opens it chose, and opens the page that was asked for, by its button or once the network is back. */
export function BackOnline({ label }: { label: string }) {
  useOwnView();
  useEffect(() => {
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, []);
  return <p><Button look="primary" onClick={again}>{label}</Button></p>;
}
