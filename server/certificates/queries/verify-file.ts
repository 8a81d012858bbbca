import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { certificates } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { statusOn } from "@/domain/certificates/rules";
import { shownFacts, type ShownFact } from "@/domain/certificates/rules/shown";
import { serialAt } from "@/domain/certificates/rules/status-list";
import { fileForms, fileVerdicts, type CertificateStatus, type FileForm, type FileVerdict } from "@/domain/certificates/schema";
import { shanghaiDay, type Day } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { parseJson } from "@/domain/core/json";
import type { Ctx } from "@/server/core/context";
import { SignedCertificate, verifyCertificateJws, verifySignedCertificate } from "@/server/core/documents/jws";
import type { Jwks } from "@/server/core/documents/keys";
import { signingKeys, trustedStampers } from "@/server/core/documents/provider";
import { verifySdJwt } from "@/server/core/documents/sd-jwt";
import type { Timestamp } from "@/server/core/documents/timestamp";
import { verifyPdf } from "@/server/core/documents/verify-file";
import { isIssuedBy } from "@/server/core/documents/x509-trust";
import { limit } from "@/server/core/rate-limit";
import { openJws, openRecord, openSdJwt, type CertificateRow } from "./record";
import { statusListAddress } from "./status";

/** The certificate of an SD-JWT, and which of its parts the holder shows. */
type Part = { certificateId: string; shown: string[] };
/** When the signer of a PDF says to have signed, and who else says that the signature was there (RFC 3161); `known` where this portal believes them. */
type SignedTime = { statedAt: string | null; stamp: { at: string; by: string; known: boolean } | null };
type Found = { verdict: FileVerdict; identifier: string | null; part: Part | null; time: SignedTime | null };
export type FileCheck = Found & { form: FileForm; sha256: string; checkedAt: string };

/**
 * What a file is: what was signed here for a certificate (`registered`, whose state is then asked by identifier, or of an SD-JWT
 * by its place in the status list), changed after signing, signed by someone else or by a key taken back, without a signature,
 * or signed here but no certificate. The answer carries a receipt, so that a page can show it later and nobody can make one up.
 * Errors: `requests.tooMany`, `certificates.notACertificateFile` (unprocessable).
 */
export async function verifyCertificateFile({ db, now, address }: Ctx, base64: string): Promise<FileCheck & { receipt: string }> {
  await limit(db, now, { act: "certificates.verifyFile", subject: address, max: 10, windowSeconds: 60 });
  const bytes = Buffer.from(base64, "base64");
  const form = formOf(bytes);
  if (!form) throw new DomainError("unprocessable", "certificates.notACertificateFile");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const jwks = await signingKeys().publicJwks();
  const text = form === "pdf" ? "" : bytes.toString("utf8").trim();
  const found = form === "pdf" ? await checkPdf(db, { bytes, sha256 }, jwks) : form === "sd-jwt" ? await checkSdJwt(db, text, jwks) : await checkRecord(db, { text, form }, jwks);
  const check = { ...found, form, sha256, checkedAt: now.toISOString() };
  return { ...check, receipt: seal(JSON.stringify(check), receiptPlace) };
}

/** By what stands in it; nothing for what cannot be a certificate. */
function formOf(bytes: Buffer): FileForm | undefined {
  if (bytes.subarray(0, 1024).includes("%PDF-")) return "pdf";
  const text = bytes.toString("utf8").trim();
  if (text.startsWith("{")) return parseJson(text) === undefined ? undefined : "json";
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return "jws";
  return /^[\w-]+\.[\w-]+\.[\w-]+~[\w~.-]*$/.test(text) ? "sd-jwt" : undefined;
}

const verdict = (of: Exclude<FileVerdict, "registered"> | "unknownKey"): Found => ({ verdict: of === "unknownKey" ? "unknownIssuer" : of, identifier: null, part: null, time: null });

const nameOf = (subject: string) => /(?:^|\n)CN=(.+)/.exec(subject)?.[1] ?? subject.replaceAll("\n", ", ");

function timeOf({ signedAt, timestamp }: { signedAt: Date | null; timestamp: Timestamp | null }): SignedTime {
  const stamp = timestamp && { at: timestamp.at.toISOString(), by: nameOf(timestamp.authority.subject), known: isIssuedBy(timestamp.authority, trustedStampers(), timestamp.at) };
  return { statedAt: signedAt?.toISOString() ?? null, stamp };
}

async function checkPdf(db: Reader, { bytes, sha256 }: { bytes: Uint8Array; sha256: string }, jwks: Jwks): Promise<Found> {
  const [row] = await db.select({ identifier: certificates.identifier, signedAt: certificates.signedAt }).from(certificates).where(eq(certificates.pdfSha256, sha256)).limit(1);
  const verified = await verifyPdf(bytes, jwks, row?.signedAt, trustedStampers());
  if (verified.status !== "valid") return verdict(verified.status);
  const time = timeOf(verified);
  return row ? { verdict: "registered", identifier: row.identifier, part: null, time } : { ...verdict("unregistered"), time };
}

async function rowWhere(db: Reader, where: ReturnType<typeof eq>): Promise<CertificateRow | undefined> {
  return (await db.select().from(certificates).where(where).limit(1))[0];
}

