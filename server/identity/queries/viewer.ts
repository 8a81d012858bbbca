import demoAccounts from "@/db/seed/demo-accounts.json" with { type: "json" };
import { roles, type Role, type User } from "@/domain/core/actor";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { listDelegationsTo } from "@/server/auth/session";
import { accountMark, standingOf } from "@/server/auth/standing";

/** Who is signed in, in what roles, for whom they act, and for which others they could. */
export async function viewer(ctx: Ctx, actor: User) {
  const delegations = actor.accountKind === "citizen" ? await listDelegationsTo(ctx.db, actor.id, ctx.now) : [];
  return {
    id: actor.id, name: actor.name, accountKind: actor.accountKind, assuranceLevel: actor.assuranceLevel,
    roles: [...new Set(actor.posts.map((post) => post.role))], actingFor: actor.actingFor ?? null,
    owesSecondFactor: actor.secondFactorDue !== undefined, delegationEnded: actor.delegationEnded ?? false, delegations, session: standingOf(actor, ctx.now), mark: accountMark(actor.id),
  };
}

/** The demo city's accounts with their passwords, for the sign-in page; empty outside demo mode, where none can exist. */
export function listDemoAccounts(): { key: string; signInId: string; password: string; name: string; role: Role; division: string }[] {
  if (!env().demo) return [];
  return demoAccounts.filter(({ listed }) => listed !== false).flatMap(({ key, signInId, password, name, role: held, division }) => {
    const role = roles.find((known) => known === held);
    return role ? [{ key, signInId, password, name, role, division }] : [];
  });
}
