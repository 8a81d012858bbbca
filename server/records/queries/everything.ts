import { and, asc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { open } from "@/db/personal-data";
import {
  applicationEvents, applicationFilings, applications, certificates, delegations, deliveries, departments, externalIdentities, files, hearings, identityProofs, messages, notices, passkeys, progressShares, ratings, recalledAnswers, serviceItemRevisions, sessions,
} from "@/db/schema";
import { compileForm, type CompiledForm } from "@/domain/forms/rules/compile";
import type { Answers } from "@/domain/forms/schema";
import { formOf } from "@/domain/items/rules";
import { formatApplicationNumber } from "@/domain/core/codes";
import { retention } from "@/domain/records/rules/retention";
import { answersOf, named } from "@/server/applications/queries/case";
import { openFiling } from "@/server/applications/queries/filings";
import { addresseeOf } from "@/server/applications/queries/deliveries";
import { recalledPlace } from "@/server/applications/queries/recalled";
import { lastMovedYear } from "@/server/applications/queries/events";
import { keptOf } from "@/server/applications/queries/materials";
import { hearingPlace } from "@/server/applications/queries/hearings";
import { heldByPrincipal } from "@/server/certificates/queries/held";
import { listPresentations } from "@/server/certificates/queries/presenting";
import { openEndReason, openRecord } from "@/server/certificates/queries/record";
import { listGrants, listUses } from "@/server/certificates/queries/uses";
import { listOwnEnquiries } from "@/server/enquiries/queries";
import { listEverything } from "@/server/lifeEvents/queries/case";
import { bodyOf } from "@/server/notices/queries/visible";
import { preferencesOf } from "@/server/notices/queries/sending";
import { commentPlace } from "@/server/ratings/queries";
import { listConsents } from "@/server/identity/queries/clients";
import { listAccesses, ownAccount, profileOf, type OwnCtx } from "./own";
import { listOwnRequests } from "./requests";

const iso = (at: Date | null) => at?.toISOString() ?? null;

export type Everything = Awaited<ReturnType<typeof collect>>;

/** Everything held about oneself, opened. */
export async function collect(ctx: OwnCtx) {
  const { db, actor: { id } } = ctx;
  const cases = await casesOf(ctx);
  return {
    format: "tongban.personal-data/1", exportedAt: ctx.now.toISOString(), retention,
    profile: profileOf(await ownAccount(ctx)),
    applications: cases,
    keptMaterials: (await keptOf(db, { accountId: id, organisationId: null }, ctx.now)).map(({ id: _id, ended: _ended, ...kept }) => kept),
    lifeEvents: await listEverything(db, id),
    certificates: (await db.select().from(certificates).where(heldByPrincipal({ accountId: id, organisationId: null })).orderBy(asc(certificates.id)))
      .map((row) => ({ status: row.status, signedAt: iso(row.signedAt), endReason: openEndReason(row), record: openRecord(row) })),
    certificateNotices: (await db.select({ notice: notices }).from(notices).innerJoin(certificates, eq(certificates.id, notices.certificateId)).where(heldByPrincipal({ accountId: id, organisationId: null })).orderBy(asc(notices.id)))
      .map(({ notice }) => ({ number: notice.number, ...bodyOf(notice) })),
    certificateUses: await allPages((cursor) => listUses(ctx, { limit: 100, ...cursor })),
    usageGrants: await allPages((cursor) => listGrants(ctx, { limit: 100, ...cursor })),
    presentations: await listPresentations(db, id),
    delegations: (await db.select().from(delegations).where(or(eq(delegations.principalAccountId, id), eq(delegations.delegateAccountId, id))).orderBy(asc(delegations.id)))
      .map(({ kind, principalAccountId, acts, scope, validFrom, validUntil, grantedAt, acceptedAt, revokedAt }) =>
        ({ kind, as: principalAccountId === id ? "principal" as const : "delegate" as const, acts, scope, validFrom, validUntil, grantedAt: iso(grantedAt), acceptedAt: iso(acceptedAt), revokedAt: iso(revokedAt) })),
    messages: (await db.select().from(messages).where(eq(messages.accountId, id)).orderBy(asc(messages.id)))
      .map(({ template, params, createdAt, sentAt, readAt }) => ({ template, params, createdAt: iso(createdAt), sentAt: iso(sentAt), readAt: iso(readAt) })),
    sessions: (await db.select().from(sessions).where(eq(sessions.accountId, id)).orderBy(asc(sessions.id)))
      .map(({ createdAt, lastSeenAt, expiresAt, revokedAt, factors, userAgent }) => ({ createdAt: iso(createdAt), lastSeenAt: iso(lastSeenAt), expiresAt: iso(expiresAt), revokedAt: iso(revokedAt), factors, userAgent })),
    proofs: (await db.select().from(identityProofs).where(eq(identityProofs.accountId, id)).orderBy(asc(identityProofs.at)))
      .map(({ kind, level, provider, at, document, reason }) => ({ kind, level, provider, at: iso(at), document, reason })),
    passkeys: (await db.select().from(passkeys).where(eq(passkeys.accountId, id)).orderBy(asc(passkeys.id)))
      .map(({ name, synced, createdAt, lastUsedAt }) => ({ name, synced, createdAt: iso(createdAt), lastUsedAt: iso(lastUsedAt) })),
    otherSignIns: (await db.select().from(externalIdentities).where(eq(externalIdentities.accountId, id)).orderBy(asc(externalIdentities.id)))
      .map(({ issuer, subject, linkedAt, lastUsedAt }) => ({ issuer, subject, linkedAt: iso(linkedAt), lastUsedAt: iso(lastUsedAt) })),
    consents: await listConsents(ctx),
    accesses: await allPages((cursor) => listAccesses(ctx, { limit: 100, ...cursor })),
    enquiries: await allPages((cursor) => listOwnEnquiries(ctx, { limit: 100, ...cursor })),
    notificationPreferences: await preferencesOf(db, id),
    requests: await allPages((cursor) => listOwnRequests(ctx, { limit: 100, ...cursor })),
  };
}

async function allPages<Row>(page: (cursor: { cursor?: string }) => Promise<{ rows: Row[]; nextCursor: string | undefined }>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const next = await page(cursor === undefined ? {} : { cursor });
    rows.push(...next.rows);
    cursor = next.nextCursor;
  }
  return rows;
}

