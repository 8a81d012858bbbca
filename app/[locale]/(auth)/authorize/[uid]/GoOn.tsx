"use client";

import { useEffect } from "react";

const gone = new Set<string>();

/** Goes to an address once, however often the page is drawn: the second visit would find the request answered already. */
export function GoOn({ address }: { address: string }) {
  useEffect(() => {
    if (gone.has(address)) return;
    gone.add(address);
    window.location.replace(address);
  }, [address]);
  return null;
}
