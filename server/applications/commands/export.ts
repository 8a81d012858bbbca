import { randomUUID } from "node:crypto";
import { caseRoles } from "@/domain/applications/policy";
import type { ExportQueue } from "@/domain/applications/schema/queue";
import { isIn, type User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { isFresh } from "@/domain/identity/rules";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";

type Staff = Ctx & { actor: User };

const hour = { windowSeconds: 3600 };

/**
 * Whether this actor may export, and that they do: the audit log has it before the first row goes out. A file with people's
 * names and numbers asks for a role that handles cases, a fresh proof and a reason. Errors: `access.signIn`,
 * `access.forbidden`, `identity.proofNeeded`, `requests.tooMany`.
 */
export async function beginExport(ctx: Ctx, { filters, sort, format, full, reason }: ExportQueue): Promise<{ id: string; actor: User }> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new DomainError("unauthenticated", "access.signIn");
  if (!isIn(actor, caseRoles.filter((role) => !full || role !== "supervisor"))) throw new DomainError("forbidden", actor.secondFactorDue ? "identity.secondFactorNeeded" : "access.forbidden");
  if (full && !isFresh(actor.authenticatedAt, ctx.now)) throw new DomainError("forbidden", "identity.proofNeeded");
  await limit(ctx.db, ctx.now, full ? { act: "applications.exportFull", subject: actor.id, max: 5, ...hour } : { act: "applications.export", subject: actor.id, max: 20, ...hour });
  const id = randomUUID();
  // A person that was looked for is not spelt out in a log for ever.
  const { query, applicant, ...work } = filters;
  await commit(ctx, async () => ({
    value: undefined, audit: { action: "applications.export", subject: { type: "export", id }, after: { filters: work, person: query !== undefined || applicant !== undefined, sort, format, full, reason: reason ?? null } },
  }));
  // Where one only supervises, nobody is shown unmasked.
  return { id, actor: full ? { ...actor, posts: actor.posts.filter(({ role }) => role !== "supervisor") } : actor };
}

/** How an export ended: how many rows went out, and whether the reader took them all. */
export async function endExport(ctx: Staff, { id, rows, whole }: { id: string; rows: number; whole: boolean }): Promise<void> {
  await commit(ctx, async () => ({ value: undefined, audit: { action: "applications.exportEnded", subject: { type: "export", id }, after: { rows, whole } } }));
}