/** Every application of this person, filed or not, with all that hangs on it. */
async function casesOf({ db, actor: { id } }: OwnCtx) {
  const rows = await db.select({ application: applications, content: serviceItemRevisions.content, departmentName: departments.name }).from(applications)
    .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, applications.revisionId)).innerJoin(departments, eq(departments.id, applications.departmentId))
    .where(and(eq(applications.applicantAccountId, id), isNull(applications.organisationId))).orderBy(asc(applications.id));
  const [beside, moved] = [await besideCases(db, rows.map(({ application }) => application.id)), await lastMovedYear(db)];
  return rows.map(({ application, content, departmentName }) => {
    const form = compileForm(formOf(content));
    const of = <Row extends { applicationId: string }>(list: readonly Row[]) => list.filter(({ applicationId }) => applicationId === application.id);
    return {
      number: formatApplicationNumber(application.number), itemName: application.itemName, departmentName, status: application.status, outcome: application.outcome,
      createdAt: iso(application.createdAt), submittedAt: iso(application.submittedAt), acceptedAt: iso(application.acceptedAt), decidedAt: iso(application.decidedAt), closedAt: iso(application.closedAt),
      answers: labelled(form, answersOf(application)),
      // What was found for it when it was begun, in certificates and earlier applications.
      recalled: of(beside.recalled).map(({ id: recalledId, source, fieldId, name, onDay, value }) => ({ source, field: fieldId, name, on: onDay, value: open(value, recalledPlace(recalledId)) })),
      // What was filed before a correction; notes that colleagues make among themselves are the organ's.
      filings: of(beside.filings).map((filing) => ({ filedAt: iso(filing.filedAt), answers: labelled(form, openFiling(filing)) })),
      files: of(beside.files).map(named).map(({ name, fieldId, mime, size, sha256, createdAt, deletedAt }) => ({ name, field: fieldId, mime, size, sha256, createdAt: iso(createdAt), deletedAt: iso(deletedAt) })),
      // Colleagues' names and inner opinions are the organ's; what was decided about the person, and why, is theirs.
      events: of(beside.events).map(({ action, at, fromStatus, toStatus, actorRole }) => ({ action, at: iso(at), fromStatus, toStatus, by: actorRole })),
      // Where it does not begin with the first act: up to and with which year what happened was moved to the offline archive.
      eventsMovedUntil: application.version > 0 && of(beside.events)[0]?.sequence !== 1 ? moved : null,
      notices: of(beside.notices).map((notice) => ({ number: notice.number, ...bodyOf(notice) })),
      deliveries: of(beside.deliveries).map((row) => ({ way: row.way, state: row.state, addressee: addresseeOf(row), carrier: row.carrier, trackingNumber: row.trackingNumber, deliveredAt: iso(row.deliveredAt) })),
      hearings: of(beside.hearings).map(({ id: hearingId, state, reason, askUntil, askedAt, heldOn, startsAt, place, confirmedAt, outcome }) => ({ state, reason: reason && open(reason, hearingPlace(hearingId, "reason")), askUntil, askedAt: iso(askedAt), heldOn, startsAt, place, confirmedAt: iso(confirmedAt), outcome })),
      shares: of(beside.shares).map(({ createdAt, expiresAt, revokedAt }) => ({ createdAt: iso(createdAt), expiresAt: iso(expiresAt), revokedAt: iso(revokedAt) })),
      // Given by name: what was rated without one hangs on no case, and is found by its code alone.
      rating: of(beside.ratings).map((rating) => ({ level: rating.level, reasons: rating.reasons, comment: rating.comment && open(rating.comment, commentPlace(rating.id)), createdAt: iso(rating.createdAt) }))[0] ?? null,
    };
  });
}

