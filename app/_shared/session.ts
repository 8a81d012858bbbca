import { cache } from "react";
import { api } from "@/app/_trpc/server";
import type { Viewer } from "@/app/_ui/shell/AccountMenu";
import type { Role } from "@/domain/core/actor";
import { deskRoles } from "@/domain/identity/rules";

/** Who is signed in, with the organisations they may act for; nothing when nobody is. */
export const currentAccount = cache(async () => {
  try {
    return await (await api()).identity.viewer();
  } catch (error) {
    if (error instanceof Error && error.message === "access.signIn") return null;
    throw error;
  }
});

/** Whether whoever is signed in holds one of these roles now. */
export async function holds(...roles: readonly Role[]): Promise<boolean> {
  return (await currentAccount())?.roles.some((role) => roles.includes(role)) ?? false;
}

/** What the header shows of whoever is signed in. */
export async function currentViewer(): Promise<Viewer | null> {
  const account = await currentAccount();
  if (!account) return null;
  const staffArea = (await holds(...deskRoles)) ? "desk" : "admin";
  const { actingFor, delegations } = account;
  const principals = [...(actingFor ? [{ delegationId: "", name: account.name }] : []), ...delegations.filter(({ delegationId }) => delegationId !== actingFor?.delegationId)];
  return { name: account.name, actingFor: actingFor?.name, principals: principals.map(({ delegationId, name }) => ({ delegationId, name })), area: account.accountKind === "citizen" ? "space" : staffArea };
}
