import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { certificateProposals, certificates } from "@/db/schema";
import { decisionHindrance, lifeHindrance } from "@/domain/certificates/policy/life";
import { flawOfCorrections, nextRecord, standsOn, type Corrections } from "@/domain/certificates/rules/life";
import type { ActWithReason, ChangeFace, DecideLifeAct, LifeAct, ProposeLifeAct } from "@/domain/certificates/schema/life";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { authorize } from "@/server/core/authorize";
import { commit, type AuditEntry, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { listFieldsOf } from "../queries/catalogue";
import { lifeFacts } from "../queries/life";
import { openRecord, proposalPlace } from "../queries/record";
import { copyHolders } from "./holders";
import { applyAct, writeCertificate } from "./write";

type StaffCtx = Ctx & { actor: User };
type Found = Awaited<ReturnType<typeof lifeFacts>>;
/** The certificate to look at afterwards: the next version where one was made. */
export type Done = { id: string };

/** The certificate under lock, as it was seen. Errors: `certificates.notFound`, `certificates.changedMeanwhile` (conflict). */
async function lock(tx: Tx, ctx: StaffCtx, { id, version }: { id: string; version: number }): Promise<Found> {
  const [row] = await tx.select().from(certificates).where(eq(certificates.id, id)).for("update");
  const found = await lifeFacts(tx, ctx, row);
  if (found.row.lifeVersion !== version) throw new DomainError("conflict", "certificates.changedMeanwhile");
  return found;
}

function refuseAct({ actor }: StaffCtx, act: LifeAct, { facts }: Found): void {
  authorize(lifeHindrance(actor, act, facts));
}

const touch = (tx: Tx, { row }: Found) => tx.update(certificates).set({ lifeVersion: row.lifeVersion + 1 }).where(eq(certificates.id, row.id));

/**
 * Proposes to suspend, revoke or cancel a certificate, on a ground of the law, by its provision and with the reason that the
 * holder will read. Errors: as `lock`, `lifeHindrance`, and `certificates.groundWrong` (invalid).
 */
export function proposeLifeAct(ctx: StaffCtx, { id, version, act, ground, basis, reason }: ProposeLifeAct): Promise<Done> {
  return commit(ctx, async (tx) => {
    const found = await lock(tx, ctx, { id, version });
    refuseAct(ctx, act, found);
    if (!standsOn(act, ground)) throw new DomainError("invalid", "certificates.groundWrong", { act, ground });
    const proposalId = await newId(tx);
    await tx.insert(certificateProposals).values({ id: proposalId, certificateId: id, act, ground, basis, reason: seal(reason, proposalPlace(proposalId, "reason")), proposedBy: ctx.actor.id, proposedByName: ctx.actor.name, proposedAt: ctx.now });
    await touch(tx, found);
    return { value: { id }, audit: { action: "certificates.propose", subject: { type: "certificate", id }, after: { proposalId, act, ground, basis } } };
  });
}

/**
 * Decides what another person proposed, or takes one's own proposal back; granted, it is carried out in the same transaction.
 * Errors: as `lock`, `decisionHindrance`, `certificates.noProposal` (conflict) for another than the one that waits, and
 * `certificates.answerMissing` (invalid).
 */
export function decideLifeAct(ctx: StaffCtx, { id, version, proposalId, outcome, answer }: DecideLifeAct): Promise<Done> {
  return commit(ctx, async (tx) => {
    const found = await lock(tx, ctx, { id, version });
    const { waiting } = found;
    authorize(decisionHindrance(ctx.actor, outcome, found.facts));
    if (!waiting || waiting.id !== proposalId) throw new DomainError("conflict", "certificates.noProposal");
    if (outcome === "declined" && answer === "") throw new DomainError("invalid", "certificates.answerMissing");
    await tx.update(certificateProposals).set({ outcome, answer: answer ? seal(answer, proposalPlace(proposalId, "answer")) : null, decidedBy: ctx.actor.id, decidedByName: ctx.actor.name, decidedAt: ctx.now }).where(eq(certificateProposals.id, proposalId));
    const decided: AuditEntry = { action: "certificates.decide", subject: { type: "certificate", id }, after: { proposalId, act: waiting.act, outcome } };
    if (outcome !== "granted") {
      await touch(tx, found);
      return { value: { id }, audit: decided };
    }
    const { act, ground, basis, reason } = waiting;
    const done = await applyAct(tx, ctx, found.row, { act, from: found.facts.status, reason, ground, basis, proposalId });
    return { value: { id }, audit: [decided, done.audit], outbox: done.outbox };
  });
}

/** Lifts a suspension. Errors: as `lock` and `lifeHindrance`. */
export function restoreCertificate(ctx: StaffCtx, { id, version, reason }: ActWithReason): Promise<Done> {
  return commit(ctx, async (tx) => {
    const found = await lock(tx, ctx, { id, version });
    refuseAct(ctx, "restore", found);
    const { audit, outbox } = await applyAct(tx, ctx, found.row, { act: "restore", from: found.facts.status, reason });
    return { value: { id }, audit, outbox };
  });
}

/** Issues a certificate again as it is, as its next version; the earlier one is superseded. Errors: as `lock` and `lifeHindrance`. */
export function reissueCertificate(ctx: StaffCtx, { id, version, reason }: ActWithReason): Promise<Done> {
  return commit(ctx, async (tx) => {
    const found = await lock(tx, ctx, { id, version });
    refuseAct(ctx, "reissue", found);
    return succeed(tx, ctx, found, { act: "reissue", reason });
  });
}

/**
 * The same with other words on its face (变更, 行政许可法 49). Errors: as `lock`, `lifeHindrance`, and as `flawOfCorrections`
 * (invalid, with `field`).
 */
export function changeCertificate(ctx: StaffCtx, { id, version, reason, face, holders }: ChangeFace): Promise<Done> {
  return commit(ctx, async (tx) => {
    const found = await lock(tx, ctx, { id, version });
    refuseAct(ctx, "change", found);
    const corrections = { face, holders };
    const flaw = flawOfCorrections(openRecord(found.row), corrections, await listFieldsOf(tx, found.row.typeEditionId));
    if (flaw) throw new DomainError("invalid", flaw.code, flaw.field ? { field: flaw.field } : {});
    return succeed(tx, ctx, found, { act: "change", reason, corrections });
  });
}

type Succession = { act: "reissue" | "change"; reason: string; corrections?: Corrections };

/** The earlier version goes first: two current ones never stand beside each other. */
async function succeed(tx: Tx, ctx: StaffCtx, { row, facts }: Found, { act, reason, corrections }: Succession): Promise<{ value: Done; audit: AuditEntry[]; outbox: OutboxEntry[] }> {
  const record = nextRecord(openRecord(row), { issuedOn: shanghaiDay(ctx.now), ...(corrections && { corrections }) });
  const earlier = await applyAct(tx, ctx, row, { act, from: facts.status, reason });
  const { typeId, typeEditionId, layoutDigest, several, holderAccountId, holderOrganisationId, issuerDepartmentId } = row;
  const next = await writeCertificate(tx, ctx, {
    record, typeId, typeEditionId, layoutDigest, several, holderAccountId, holderOrganisationId, issuerDepartmentId, applicationId: null, previousId: row.id, origin: act === "reissue" ? "reissued" : "changed",
  }, { act, reason });
  await copyHolders(tx, row.id, next.id);
  return { value: { id: next.id }, audit: [earlier.audit, next.audit], outbox: [...earlier.outbox, ...next.outbox] };
}
