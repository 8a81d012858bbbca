import { and, eq, isNull } from "drizzle-orm";
import { accounts } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { listPosts } from "@/server/auth/session";
import type { Ctx } from "@/server/core/context";

/** The context of work that somebody asked for and that goes on without them: their name, and the posts they hold today. */
export async function actingAs(ctx: Ctx, accountId: string): Promise<Ctx & { actor: User }> {
  const [account] = await ctx.db.select({ name: accounts.name, kind: accounts.kind, assuranceLevel: accounts.assuranceLevel }).from(accounts)
    .where(and(eq(accounts.id, accountId), isNull(accounts.disabledAt))).limit(1);
  const posts = account ? await listPosts(ctx.db, accountId, ctx.now) : [];
  const { name = "", kind = "staff", assuranceLevel = "L0" } = account ?? {};
  return { ...ctx, actor: { kind: "user", id: accountId, name, accountKind: kind, assuranceLevel, sessionId: "", factors: [], authenticatedAt: new Date(0), posts } };
}
