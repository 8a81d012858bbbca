import demoAccounts from "@/db/seed/demo-accounts.json" with { type: "json" };
import { roles, type Role, type User } from "@/domain/core/actor";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { listMandates } from "@/server/auth/session";

/** Who is signed in, in what roles, for which organisation, and for which others they could act. */
export async function viewer(ctx: Ctx, actor: User) {
  const organisations = actor.accountKind === "citizen" ? await listMandates(ctx.db, actor.id, ctx.now) : [];
  return {
    id: actor.id, name: actor.name, accountKind: actor.accountKind, assuranceLevel: actor.assuranceLevel,
    roles: [...new Set(actor.posts.map((post) => post.role))], actingFor: actor.actingFor ?? null, organisations,
  };
}

/** The demo city's accounts with their passwords, for the sign-in page; empty outside demo mode, where none can exist. */
export function listDemoAccounts(): { key: string; signInId: string; password: string; name: string; role: Role; division: string }[] {
  if (!env().demo) return [];
  return demoAccounts.flatMap(({ key, signInId, password, name, role: held, division }) => {
    const role = roles.find((known) => known === held);
    return role ? [{ key, signInId, password, name, role, division }] : [];
  });
}
