import { cache } from "react";
import { api } from "@/app/_trpc/server";
import type { Viewer } from "@/app/_ui/shell/AccountMenu";

/** Who is signed in, with the organisations they may act for; nothing when nobody is. */
export const currentAccount = cache(async () => {
  try {
    return await (await api()).identity.viewer();
  } catch (error) {
    if (error instanceof Error && error.message === "access.signIn") return null;
    throw error;
  }
});

export type CurrentAccount = NonNullable<Awaited<ReturnType<typeof currentAccount>>>;

const deskRoles = ["clerk", "reviewer", "approver", "certificateOfficer", "supervisor"];

/** What the header shows of whoever is signed in. */
export async function currentViewer(): Promise<Viewer | null> {
  const account = await currentAccount();
  if (!account) return null;
  const staffArea = account.roles.some((role) => deskRoles.includes(role)) ? "desk" : "admin";
  return { name: account.name, actingFor: account.actingFor?.organisationName, area: account.accountKind === "citizen" ? "space" : staffArea };
}
