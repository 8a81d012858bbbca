import { eq } from "drizzle-orm";
import { noticeServices, notices } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { ServeNotice } from "@/domain/notices/schema";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { getVisible } from "../queries/visible";

/**
 * Hands a notice over at the counter against signature; once. Errors: `notices.notFound`, `access.forbidden`,
 * `notices.notSealedYet`, `notices.servedAlready` (conflict).
 */
export function serveNotice(ctx: Ctx & { actor: User }, { id, receivedBy }: ServeNotice): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const [row] = await tx.select().from(notices).where(eq(notices.id, id)).for("update");
    if (!row) throw new DomainError("not_found", "notices.notFound");
    if (!(await getVisible({ ...ctx, db: tx }, id)).mayServe) throw new DomainError("forbidden", "access.forbidden");
    if (!row.pdfKey) throw new DomainError("conflict", "notices.notSealedYet");
    const [written] = await tx.insert(noticeServices).values({ noticeId: id, way: "counter", at: ctx.now, accountId: ctx.actor.id, accountName: ctx.actor.name, receivedBy }).onConflictDoNothing().returning({ id: noticeServices.id });
    if (!written) throw new DomainError("conflict", "notices.servedAlready");
    return { value: { id }, audit: { action: "notices.serve", subject: { type: "notice", id }, after: { way: "counter" } } };
  });
}
