import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { actProposals } from "@/db/schema";
import { isStillOpen, proposalFor, type Proposable } from "@/domain/applications/rules/proposals";
import type { ApplicationAction, ApplicationStatus } from "@/domain/applications/schema";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { proposalPlace, type Case, type ProposalRow } from "../queries/case";

type Proposal = { id: string; action: Proposable; reason: string; payload?: Record<string, unknown> };

/** Writes down what one person proposes, for another to decide; the database holds the two apart. */
export async function propose(tx: Tx, { actor, now }: Ctx, { id, action, reason, payload = {} }: Proposal): Promise<void> {
  if (actor.kind !== "user") throw new DomainError("forbidden", "access.forbidden");
  const proposalId = await newId(tx);
  await tx.insert(actProposals).values({ id: proposalId, applicationId: id, action, reason: seal(reason, proposalPlace(proposalId, "reason")), payload, proposedBy: actor.id, proposedByName: actor.name, proposedAt: now });
}

/** The proposal that an act decides. Errors: `applications.nothingProposed` (conflict). */
export function proposalIn({ proposals }: Case, action: ApplicationAction): ProposalRow {
  const row = proposalFor(action, proposals);
  if (!row) throw new DomainError("conflict", "applications.nothingProposed");
  return row;
}

/** Writes down what the second person decided. */
export async function decideProposal(tx: Tx, { actor, now }: Ctx, { id }: ProposalRow, { outcome, answer }: { outcome: "granted" | "declined"; answer?: string }): Promise<void> {
  if (actor.kind !== "user") throw new DomainError("forbidden", "access.forbidden");
  await tx.update(actProposals).set({ outcome, answer: answer ? seal(answer, proposalPlace(id, "answer")) : null, decidedBy: actor.id, decidedByName: actor.name, decidedAt: now }).where(eq(actProposals.id, id));
}

type Move = { proposals: readonly ProposalRow[]; action: ApplicationAction; status: ApplicationStatus };

/** A case that went on without a decision leaves nothing to decide. */
export async function closeOvertaken(tx: Tx, { now }: Ctx, { proposals, action, status }: Move): Promise<void> {
  const decided = proposalFor(action, proposals);
  const overtaken = proposals.filter((proposal) => proposal !== decided && !isStillOpen(proposal.action, status));
  for (const { id } of overtaken) await tx.update(actProposals).set({ outcome: "overtaken", decidedAt: now }).where(and(eq(actProposals.id, id), isNull(actProposals.outcome)));
}
