import { and, desc, sql } from "drizzle-orm";
import { z } from "zod";
import { certificates } from "@/db/schema";
import { statusOn } from "@/domain/certificates/rules";
import type { CertificateRecord, CertificateStatus, DownloadCertificate, ListCertificates } from "@/domain/certificates/schema";
import type { User } from "@/domain/core/actor";
import { shanghaiDay, type Day } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { presentSdJwt } from "@/server/core/documents/sd-jwt";
import { storage } from "@/server/core/storage";
import { getHeld, heldBy } from "./held";
import { openJws, openRecord, openSdJwt, type CertificateRow } from "./record";

type OwnCtx = Ctx & { actor: User };

export type OwnCertificate = { id: string; identifier: string; name: string; status: CertificateStatus; issuer: string; issuedOn: Day; validUntil: Day | null; signed: boolean };

const Key = z.tuple([z.uuid()]);

/** The certificates of the person, or of the organisation they act for, newest first. */
export async function listOwnCertificates({ db, actor, now }: OwnCtx, { cursor, limit }: ListCertificates): Promise<{ rows: OwnCertificate[]; nextCursor: string | undefined }> {
  const after = cursor ? sql`${certificates.id} < ${decodeCursor(Key, cursor)[0]}::uuid` : undefined;
  const rows = await db.select().from(certificates).where(and(heldBy(actor), after)).orderBy(desc(certificates.id)).limit(limit + 1);
  return { rows: rows.slice(0, limit).map((row) => summaryOf(row, now)), nextCursor: cursorAfter(rows, limit, ({ id }) => [id]) };
}

function summaryOf(row: CertificateRow, now: Date): OwnCertificate {
  const { id, identifier, name, issuedOn, validUntil, signedAt } = row;
  return { id, identifier, name, issuer: openRecord(row).issuing_authority_name, status: statusOn(row, shanghaiDay(now)), issuedOn, validUntil, signed: signedAt !== null };
}

/** One certificate with its whole face, for its holder. Errors: `certificates.notFound`. */
export async function getOwnCertificate({ db, actor, now }: OwnCtx, id: string): Promise<OwnCertificate & { record: CertificateRecord; endReason: string | null; /** Whether there is an SD-JWT of it. */ presentable: boolean }> {
  const row = await getHeld(db, actor, id);
  return { ...summaryOf(row, now), record: openRecord(row), endReason: row.endReason, presentable: row.sdJwt !== null };
}

export type Download = { name: string; mime: string; base64: string };

/** The signed PDF, JSON or SD-JWT, for its holder. Errors: `certificates.notFound`, `certificates.notSignedYet` (conflict). */
export async function downloadCertificate({ db, actor }: OwnCtx, { id, form, show }: DownloadCertificate): Promise<Download> {
  const row = await getHeld(db, actor, id);
  if (!row.jws || !row.pdfKey) throw new DomainError("conflict", "certificates.notSignedYet");
  const name = `${row.name}-${row.identifier}.${form}`;
  if (form === "pdf") return { name, mime: "application/pdf", base64: Buffer.from(await storage().getBytes(row.pdfKey)).toString("base64") };
  const [text, mime] = form === "json" ? [JSON.stringify({ record: openRecord(row), jws: openJws(row) }, null, 2), "application/json"] : [sdJwtOf(row, show), "application/dc+sd-jwt"];
  return { name, mime, base64: Buffer.from(text).toString("base64") };
}

function sdJwtOf(row: CertificateRow, show: readonly string[] | undefined): string {
  const whole = openSdJwt(row);
  if (!whole) throw new DomainError("conflict", "certificates.notSignedYet");
  return show ? presentSdJwt(whole, show) : whole;
}
