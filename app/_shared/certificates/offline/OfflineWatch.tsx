"use client";

import { useEffect } from "react";
import { checkQuietly } from "./check";

/** In the wallet: asks after the copies on this phone whenever it is opened, and when the network comes back. */
export function OfflineWatch() {
  useEffect(() => {
    const check = () => void checkQuietly();
    check();
    addEventListener("online", check);
    return () => removeEventListener("online", check);
  }, []);
  return null;
}
