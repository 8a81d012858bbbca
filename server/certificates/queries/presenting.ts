import { and, desc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Reader, Tx } from "@/db/client";
import { keyedDigests, open } from "@/db/personal-data";
import { accounts, certificatePresentations, certificates, certificateUses } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { hindranceToPresent } from "@/domain/certificates/policy/presenting";
import { maskFace, statusOn } from "@/domain/certificates/rules";
import { openableFields, parseCode, presenting, standingOfCode } from "@/domain/certificates/rules/presenting";
import type { CodeStanding, ListScans, PresentationReference } from "@/domain/certificates/schema/presenting";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { findDelegation } from "@/server/auth/session";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { throughDoor } from "@/server/core/scope";
import { getHeld, heldByPrincipal } from "./held";
import { openRecord, usePurposePlace } from "./record";

type OwnCtx = Ctx & { actor: User };
export type PresentationRow = typeof certificatePresentations.$inferSelect;

export const presentationPlace = (id: string): Place => ({ table: "certificate_presentations", column: "purpose_words", row: id });

/** What a code is for in its maker's own words, where it has them. */
export const wordsOf = ({ id, purposeWords }: Pick<PresentationRow, "id" | "purposeWords">) => (purposeWords === null ? null : open(purposeWords, presentationPlace(id)));

/** The condition under which a code finds its row; nothing for what is no code. */
export function foundBy(typed: string) {
  const code = parseCode(typed);
  return code === undefined ? undefined : inArray(certificatePresentations.codeDigest, keyedDigests("certificate-code", code));
}

/** How a code stands; one that was made in somebody's name ends with the delegation it was made under. */
export async function standingNow(db: Reader | Tx, row: PresentationRow, now: Date): Promise<CodeStanding> {
  const standing = standingOfCode(row, now);
  if (standing !== "live" || row.delegationId === null) return standing;
  const delegation = await findDelegation(db, row.presentedBy, row.delegationId, now);
  return delegation?.acts.includes("submit") ? "live" : "revoked";
}

/** A code of a certificate that one holds. Errors: `certificates.codeNotFound`. */
export async function getOwnPresentation(db: Reader | Tx, actor: User, id: string) {
  const [presentation] = await db.select().from(certificatePresentations).where(eq(certificatePresentations.id, id)).limit(1);
  const certificate = presentation && (await getHeld(db, actor, presentation.certificateId).catch(orNothing));
  if (!presentation || !certificate) throw new DomainError("not_found", "certificates.codeNotFound");
  return { presentation, certificate };
}

function orNothing(error: unknown): undefined {
  if (error instanceof DomainError && error.kind === "not_found") return undefined;
  throw error;
}

/** What a holder chooses from before showing a certificate; `hindrance` is why they may not, as an error code. Errors: `certificates.notFound`. */
export async function getPresentable({ db, actor, now }: OwnCtx, { id }: PresentationReference) {
  const row = await getHeld(db, actor, id);
  const record = openRecord(row);
  const openable = new Set(openableFields(record));
  const status = statusOn(row, shanghaiDay(now));
  return {
    id, name: row.name, status, hindrance: hindranceToPresent(actor, { status, signed: row.signedAt !== null }) ?? null,
    openable: [...openable],
    face: record.extend_info.filter(({ key }) => openable.has(`face.${key}`)),
    printedLeft: Math.max(0, presenting.printedAtOnce - (await livingPrinted(throughDoor({ db }, "present").db, id, now)).length),
  };
}

/** The printed codes of a certificate that work, newest first. */
export async function livingPrinted(db: Reader | Tx, certificateId: string, now: Date): Promise<PresentationRow[]> {
  const printed = certificatePresentations;
  const rows = await db.select().from(printed).where(and(eq(printed.certificateId, certificateId), eq(printed.kind, "printed"), isNull(printed.revokedAt), gt(printed.expiresAt, now))).orderBy(desc(printed.id));
  const living = await Promise.all(rows.map(async (row) => ((await standingNow(db, row, now)) === "live" ? [row] : [])));
  return living.flat();
}

