import type { User } from "@/domain/core/actor";
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
