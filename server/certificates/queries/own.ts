import { and, desc, eq, gte, ilike, inArray, isNull, lt, not, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { certificates } from "@/db/schema";
import { statusOn } from "@/domain/certificates/rules";
import { daysLeft } from "@/domain/certificates/rules/wallet";
import type { CertificateRecord, CertificateStatus, DownloadCertificate } from "@/domain/certificates/schema";
import type { ListCertificates, WalletState } from "@/domain/certificates/schema/wallet";
import { principalOf, type User } from "@/domain/core/actor";
import { shanghaiDay, type Day } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { ofdService } from "@/server/core/documents/provider";
import { presentSdJwt } from "@/server/core/documents/sd-jwt";
import { storage } from "@/server/core/storage";
import { Unavailable } from "@/server/integrations/signed-request";
import { getHeld, heldBy, heldByPrincipal } from "./held";
import { openEndReason, openJws, openRecord, openSdJwt, type CertificateRow } from "./record";
import { renewalsFor, type Renewable } from "./renewal";

type OwnCtx = Ctx & { actor: User };

export type OwnCertificate = {
  id: string; identifier: string; name: string; status: CertificateStatus; issuer: string; issuedOn: Day; validUntil: Day | null; signed: boolean;
  /** Days of validity left after today, once they are few. */
  daysLeft: number | null;
  /** The item that renews it, told once it ends soon or has expired. */
  renewal: { code: string; name: string; nameEn: string | null } | null;
};

const Key = z.tuple([z.uuid()]);

/**
 * The certificates of the person, or of whom they act for where they may see everything, newest first; by state as of today and
 * by a part of the name.
 */
export async function listOwnCertificates({ db, actor, now }: OwnCtx, { state, query, cursor, limit }: ListCertificates): Promise<{ rows: OwnCertificate[]; nextCursor: string | undefined }> {
  const conditions = [
    heldBy(actor),
    state && inState(state, shanghaiDay(now)),
    query ? ilike(certificates.name, `%${query.replace(/[\\%_]/gu, "\\$&")}%`) : undefined,
    cursor ? sql`${certificates.id} < ${decodeCursor(Key, cursor)[0]}::uuid` : undefined,
  ];
  const rows = await db.select().from(certificates).where(and(...conditions)).orderBy(desc(certificates.id)).limit(limit + 1);
  return { rows: await summariesOf(db, rows.slice(0, limit), now), nextCursor: cursorAfter(rows, limit, ({ id }) => [id]) };
}

/** The SQL twin of `statusOn`: a valid one whose last day has passed has ended. */
function inState(state: WalletState, today: Day) {
  const current = or(eq(certificates.status, "suspended"), and(eq(certificates.status, "valid"), or(isNull(certificates.validUntil), gte(certificates.validUntil, today))));
  return state === "current" || !current ? current : not(current);
}

async function summariesOf(db: Reader, rows: readonly CertificateRow[], now: Date): Promise<OwnCertificate[]> {
  const today = shanghaiDay(now);
  const read = rows.map((row) => ({ row, record: openRecord(row), status: statusOn(row, today) })).map((one) => ({ ...one, left: daysLeft({ ...one.row, status: one.status }, today) }));
  const due = read.filter(({ left, status }) => left !== null || status === "expired");
  const renewalOf = await renewalsFor(db, due.map(renewable));
  return read.map((one) => {
    const { row: { id, identifier, name, issuedOn, validUntil, signedAt }, record, status, left } = one;
    return { id, identifier, name, issuer: record.issuing_authority_name, status, issuedOn, validUntil, signed: signedAt !== null, daysLeft: left, renewal: due.includes(one) ? renewalOf(renewable(one)) : null };
  });
}

const renewable = ({ row: { typeId, issuerDepartmentId }, record }: { row: CertificateRow; record: CertificateRecord }): Renewable => ({ typeId, departmentId: issuerDepartmentId, basicCode: record.related_item_code });

/** Reads one row as a list does. */
async function summaryOf(db: Reader, row: CertificateRow, now: Date): Promise<OwnCertificate> {
  const [summary] = await summariesOf(db, [row], now);
  if (!summary) throw new DomainError("not_found", "certificates.notFound");
  return summary;
}

export type WholeCertificate = OwnCertificate & {
  record: CertificateRecord;
  endedAt: string | null;
  endReason: string | null;
  /** Whether there is an SD-JWT of it. */
  presentable: boolean;
  /** Whether it can be had as OFD. */
  ofd: boolean;
  version: number;
  /** The version that came after it, where the same holder may see that one too. */
  successor: { id: string; name: string } | null;
};

/** One certificate with its whole face, for its holder. Errors: `certificates.notFound`. */
export async function getOwnCertificate({ db, actor, now }: OwnCtx, id: string): Promise<WholeCertificate> {
  const row = await getHeld(db, actor, id);
  const [successor] = await db.select({ id: certificates.id, name: certificates.name }).from(certificates).where(and(eq(certificates.previousId, id), heldBy(actor))).limit(1);
  return {
    ...(await summaryOf(db, row, now)), record: openRecord(row), endedAt: row.endedAt?.toISOString() ?? null, endReason: openEndReason(row),
    presentable: row.sdJwt !== null, ofd: ofdService() !== undefined, version: row.version, successor: successor ?? null,
  };
}

/** Which of these certificates are one's own and valid now, whoever one acts for. */
export async function listValidOwn({ db, actor, now }: OwnCtx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const today = shanghaiDay(now);
  const { id, name } = actor;
  const rows = await db.select({ id: certificates.id }).from(certificates).where(and(
    heldByPrincipal(principalOf({ id, name })), inArray(certificates.id, [...ids]), eq(certificates.status, "valid"), not(lt(sql`coalesce(${certificates.validUntil}, ${today})`, today)),
  ));
  return rows.map((row) => row.id);
}

export type Download = { name: string; mime: string; base64: string };

/** The signed PDF, JSON, SD-JWT or OFD, for its holder. Errors: `certificates.notFound`, `certificates.notSignedYet` (conflict), `certificates.ofdUnavailable`, `certificates.ofdAway` (conflict). */
export async function downloadCertificate({ db, actor }: OwnCtx, { id, form, show }: DownloadCertificate): Promise<Download> {
  const row = await getHeld(db, actor, id);
  if (!row.jws || !row.pdfKey) throw new DomainError("conflict", "certificates.notSignedYet");
  const name = `${row.name}-${row.identifier}.${form}`;
  if (form === "ofd") return { name, mime: "application/ofd", base64: (await sealedOfd(row)).toString("base64") };
  if (form === "pdf") return { name, mime: "application/pdf", base64: Buffer.from(await storage().getBytes(row.pdfKey)).toString("base64") };
  const [text, mime] = form === "json" ? [JSON.stringify({ record: openRecord(row), jws: openJws(row) }, null, 2), "application/json"] : [sdJwtOf(row, show), "application/dc+sd-jwt"];
  return { name, mime, base64: Buffer.from(text).toString("base64") };
}

/** The same record with the same digest, drawn and sealed by who may. */
async function sealedOfd(row: CertificateRow): Promise<Buffer> {
  const [service, jws] = [ofdService(), openJws(row)];
  if (!service || !jws) throw new DomainError("conflict", "certificates.ofdUnavailable");
  try {
    return await service.seal({ identifier: row.identifier, digest: row.recordDigest, record: openRecord(row), jws, verifyUrl: `${env().publicUrl}/verify/${row.identifier}` });
  } catch (error) {
    if (error instanceof Unavailable) throw new DomainError("conflict", "certificates.ofdAway");
    throw error;
  }
}

function sdJwtOf(row: CertificateRow, show: readonly string[] | undefined): string {
  const whole = openSdJwt(row);
  if (!whole) throw new DomainError("conflict", "certificates.notSignedYet");
  return show ? presentSdJwt(whole, show) : whole;
}
