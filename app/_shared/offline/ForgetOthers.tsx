"use client";

import { useEffect } from "react";
import { forgetAll } from "../certificates/offline/forget";
import { forgetStore, ownerOf, stores, type Store } from "./owner";

const forget = (store: Store): void => (store === "wallet" ? void forgetAll() : forgetStore(store));

/**
 * On every page of somebody signed in: what this browser keeps for another account goes, and with signing out so does one's
 * own. The answer to signing out empties the browser's storage too; not every browser heeds that.
 */
export function ForgetOthers({ owner }: { owner: string }) {
  useEffect(() => {
    for (const store of stores) if (ownerOf(store) !== null && ownerOf(store) !== owner) forget(store);
    const onSubmit = ({ target }: SubmitEvent) => {
      if (!(target instanceof HTMLFormElement) || target.getAttribute("action") !== "/api/sign-out") return;
      for (const store of stores) if (ownerOf(store) !== null) forget(store);
    };
    document.addEventListener("submit", onSubmit);
    return () => document.removeEventListener("submit", onSubmit);
  }, [owner]);
  return null;
}
