"use client";

import { createContext, use, type ReactNode } from "react";
import { actingField } from "@/domain/identity/rules/kept-forms";

const OpenedFor = createContext<string | undefined>(undefined);

/** For which person and principal this page was opened. A layout's value stays while another tab signs in anew or changes the principal. */
export function OpenedForHolder({ holder, children }: { holder: string | undefined; children: ReactNode }) {
  return <OpenedFor value={holder}>{children}</OpenedFor>;
}

/** Tells the server for whom this form's page was opened, so that nothing is filed in another name (`apiFor`). */
export function ActingField() {
  const holder = use(OpenedFor);
  return holder === undefined ? null : <input type="hidden" name={actingField} value={holder} />;
}
