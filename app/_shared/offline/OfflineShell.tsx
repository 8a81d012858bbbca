"use client";

import { useEffect } from "react";
import { prepareShell, removeShell } from "./shell";

type Props = {
  /** The operator's switch: off takes the worker out of every browser that comes by. */
  on: boolean;
  /** For those who have work to lose here; others get it once they have installed the portal. */
  always?: boolean;
};

const isInstalled = () => matchMedia("(display-mode: standalone)").matches;

/** Has the portal say so itself when the network is away. What it keeps for that is the same for everyone. */
export function OfflineShell({ on, always = false }: Props) {
  useEffect(() => {
    // A browser that will not keep it says in its own words that there is no network.
    const act = () => void (on ? prepareShell() : removeShell()).catch(() => undefined);
    if (!on || always || isInstalled()) act();
    addEventListener("appinstalled", act);
    return () => removeEventListener("appinstalled", act);
  }, [on, always]);
  return null;
}
