import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { certificates } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { maskFace, statusOn } from "@/domain/certificates/rules";
import { fileVerdicts, type CertificateRecord, type CertificateStatus, type FaceField, type FileVerdict } from "@/domain/certificates/schema";
import { shanghaiDay, type Day } from "@/domain/core/calendar";
import { parseCertificateIdentifier } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { FaceFieldSpec } from "@/domain/items/schema/result";
import type { Ctx } from "@/server/core/context";
import { verifyCertificateJws } from "@/server/core/documents/jws";
import type { Jwks } from "@/server/core/documents/keys";
import { signingKeys } from "@/server/core/documents/provider";
import { verifyPdfSignature } from "@/server/core/documents/verify-pdf";
import { limit } from "@/server/core/rate-limit";
import { listFieldsOf } from "./catalogue";
import { openJws, type CertificateRow } from "./record";

/** What the public sees: read from the signed record, never from a column beside it. */
export type PublicFace = { name: string; typeName: string; issuer: string; issuedOn: Day; validUntil: Day | null; holders: string[]; fields: FaceField[]; demo: boolean };

export type Verification =
  | { found: false; wellFormed: boolean }
  | { found: true; identifier: string; status: CertificateStatus; signature: "valid"; face: PublicFace }
  | { found: true; identifier: string; status: CertificateStatus; signature: "altered" | "pending" };

/**
 * Whether a certificate of this identifier was issued here, where it stands today and whether its signature holds; the
 * face is masked. Open to all and counted by address. Errors: `requests.tooMany`.
 */
export async function verifyCertificate({ db, now, address }: Ctx, typed: string): Promise<Verification> {
  await limit(db, now, { act: "certificates.verify", subject: address, max: 60, windowSeconds: 60 });
  const identifier = parseCertificateIdentifier(typed)?.identifier;
  if (!identifier) return { found: false, wellFormed: false };
  const [row] = await db.select().from(certificates).where(eq(certificates.identifier, identifier)).limit(1);
  return row ? verificationOf(db, row, now) : { found: false, wellFormed: true };
}

/** The same of a certificate at hand. */
export async function verificationOf(db: Reader, row: CertificateRow, now: Date): Promise<Verification> {
  const base = { found: true, identifier: row.identifier, status: statusOn(row, shanghaiDay(now)) } as const;
  if (!row.jws) return { ...base, signature: "pending" };
  const jws = intactJws(row);
  if (!jws) return { ...base, signature: "altered" };
  const verdict = await verifyCertificateJws(jws, await signingKeys().publicJwks());
  const same = verdict.status === "valid" && verdict.digest === row.recordDigest && verdict.record.certificate_identifier === row.identifier;
  if (verdict.status !== "valid" || !same) return { ...base, signature: "altered" };
  return { ...base, signature: "valid", face: publicFace(verdict.record, await listFieldsOf(db, row.typeEditionId)) };
}

/** A value that was put where it does not belong does not open. */
function intactJws(row: CertificateRow): string | undefined {
  try {
    return openJws(row);
  } catch {
    return undefined;
  }
}

const publicFace = (record: CertificateRecord, fields: readonly FaceFieldSpec[]): PublicFace => ({
  name: record.certificate_name, typeName: record.certificate_type_name, issuer: record.issuing_authority_name,
  issuedOn: record.issuing_date, validUntil: record.validate_end, demo: record.demo, ...maskFace(record, fields),
});

export type FileCheck = { verdict: FileVerdict; identifier: string | null; sha256: string; checkedAt: string };

/**
 * What a file is: the very bytes signed here for a certificate (`registered`, whose state is then asked by identifier), one
 * changed after signing, one signed by someone else, one without a signature, or one signed here that is no certificate.
 * The answer carries a receipt, so that a page can show it later and nobody can make one up.
 * Errors: `requests.tooMany`, `certificates.notAPdf` (unprocessable).
 */
export async function verifyCertificateFile({ db, now, address }: Ctx, base64: string): Promise<FileCheck & { receipt: string }> {
  await limit(db, now, { act: "certificates.verifyFile", subject: address, max: 10, windowSeconds: 60 });
  const bytes = Buffer.from(base64, "base64");
  if (!bytes.subarray(0, 1024).includes("%PDF-")) throw new DomainError("unprocessable", "certificates.notAPdf");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const check = { ...(await checkFile(db, bytes, sha256)), sha256, checkedAt: now.toISOString() };
  return { ...check, receipt: seal(JSON.stringify(check), receiptPlace) };
}

async function checkFile(db: Reader, bytes: Uint8Array, sha256: string): Promise<Pick<FileCheck, "verdict" | "identifier">> {
  const { status } = await verifyPdfSignature(bytes, await signingKeys().trustedCertificates());
  if (status !== "valid") return { verdict: status, identifier: null };
  const [row] = await db.select({ identifier: certificates.identifier }).from(certificates).where(eq(certificates.pdfSha256, sha256)).limit(1);
  return row ? { verdict: "registered", identifier: row.identifier } : { verdict: "unregistered", identifier: null };
}

const receiptPlace: Place = { table: "passing", column: "file_check", row: "receipt" };
const Receipt = z.strictObject({ verdict: z.enum(fileVerdicts), identifier: z.string().nullable(), sha256: z.string(), checkedAt: z.string() });
const RECEIPT_MINUTES = 30;

/** A check made before, by its receipt, within 30 minutes. Errors: `certificates.receiptInvalid` (not_found). */
export function readFileCheck({ now }: Ctx, receipt: string): FileCheck {
  const check = openReceipt(receipt);
  const age = check ? now.getTime() - Date.parse(check.checkedAt) : Infinity;
  if (!check || age > RECEIPT_MINUTES * 60_000) throw new DomainError("not_found", "certificates.receiptInvalid");
  return check;
}

function openReceipt(receipt: string): FileCheck | undefined {
  try {
    return Receipt.parse(JSON.parse(open(receipt, receiptPlace)));
  } catch {
    return undefined;
  }
}

/** The keys against which anyone may verify a certificate on their own. */
export function listPublicKeys(): Promise<Jwks> {
  return signingKeys().publicJwks();
}
