import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { levelRequests, recoveries } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { hindersSecondLook } from "@/domain/identity/policy";
import { secondLookHours, type SecondLookKind } from "@/domain/identity/rules/counter";
import type { DecideSecondLook } from "@/domain/identity/schema/levels";
import { authorize } from "@/server/core/authorize";
import { commit, type AuditEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { keepProof } from "./proof";

type Signed = Ctx & { actor: User };
type Decided = { id: string };

const tables = { level: levelRequests, recovery: recoveries } as const satisfies Record<SecondLookKind, unknown>;

/**
 * The second person's word on what a clerk asked for somebody at the counter, once: the highest level is given with it; of
 * a way back in the clerk who asked gets the code.
 * Errors: `identity.secondLookNotFound` (not_found), `identity.secondLookOwn` (forbidden), `identity.secondLookDecided` (conflict).
 */
export async function decideSecondLook(ctx: Signed, wish: DecideSecondLook): Promise<Decided> {
  const { kind, id, decision } = wish;
  if (kind !== "level" || decision !== "confirmed") {
    return commit(ctx, async (tx) => ({ value: { id }, audit: (await decide(tx, ctx, wish)).audit }));
  }
  const [request] = await ctx.db.select().from(levelRequests).where(eq(levelRequests.id, id)).limit(1);
  if (!request) throw new DomainError("not_found", "identity.secondLookNotFound");
  const { accountId, departmentId, askedBy: clerkId, document, reason } = request;
  await keepProof(ctx, {
    accountId, kind: "counter", level: "L4", provider: `counter:${departmentId}`, reference: crypto.randomUUID(), seen: { clerkId, document, reason, confirmedBy: ctx.actor.id },
  }, async (tx) => [(await decide(tx, ctx, wish)).audit]);
  return { id };
}

async function decide(tx: Tx, ctx: Signed, { kind, id, decision }: DecideSecondLook): Promise<{ audit: AuditEntry }> {
  const table = tables[kind];
  const [row] = await tx.select().from(table).where(eq(table.id, id)).for("update");
  if (!row || ctx.now.getTime() - row.askedAt.getTime() > secondLookHours * 3_600_000) throw new DomainError("not_found", "identity.secondLookNotFound");
  authorize(hindersSecondLook(ctx.actor, { ...row, concerns: [row.accountId] }));
  await tx.update(table).set({ decision, decidedBy: ctx.actor.id, decidedAt: ctx.now }).where(eq(table.id, id));
  const act = `${decision === "confirmed" ? "confirm" : "refuse"}${kind === "level" ? "Level" : "Recovery"}`;
  return { audit: { action: `identity.${act}`, subject: { type: "account", id: row.accountId }, after: { requestId: id } } };
}
