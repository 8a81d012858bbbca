"use client";

import { useEffect } from "react";
import { ownerHere } from "./forget";

/** In the wallet: asks after the copies on this phone whenever it is opened, and when the network comes back. */
export function OfflineWatch() {
  useEffect(() => {
    // What a browser refuses to store or open is left alone.
    const check = () => void (ownerHere() !== null && import("./check").then(({ checkCopies }) => checkCopies()).catch(() => undefined));
    check();
    addEventListener("online", check);
    return () => removeEventListener("online", check);
  }, []);
  return null;
}
