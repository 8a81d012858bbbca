import { and, asc, desc, eq, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { certificateEvents, certificateProposals, certificates } from "@/db/schema";
import { availableActs, availableDecisions, certificateRoles } from "@/domain/certificates/policy/life";
import { statusOn } from "@/domain/certificates/rules";
import { deskRecord } from "@/domain/certificates/rules/desk";
import type { ListIssued } from "@/domain/certificates/schema/life";
import type { Post, User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { maskName } from "@/domain/core/codes";
import { stemOf } from "@/domain/departments/rules";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { recordAccess } from "@/server/core/data-access";
import { readIntact } from "./intact";
import { lifeFacts, listDecided } from "./life";
import { openEndReason, openReason, openRecord, type CertificateRow } from "./record";

type StaffCtx = Ctx & { actor: User };
const Key = z.tuple([z.uuid()]);

/** The SQL twin of `seesCertificate`. */
export function issuedBy({ posts }: User): SQL | undefined {
  const mine = posts.filter(({ role }) => certificateRoles.some((one) => one === role));
  return mine.length === 0 ? sql`false` : or(...mine.map(within));
}

const within = ({ departmentId, divisionCode }: Post) =>
  and(eq(certificates.issuerDepartmentId, departmentId), or(isNull(certificates.divisionCode), sql`${certificates.divisionCode} like ${`${stemOf(divisionCode)}%`}`));

/** A line of a list: names of people masked, as in every list of the desk. */
export function lineOf(row: CertificateRow, now: Date) {
  const { holders } = openRecord(row);
  return {
    id: row.id, identifier: row.identifier, name: row.name, version: row.version, issuedOn: row.issuedOn, validUntil: row.validUntil, signed: row.signedAt !== null, status: statusOn(row, shanghaiDay(now)),
    holders: holders.map(({ name, type }) => (type === "111" ? maskName(name) : name)),
  };
}

/** The certificates of one's department and divisions, newest first, and those of them about which a proposal waits. */
export async function listIssued({ db, actor, now }: StaffCtx, { cursor, limit }: ListIssued) {
  const after = cursor ? sql`${certificates.id} < ${decodeCursor(Key, cursor)[0]}::uuid` : undefined;
  const rows = await db.select().from(certificates).where(and(issuedBy(actor), after)).orderBy(desc(certificates.id)).limit(limit + 1);
  const waiting = await db.select({ row: certificates, act: certificateProposals.act, proposedBy: certificateProposals.proposedBy, proposedByName: certificateProposals.proposedByName, proposedAt: certificateProposals.proposedAt }).from(certificateProposals)
    .innerJoin(certificates, eq(certificates.id, certificateProposals.certificateId)).where(and(isNull(certificateProposals.outcome), issuedBy(actor))).orderBy(asc(certificateProposals.id)).limit(limit);
  return {
    rows: rows.slice(0, limit).map((row) => lineOf(row, now)),
    waiting: waiting.map(({ row, act, proposedBy, proposedByName, proposedAt }) => ({ ...lineOf(row, now), act, own: proposedBy === actor.id, proposedByName, proposedAt: proposedAt.toISOString() })),
    nextCursor: cursorAfter(rows, limit, ({ id }) => [id]),
  };
}

/** A certificate as its issuer's desk sees it: face, state, signature, versions, what happened, what waits, what may be done. Leaves a trace. Errors: `certificates.notFound`. */
export async function getIssued(ctx: StaffCtx, id: string) {
  const { db, actor } = ctx;
  const [found] = await db.select().from(certificates).where(eq(certificates.id, id)).limit(1);
  const { row, facts, waiting, holders } = await lifeFacts(db, ctx, found);
  const record = openRecord(row);
  for (const subjectId of holders) await recordAccess(db, ctx, { subjectId, kind: "open", fields: [record.certificate_name] });
  const [events, proposals, versions, intact] = await Promise.all([
    db.select().from(certificateEvents).where(eq(certificateEvents.certificateId, id)).orderBy(desc(certificateEvents.id)),
    listDecided(db, id),
    db.select({ id: certificates.id, previousId: certificates.previousId, identifier: certificates.identifier }).from(certificates).where(or(eq(certificates.previousId, id), inArray(certificates.id, row.previousId ? [row.previousId] : []))),
    readIntact(row),
  ]);
  return {
    id, lifeVersion: row.lifeVersion, status: facts.status, origin: row.origin, endReason: openEndReason(row), signature: intact.signature, ...deskRecord(record),
    previous: versions.find((one) => one.id === row.previousId) ?? null, next: versions.find(({ previousId }) => previousId === id) ?? null,
    events: events.map(({ id: eventId, act, from, to, at, byName, ground, basis, reason }) => ({ id: eventId, act, from, to, at: at.toISOString(), byName, ground, basis, reason: openReason({ id: eventId, reason }) })),
    proposals: proposals.map(({ id: proposalId, act, ground, basis, reason, proposedByName, proposedAt, decidedByName, decidedAt, outcome, answer }) => ({ id: proposalId, act, ground, basis, reason, proposedByName, proposedAt: proposedAt.toISOString(), decidedByName, decidedAt: decidedAt?.toISOString() ?? null, outcome, answer })),
    waiting: waiting ? { id: waiting.id, act: waiting.act, ground: waiting.ground, basis: waiting.basis, reason: waiting.reason, proposedByName: waiting.proposedByName, proposedAt: waiting.proposedAt.toISOString() } : null,
    acts: availableActs(actor, facts), decisions: availableDecisions(actor, facts),
  };
}
