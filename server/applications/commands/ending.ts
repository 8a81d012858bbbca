import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { suspensions } from "@/db/schema";
import { finish } from "@/domain/applications/rules/steps";
import type { PlainAct, ReasonAct } from "@/domain/applications/schema";
import type { Terminate } from "@/domain/applications/schema/life";
import { shanghaiDay } from "@/domain/core/calendar";
import { revokeCertificateOf } from "@/server/certificates/commands/revoke";
import type { Ctx } from "@/server/core/context";
import type { Case } from "../queries/case";
import { act, type Acted, type Effect } from "./act";
import { decideProposal, proposalIn, propose } from "./proposals";

/** What a case that ends before its course is over no longer waits for. */
export async function ending(tx: Tx, { now }: Ctx, { application: { id }, steps }: Case): Promise<Required<Pick<Effect, "patch" | "steps">>> {
  await tx.update(suspensions).set({ endOn: shanghaiDay(now) }).where(and(eq(suspensions.applicationId, id), isNull(suspensions.endOn)));
  return {
    patch: { closedAt: now, dueOn: null, noticeDueOn: null, correctionDueOn: null, suspendedFrom: null },
    // Nothing was finished by this: what was open is left out.
    steps: { next: finish(steps.map(({ key, status }) => ({ key, status: status === "active" ? "pending" : status }))) },
  };
}

/** Ends a case whose applicant died or was dissolved, with the reason and the provision it stands on. */
export function terminateApplication(ctx: Ctx, { id, version, ground, reason, basis }: Terminate): Promise<Acted> {
  return act(ctx, { id, version, action: "terminate" }, async (found, tx) => ({ ...(await ending(tx, ctx, found)), reason, payload: { termination: ground, basis } }));
}

/** Proposes that the result of a case be voided (行政许可法 69); another person decides. */
export function proposeVoid(ctx: Ctx, { id, version, reason }: ReasonAct): Promise<Acted> {
  return act(ctx, { id, version, action: "proposeVoid" }, async (_found, tx) => {
    await propose(tx, ctx, { id, action: "void", reason });
    return { reason };
  });
}

/** Voids a case as another proposed: its certificate is revoked in the same transaction. Errors: `applications.ownProposal`. */
export function voidApplication(ctx: Ctx, { id, version }: PlainAct): Promise<Acted> {
  return act(ctx, { id, version, action: "void" }, async (found, tx) => {
    const proposal = proposalIn(found, "void");
    await decideProposal(tx, ctx, proposal, { outcome: "granted" });
    const revoked = await revokeCertificateOf(tx, ctx, { applicationId: id, reason: proposal.reason });
    const { patch, steps } = await ending(tx, ctx, found);
    return {
      patch: { ...patch, closedAt: found.application.closedAt ?? ctx.now }, steps, reason: proposal.reason,
      payload: revoked ? { certificate: revoked.identifier } : {}, audit: revoked ? [revoked.audit] : [],
    };
  });
}

/** Declines to void a case; its result holds. */
export function declineVoid(ctx: Ctx, { id, version, reason }: ReasonAct): Promise<Acted> {
  return act(ctx, { id, version, action: "declineVoid" }, async (found, tx) => {
    await decideProposal(tx, ctx, proposalIn(found, "void"), { outcome: "declined", answer: reason });
    return { reason };
  });
}
