import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { noticeServices, notices } from "@/db/schema";
import { isApplicant, isColleague } from "@/domain/applications/policy";
import { doerOf, type User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { ServiceWay } from "@/domain/notices/rules/service";
import type { ServeNotice } from "@/domain/notices/schema";
import { getCase, type Case } from "@/server/applications/queries/case";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";

/** Notes that the addressee, or whoever acts for them, has a notice in hand: the first time counts. Others leave no mark here. */
export async function noteService(ctx: Ctx, notice: { id: string }, { application, way }: { application: Case["application"]; way: Exclude<ServiceWay, "counter"> }): Promise<void> {
  if (ctx.actor.kind !== "user" || !isApplicant(ctx.actor, application)) return;
  const { id, name } = doerOf(ctx.actor);
  await writable(ctx).insert(noticeServices).values({ noticeId: notice.id, way, at: ctx.now, accountId: id, accountName: name }).onConflictDoNothing();
}

// Safe: a look is proof whether or not anything else is written; a query must be able to write it.
const writable = ({ db }: Ctx): Pick<Database, "insert"> => db as Database;

/**
 * Hands a notice over at the counter against signature; once. Errors: `notices.notFound`, `access.forbidden`,
 * `notices.notSealedYet`, `notices.servedAlready` (conflict).
 */
export function serveNotice(ctx: Ctx & { actor: User }, { id, receivedBy }: ServeNotice): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const [row] = await tx.select().from(notices).where(eq(notices.id, id)).for("update");
    const found = row && (await getCase(tx, ctx.actor, { id: row.applicationId }).catch(() => undefined));
    if (!row || !found) throw new DomainError("not_found", "notices.notFound");
    if (!isColleague(ctx.actor, found.facts)) throw new DomainError("forbidden", "access.forbidden");
    if (!row.pdfKey) throw new DomainError("conflict", "notices.notSealedYet");
    const [written] = await tx.insert(noticeServices).values({ noticeId: id, way: "counter", at: ctx.now, accountId: ctx.actor.id, accountName: ctx.actor.name, receivedBy }).onConflictDoNothing().returning({ id: noticeServices.id });
    if (!written) throw new DomainError("conflict", "notices.servedAlready");
    return { value: { id }, audit: { action: "notices.serve", subject: { type: "notice", id }, after: { way: "counter" } } };
  });
}