/** One code for its holder, with its certificate as its paper names it. Errors: `certificates.codeNotFound`. */
export async function getPresentation({ db, actor, now }: OwnCtx, { id }: PresentationReference) {
  const { presentation, certificate } = await getOwnPresentation(db, actor, id);
  const record = openRecord(certificate);
  return {
    ...viewOf(presentation), standing: await standingNow(db, presentation, now), certificateId: certificate.id, name: certificate.name,
    now: now.toISOString(), secondsLeft: Math.max(0, Math.ceil((presentation.expiresAt.getTime() - now.getTime()) / 1000)),
    issuer: record.issuing_authority_name, holders: maskFace(record).holders, labels: record.extend_info.map(({ key, labelZh, labelEn }) => ({ key, labelZh, labelEn })),
  };
}

const viewOf = (row: PresentationRow) => ({
  id: row.id, kind: row.kind, purpose: row.purpose, words: wordsOf(row), fields: row.fields, createdAt: row.createdAt.toISOString(), expiresAt: row.expiresAt.toISOString(), byDelegate: row.delegationId !== null,
});

/** The same for its holder, with who made each and how often it was scanned. Errors: `certificates.notFound`. */
export async function listPrinted({ db, actor, now }: OwnCtx, { id }: PresentationReference) {
  await getHeld(db, actor, id);
  const shown = throughDoor({ db }, "present").db;
  const living = await livingPrinted(shown, id, now);
  const makers = await shown.select({ id: accounts.id, name: accounts.name }).from(accounts).where(inArray(accounts.id, living.map(({ presentedBy }) => presentedBy)));
  return Promise.all(living.map(async (row) => ({
    ...viewOf(row), madeBy: row.presentedBy === actor.id ? null : (makers.find((maker) => maker.id === row.presentedBy)?.name ?? ""),
    scans: await db.$count(certificateUses, and(scansOf(id), eq(certificateUses.presentationId, row.id))),
  })));
}

/** How a code stands, and the newest scan of its certificate by whatever code; a page asks every few seconds. Errors: `certificates.codeNotFound`. */
export async function watchPresentation({ db, actor, now }: OwnCtx, { id }: PresentationReference): Promise<{ standing: CodeStanding; newest: string | null }> {
  const { presentation } = await getOwnPresentation(db, actor, id);
  const [scan] = await db.select({ id: certificateUses.id }).from(certificateUses).where(scansOf(presentation.certificateId)).orderBy(desc(certificateUses.id)).limit(1);
  return { standing: await standingNow(db, presentation, now), newest: scan?.id ?? null };
}

const scansOf = (certificateId: string) => and(eq(certificateUses.certificateId, certificateId), eq(certificateUses.kind, "scan"));

const Key = z.tuple([z.uuid()]);

/** Who looked at a certificate that was shown to them, newest first, in keyset pages. Errors: `certificates.notFound`. */
export async function listScans({ db, actor }: OwnCtx, { id, presentationId, cursor, limit }: ListScans) {
  await getHeld(db, actor, id);
  const after = cursor ? sql`${certificateUses.id} < ${decodeCursor(Key, cursor)[0]}::uuid` : undefined;
  const rows = await db.select({ use: certificateUses, kind: certificatePresentations.kind, purpose: certificatePresentations.purpose }).from(certificateUses)
    .leftJoin(certificatePresentations, eq(certificatePresentations.id, certificateUses.presentationId))
    .where(and(scansOf(id), presentationId ? eq(certificateUses.presentationId, presentationId) : undefined, after))
    .orderBy(desc(certificateUses.id)).limit(limit + 1);
  return {
    rows: rows.slice(0, limit).map(({ use, kind, purpose }) => ({
      id: use.id, at: use.at.toISOString(), by: { kind: use.userKind, name: use.userName }, mode: use.mode, fields: use.fields, kind, purpose, words: open(use.purpose, usePurposePlace(use.id)),
    })),
    nextCursor: cursorAfter(rows, limit, ({ use }) => [use.id]),
  };
}

/** The codes that a person's own certificates were shown by, for their copy of everything. */
export async function listPresentations(db: Reader, accountId: string) {
  const rows = await db.select({ presentation: certificatePresentations, certificate: certificates.identifier }).from(certificatePresentations)
    .innerJoin(certificates, eq(certificates.id, certificatePresentations.certificateId)).where(heldByPrincipal({ accountId, organisationId: null })).orderBy(desc(certificatePresentations.id));
  return rows.map(({ presentation, certificate }) => {
    const { id: _id, ...view } = viewOf(presentation);
    return { certificate, ...view, usedAt: presentation.usedAt?.toISOString() ?? null, revokedAt: presentation.revokedAt?.toISOString() ?? null };
  });
}