/** The record in the payload of a JWS, as yet unproven. */
const Named = z.object({ record: z.object({ certificate_identifier: z.string() }) });
const namedIn = (jws: string) => Named.safeParse(parseJson(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString("utf8"))).data?.record.certificate_identifier;

async function checkRecord(db: Reader, { text, form }: { text: string; form: "json" | "jws" }, jwks: Jwks): Promise<Found> {
  const signed = form === "json" ? readSigned(text) : { record: undefined, jws: text };
  if (typeof signed === "string") return verdict(signed);
  const { record, jws } = signed;
  const row = await rowWhere(db, eq(certificates.identifier, namedIn(jws) ?? ""));
  // When it was signed is known of the very signature that is registered.
  const provenAt = row && intact(() => openJws(row)) === jws ? row.signedAt : undefined;
  const found = record ? await verifySignedCertificate({ record, jws }, jwks, provenAt) : await verifyCertificateJws(jws, jwks, provenAt);
  if (found.status !== "valid") return verdict(found.status);
  return row?.recordDigest === found.digest ? { verdict: "registered", identifier: row.identifier, part: null, time: null } : verdict("unregistered");
}

/** A record with its signature; what has none is unsigned, what has one over something else altered. */
function readSigned(text: string): SignedCertificate | "altered" | "unsigned" {
  const json = parseJson(text);
  const signed = SignedCertificate.safeParse(json);
  if (signed.success) return signed.data;
  return z.object({ jws: z.string() }).safeParse(json).success ? "altered" : "unsigned";
}

/** A value that was put where it does not belong does not open. */
function intact(read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

async function checkSdJwt(db: Reader, text: string, jwks: Jwks): Promise<Found> {
  const place = placeIn(text);
  const row = place && (await rowWhere(db, eq(certificates.statusSerial, serialAt(place))));
  const same = row && intact(() => openSdJwt(row))?.split("~")[0] === text.split("~")[0];
  const found = await verifySdJwt(text, jwks, same ? row.signedAt : undefined);
  if (found.status !== "valid") return verdict(found.status);
  if (!same) return verdict("unregistered");
  return { verdict: "registered", identifier: found.shown.includes("certificate_identifier") ? row.identifier : null, part: { certificateId: row.id, shown: found.shown }, time: null };
}

const Placed = z.object({ status: z.object({ status_list: z.object({ idx: z.int().min(0).max(65_535), uri: z.string() }) }) });

/** The place in our status lists that an SD-JWT names, as yet unproven. */
function placeIn(text: string): { list: number; index: number } | undefined {
  const named = Placed.safeParse(parseJson(Buffer.from(text.split(".")[1] ?? "", "base64url").toString("utf8"))).data?.status.status_list;
  const list = Number(/\/(\d{1,5})$/.exec(named?.uri ?? "")?.[1]);
  return named && Number.isInteger(list) && list <= 32_767 && statusListAddress(list) === named.uri ? { list, index: named.idx } : undefined;
}

const receiptPlace: Place = { table: "passing", column: "file_check", row: "receipt" };
const Receipt = z.strictObject({
  verdict: z.enum(fileVerdicts), form: z.enum(fileForms), identifier: z.string().nullable(), sha256: z.string(), checkedAt: z.string(),
  part: z.strictObject({ certificateId: z.uuid(), shown: z.array(z.string()) }).nullable(),
  time: z.strictObject({ statedAt: z.string().nullable(), stamp: z.strictObject({ at: z.string(), by: z.string(), known: z.boolean() }).nullable() }).nullable(),
});
const RECEIPT_MINUTES = 30;

/** What the holder of an SD-JWT shows, with where the certificate stands now. */
export type ShownPart = { name: string; issuer: string; issuedOn: Day; validUntil: Day | null; status: CertificateStatus; demo: boolean; facts: ShownFact[] };

/** A check made before, by its receipt, within 30 minutes. Errors: `certificates.receiptInvalid` (not_found). */
export async function readFileCheck({ db, now }: Ctx, receipt: string): Promise<FileCheck & { shown: ShownPart | null }> {
  const check = openReceipt(receipt);
  const age = check ? now.getTime() - Date.parse(check.checkedAt) : Infinity;
  if (!check || age > RECEIPT_MINUTES * 60_000) throw new DomainError("not_found", "certificates.receiptInvalid");
  return { ...check, shown: check.part ? await shownOf(db, check.part, now) : null };
}

async function shownOf(db: Reader, { certificateId, shown }: Part, now: Date): Promise<ShownPart | null> {
  const row = await rowWhere(db, eq(certificates.id, certificateId));
  if (!row) return null;
  const record = openRecord(row);
  return {
    name: record.certificate_name, issuer: record.issuing_authority_name, issuedOn: record.issuing_date, validUntil: record.validate_end, demo: record.demo,
    status: statusOn(row, shanghaiDay(now)), facts: shownFacts(record, shown),
  };
}

function openReceipt(receipt: string): FileCheck | undefined {
  try {
    return Receipt.parse(JSON.parse(open(receipt, receiptPlace)));
  } catch {
    return undefined;
  }
}
