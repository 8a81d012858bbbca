"use client";

import { useEffect } from "react";
import { forgetAll, ownerHere } from "./forget";

/**
 * On every page of somebody signed in: another account's copies on this phone go, and with signing out so do one's own. The
 * answer to signing out empties the browser's storage too; not every browser heeds that.
 */
export function ForgetCopies({ owner }: { owner: string }) {
  useEffect(() => {
    if (ownerHere() !== null && ownerHere() !== owner) void forgetAll();
    const onSubmit = ({ target }: SubmitEvent) => {
      if (target instanceof HTMLFormElement && target.getAttribute("action") === "/api/sign-out" && ownerHere() !== null) void forgetAll();
    };
    document.addEventListener("submit", onSubmit);
    return () => document.removeEventListener("submit", onSubmit);
  }, [owner]);
  return null;
}
