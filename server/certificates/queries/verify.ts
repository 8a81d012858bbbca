import { eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { certificates, departments } from "@/db/schema";
import { maskFace, statusOn } from "@/domain/certificates/rules";
import type { CertificateRecord, CertificateStatus, FaceField } from "@/domain/certificates/schema";
import { shanghaiDay, type Day } from "@/domain/core/calendar";
import { parseCertificateIdentifier } from "@/domain/core/codes";
import type { FaceFieldSpec } from "@/domain/items/schema/result";
import type { Ctx } from "@/server/core/context";
import { verifyCertificateJws } from "@/server/core/documents/jws";
import type { Jwks } from "@/server/core/documents/keys";
import { signingKeys } from "@/server/core/documents/provider";
import { limit } from "@/server/core/rate-limit";
import { listFieldsOf } from "./catalogue";
import { openJws, type CertificateRow } from "./record";

/** What the public sees: read from the signed record, never from a column beside it. */
export type PublicFace = { name: string; typeName: string; issuer: string; issuedOn: Day; validUntil: Day | null; holders: string[]; fields: FaceField[]; demo: boolean };

export type Verification =
  /** `issuerKnown`: whether the organ that the identifier names issues here at all. */
  | { found: false; wellFormed: boolean; issuerKnown: boolean }
  | (Standing & { signature: "valid"; face: PublicFace })
  | (Standing & { signature: "altered" | "revokedKey" | "pending" });

/** `newer`: another version has taken its place. `checkedAt` is the instant all this was true. */
type Standing = { found: true; identifier: string; status: CertificateStatus; newer: boolean; checkedAt: string };

/**
 * Whether a certificate of this identifier was issued here, where it stands today and whether its signature holds; the
 * face is masked. Open to all and counted by address. Errors: `requests.tooMany`.
 */
export async function verifyCertificate({ db, now, address }: Ctx, typed: string): Promise<Verification> {
  await limit(db, now, { act: "certificates.verify", subject: address, max: 60, windowSeconds: 60 });
  const parsed = parseCertificateIdentifier(typed);
  if (!parsed) return { found: false, wellFormed: false, issuerKnown: false };
  const [row] = await db.select().from(certificates).where(eq(certificates.identifier, parsed.identifier)).limit(1);
  return row ? verificationOf(db, row, now) : { found: false, wellFormed: true, issuerKnown: (await db.$count(departments, eq(departments.uscc, parsed.issuer))) > 0 };
}

/** The same of a certificate at hand. */
export async function verificationOf(db: Reader, row: CertificateRow, now: Date): Promise<Verification> {
  const base = { found: true, identifier: row.identifier, status: statusOn(row, shanghaiDay(now)), newer: await hasSuccessor(db, row), checkedAt: now.toISOString() } as const;
  if (!row.jws) return { ...base, signature: "pending" };
  const jws = intactJws(row);
  if (!jws) return { ...base, signature: "altered" };
  // A key taken back still counts for what the register knows it signed before.
  const verdict = await verifyCertificateJws(jws, await signingKeys().publicJwks(), row.signedAt);
  if (verdict.status === "revokedKey") return { ...base, signature: "revokedKey" };
  const same = verdict.status === "valid" && verdict.digest === row.recordDigest && verdict.record.certificate_identifier === row.identifier;
  if (verdict.status !== "valid" || !same) return { ...base, signature: "altered" };
  return { ...base, signature: "valid", face: publicFace(verdict.record, await listFieldsOf(db, row.typeEditionId)) };
}

/** Whether a later version was issued; which one is for its holder to say. */
async function hasSuccessor(db: Reader, { id }: CertificateRow): Promise<boolean> {
  const [next] = await db.select({ id: certificates.id }).from(certificates).where(eq(certificates.previousId, id)).limit(1);
  return next !== undefined;
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

/** The keys against which anyone may verify a certificate on their own. */
export function listPublicKeys(): Promise<Jwks> {
  return signingKeys().publicJwks();
}
