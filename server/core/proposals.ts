import { alias } from "drizzle-orm/pg-core";
import { and, asc, desc, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { accounts, proposals } from "@/db/schema";
import { isIn, type StaffRole, type User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { DecideProposal } from "@/domain/core/proposals";
import type { Ctx } from "./context";
import { newId } from "./ids";

type StaffCtx = Ctx & { actor: User };
type Written = { kind: string; subject: string; content: unknown };

/**
 * Writes down what another person shall confirm, in place of the writer's own open proposal about the same subject: what a
 * colleague reads is never changed under their eyes. Errors: `proposals.waiting` (conflict) where somebody else's is open.
 */
export async function writeProposal(tx: Tx, { actor, now }: StaffCtx, written: Written): Promise<string> {
  await tx.update(proposals).set({ outcome: "withdrawn", decidedBy: actor.id, decidedAt: now })
    .where(and(eq(proposals.subject, written.subject), isNull(proposals.decidedAt), eq(proposals.proposedBy, actor.id)));
  const id = await newId(tx);
  const [row] = await tx.insert(proposals).values({ id, ...written, proposedBy: actor.id, proposedAt: now }).onConflictDoNothing().returning({ id: proposals.id });
  if (!row) throw new DomainError("conflict", "proposals.waiting");
  return id;
}

/**
 * Decides a proposal of one of these kinds, its row locked; what follows from a confirmation is the caller's. Whoever holds
 * no post that decides only takes their own back. Errors: `proposals.decided` (conflict), `proposals.own`,
 * `proposals.notYours` and `access.forbidden` (forbidden), `proposals.reasonMissing` (invalid).
 */
export async function settleProposal(tx: Tx, { actor, now }: StaffCtx, { id, outcome, reason }: DecideProposal, { kinds, decide }: { kinds: readonly string[]; decide: StaffRole }) {
  const [row] = await tx.select().from(proposals).where(and(eq(proposals.id, id), inArray(proposals.kind, [...kinds]), isNull(proposals.decidedAt))).for("update").limit(1);
  if (!row) throw new DomainError("conflict", "proposals.decided");
  if ((row.proposedBy === actor.id) !== (outcome === "withdrawn")) throw new DomainError("forbidden", outcome === "withdrawn" ? "proposals.notYours" : "proposals.own");
  if (outcome !== "withdrawn" && !isIn(actor, [decide])) throw new DomainError("forbidden", "access.forbidden");
  if (outcome === "refused" && !reason) throw new DomainError("invalid", "proposals.reasonMissing");
  await tx.update(proposals).set({ outcome, decidedBy: actor.id, decidedAt: now, reason: reason || null }).where(eq(proposals.id, id));
  return row;
}

const proposers = alias(accounts, "proposer");
const deciders = alias(accounts, "decider");
const historyLength = 50;

/** Proposals of some kinds, or about one subject: those that wait, or the latest that were decided. */
export async function listProposals(db: Reader, { kinds, subject, open }: { kinds?: readonly string[]; subject?: string; open: boolean }) {
  const rows = await db.select({ row: proposals, proposedByName: proposers.name, decidedByName: deciders.name }).from(proposals)
    .leftJoin(proposers, eq(proposers.id, proposals.proposedBy)).leftJoin(deciders, eq(deciders.id, proposals.decidedBy))
    .where(and(kinds && inArray(proposals.kind, [...kinds]), subject ? eq(proposals.subject, subject) : undefined, open ? isNull(proposals.decidedAt) : isNotNull(proposals.decidedAt)))
    .orderBy(...(open ? [asc(proposals.id)] : [desc(proposals.decidedAt), desc(proposals.id)])).limit(historyLength);
  return rows.map(({ row: { id, kind, content, proposedBy, proposedAt, decidedAt, outcome, reason, subject: about }, proposedByName, decidedByName }) => ({
    id, kind, subject: about, content, outcome, reason, proposedBy, proposedByName: proposedByName ?? "", decidedByName, proposedAt: proposedAt.toISOString(), decidedAt: decidedAt?.toISOString() ?? null,
  }));
}
