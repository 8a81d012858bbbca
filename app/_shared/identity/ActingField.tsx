"use client";

import { createContext, use, type ReactNode } from "react";
import { actingField } from "./actingField";

const OpenedUnder = createContext("");

/** Under which delegation this page was opened; "" for oneself. A layout's value stays while another tab changes the principal. */
export function OpenedUnderDelegation({ delegationId, children }: { delegationId: string | undefined; children: ReactNode }) {
  return <OpenedUnder value={delegationId ?? ""}>{children}</OpenedUnder>;
}

/** Tells the server for whom this form's page was opened, so that nothing is filed in another name (`apiFor`). */
export function ActingField() {
  return <input type="hidden" name={actingField} value={use(OpenedUnder)} />;
}
