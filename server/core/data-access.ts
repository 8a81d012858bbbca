import type { Database, Reader, Tx } from "@/db/client";
import { dataAccesses } from "@/db/schema";
import type { Post, User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import type { AccessKind } from "@/domain/records/schema";
import type { Ctx } from "./context";

/** Whose data was read by staff, in what case, which fields (as the person knows them), and why. */
export type Access = { subjectId: string; kind: AccessKind; fields: readonly string[]; reason?: string; case?: { id: string; departmentId: string } };

/**
 * Leaves a row that somebody's data was read by staff; the person sees it at /me/data. Opening a case counts once a day per
 * person and case: of reloading a page nobody learns anything. Given a transaction the row stands or falls with it; in a
 * query it is written at once, before the answer, so that nothing is read without it. People reading their own leave none.
 */
export async function recordAccess(db: Tx | Reader, { actor, now, requestId }: Ctx, { case: read, ...access }: Access): Promise<void> {
  const post = actor.kind === "user" && actor.accountKind === "staff" ? postFor(actor, read?.departmentId) : undefined;
  if (actor.kind !== "user" || !post) return;
  await writable(db).insert(dataAccesses).values({
    ...access, fields: [...access.fields], at: now, onDay: shanghaiDay(now), actorId: actor.id, actorRole: post.role, departmentId: post.departmentId,
    applicationId: read?.id ?? null, requestId,
  }).onConflictDoNothing();
}

/** Who was let in from outside: the request by which, and by which organ in what role. */
export type OutsideReader = { readerId: string; role: Post["role"]; departmentId: string };

/** The same for an expert without an account: every look leaves a row. */
export async function recordOutsideAccess(db: Tx | Reader, { now, requestId }: Ctx, { readerId, role, departmentId }: OutsideReader, { case: read, ...access }: Access): Promise<void> {
  await writable(db).insert(dataAccesses).values({
    ...access, fields: [...access.fields], at: now, onDay: shanghaiDay(now), actorId: readerId, actorRole: role, departmentId, applicationId: read?.id ?? null, requestId,
  });
}

/** The same for many people at once, as an export reads them. */
export async function recordAccesses(db: Reader, { actor, now, requestId }: Ctx, accesses: readonly Required<Access>[]): Promise<void> {
  if (actor.kind !== "user" || accesses.length === 0) return;
  await writable(db).insert(dataAccesses).values(accesses.flatMap(({ case: read, ...access }) => {
    const post = postFor(actor, read.departmentId);
    return post ? [{ ...access, fields: [...access.fields], at: now, onDay: shanghaiDay(now), actorId: actor.id, actorRole: post.role, departmentId: post.departmentId, applicationId: read.id, requestId }] : [];
  }));
}

/** In which capacity: the post at the organ whose case it is, or whichever they hold. */
const postFor = ({ posts }: User, departmentId: string | undefined): Post | undefined => posts.find((post) => post.departmentId === departmentId) ?? posts[0];

// Safe: like the counters of rate limits, this log is no business data; a query must be able to write it.
function writable(db: Tx | Reader): Pick<Database, "insert"> {
  return db as Database;
}
