import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyedDigest, seal } from "@/db/personal-data";
import { certificateEvents, certificateProposals, certificates } from "@/db/schema";
import { lifeKeys, stateAfter } from "@/domain/certificates/rules/life";
import type { CertificateRecord, CertificateStatus } from "@/domain/certificates/schema";
import type { CertificateEventAct, LifeAct, LifeGround } from "@/domain/certificates/schema/life";
import { doerOf } from "@/domain/core/actor";
import type { AuditEntry, OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { canonicalJson, recordDigest } from "@/server/core/documents/canonical";
import { newId } from "@/server/core/ids";
import { findWaiting } from "../queries/life";
import { endPlace, eventPlace, recordPlace, type CertificateRow } from "../queries/record";

/** What is looked for in a record, and where it was issued, as columns beside it. */
export function keyColumns(record: CertificateRecord): Pick<CertificateRow, "numberIndex" | "holderKey" | "divisionCode"> {
  const { number, holder } = lifeKeys(record);
  return { numberIndex: keyedDigest("certificateNumber", number), holderKey: keyedDigest("certificateHolder", holder), divisionCode: record.area_code };
}

/** A record, and what it does not say of itself. */
export type NewCertificate = Pick<CertificateRow, "typeId" | "typeEditionId" | "layoutDigest" | "several" | "holderAccountId" | "holderOrganisationId" | "applicationId" | "previousId" | "origin" | "issuerDepartmentId"> & { record: CertificateRecord };

export type Written = { id: string; identifier: string; audit: AuditEntry; outbox: OutboxEntry[] };

/**
 * Writes a certificate that is valid from now on, sealed, with the keys it is found and guarded by, the first event of its
 * life, and the order to sign it. Who holds it is the caller's to keep.
 */
export async function writeCertificate(tx: Tx, ctx: Ctx, { record, ...facts }: NewCertificate, why: { act: CertificateEventAct; reason?: string }): Promise<Written> {
  const id = await newId(tx);
  const identifier = record.certificate_identifier;
  await tx.insert(certificates).values({
    ...facts, id, identifier, version: Number(record.certificate_version), status: "valid", name: record.certificate_name, ...keyColumns(record),
    record: seal(canonicalJson(record), recordPlace(id)), recordDigest: recordDigest(record), issuedOn: record.issuing_date, validUntil: record.validate_end, createdAt: ctx.now,
  });
  await addEvent(tx, ctx, { certificateId: id, act: why.act, to: "valid", reason: why.reason ?? null, applicationId: facts.applicationId });
  return {
    id, identifier,
    audit: { action: `certificates.${why.act}`, subject: { type: "certificate", id }, after: { applicationId: facts.applicationId, previousId: facts.previousId, recordDigest: recordDigest(record) } },
    outbox: [{ topic: "certificates.sign", payload: { certificateId: id } }],
  };
}

type NewEvent = Omit<typeof certificateEvents.$inferInsert, "at" | "by" | "byName">;

/** Writes down what happened to a certificate; nothing may happen to one without. */
export async function addEvent(tx: Tx, { actor, now }: Ctx, event: NewEvent): Promise<string> {
  const by = actor.kind === "user" ? doerOf(actor) : null;
  const id = await newId(tx);
  await tx.insert(certificateEvents).values({ ...event, reason: event.reason ? seal(event.reason, eventPlace(id)) : null, id, at: now, by: by?.id ?? null, byName: by?.name ?? null });
  return id;
}

export type Happening = {
  act: LifeAct;
  /** As of today, before it. */
  from: CertificateStatus;
  reason: string | null;
  ground?: LifeGround;
  basis?: string;
  proposalId?: string;
  applicationId?: string;
};

/** What keeps a state from being in force is told with it; a state that lasts says nothing. */
const endOf = (id: string, to: CertificateStatus, now: Date, reason: string | null) => (to === "valid" ? { endedAt: null, endReason: null } : { endedAt: now, endReason: reason === null ? null : seal(reason, endPlace(id)) });

/**
 * Moves a certificate, whose row the caller has locked, along the table; a proposal that has become pointless is overtaken.
 * What follows (who is told) hangs on the event. Throws where the table knows no such step: callers ask the policy first.
 */
export async function applyAct(tx: Tx, ctx: Ctx, row: CertificateRow, { act, from, reason, ...more }: Happening): Promise<{ to: CertificateStatus; audit: AuditEntry; outbox: OutboxEntry[] }> {
  const to = stateAfter(act, from);
  if (!to) throw new Error(`certificate ${row.id}: no ${act} from ${from}`);
  await tx.update(certificates).set({ status: to, lifeVersion: row.lifeVersion + 1, ...endOf(row.id, to, ctx.now, reason) }).where(eq(certificates.id, row.id));
  const eventId = await addEvent(tx, ctx, { certificateId: row.id, act, from, to, reason, ...more });
  await overtake(tx, ctx, row.id, to);
  return {
    to,
    audit: { action: `certificates.${act}`, subject: { type: "certificate", id: row.id }, before: { status: from }, after: { status: to, ...more } },
    outbox: [{ topic: "certificates.event", payload: { certificateId: row.id, eventId, act } }],
  };
}

async function overtake(tx: Tx, { now }: Ctx, certificateId: string, status: CertificateStatus): Promise<void> {
  const waiting = await findWaiting(tx, certificateId);
  if (waiting && !stateAfter(waiting.act, status)) await tx.update(certificateProposals).set({ outcome: "overtaken", decidedAt: now }).where(eq(certificateProposals.id, waiting.id));
}