const labelled = (form: CompiledForm, answers: Answers) => Object.entries(answers).map(([field, value]) => ({ field, label: form.findField(field)?.label.zh ?? field, value }));

async function besideCases(db: OwnCtx["db"], ids: string[]) {
  const [uploads, events, told, rated, filings, sent, heard, shares, recalled] = await Promise.all([
    db.select().from(files).where(inArray(files.applicationId, ids)).orderBy(asc(files.id)),
    db.select().from(applicationEvents).where(inArray(applicationEvents.applicationId, ids)).orderBy(asc(applicationEvents.sequence)),
    db.select({ id: notices.id, applicationId: sql<string>`${notices.applicationId}`, number: notices.number, body: notices.body }).from(notices).where(inArray(notices.applicationId, ids)).orderBy(asc(notices.id)),
    db.select({ id: ratings.id, applicationId: sql<string>`${ratings.applicationId}`, level: ratings.level, reasons: ratings.reasons, comment: ratings.comment, createdAt: ratings.createdAt }).from(ratings)
      .where(inArray(ratings.applicationId, ids)).orderBy(asc(ratings.round)),
    db.select().from(applicationFilings).where(inArray(applicationFilings.applicationId, ids)).orderBy(asc(applicationFilings.position)),
    db.select().from(deliveries).where(inArray(deliveries.applicationId, ids)),
    db.select().from(hearings).where(inArray(hearings.applicationId, ids)).orderBy(asc(hearings.createdAt)),
    db.select().from(progressShares).where(inArray(progressShares.applicationId, ids)).orderBy(asc(progressShares.id)),
    db.select().from(recalledAnswers).where(inArray(recalledAnswers.applicationId, ids)).orderBy(asc(recalledAnswers.id)),
  ]);
  return { files: uploads, events, notices: told, ratings: rated, filings, deliveries: sent, hearings: heard, shares, recalled };
}
