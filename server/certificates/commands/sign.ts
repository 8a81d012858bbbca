import { createHash } from "node:crypto";
import { and, asc, eq, isNull, lt, sql } from "drizzle-orm";
import { seal } from "@/db/personal-data";
import { certificates } from "@/db/schema";
import { flawsOfRecord } from "@/domain/certificates/rules/record";
import { statusPlace } from "@/domain/certificates/rules/status-list";
import type { CertificateRecord } from "@/domain/certificates/schema";
import type { SignatureSuite } from "@/domain/certificates/schema/catalogue";
import { DomainError, isDomainError } from "@/domain/core/errors";
import type { Layout } from "@/domain/items/schema/layout";
import { env } from "@/env";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { recordDigest } from "@/server/core/documents/canonical";
import { pdfForm as form } from "@/server/core/documents/form";
import { signCertificateRecord, verifyCertificateJws } from "@/server/core/documents/jws";
import { throwawayKey, type Jwks, type SigningKey } from "@/server/core/documents/keys";
import { signingKeys, timestampAuthority } from "@/server/core/documents/provider";
import { issueSdJwt, verifySdJwt, type SdJwtFacts } from "@/server/core/documents/sd-jwt";
import { logger } from "@/server/core/logger";
import { storage } from "@/server/core/storage";
import { findLayout, suiteOfEdition } from "../queries/catalogue";
import { jwsPlace, openRecord, sdJwtPlace, type CertificateRow } from "../queries/record";
import { statusListAddress } from "../queries/status";

const { id, typeEditionId, layoutDigest, record: sealedRecord, recordDigest: digestOfRecord, statusSerial, signedAt } = certificates;
/** All that signing knows of a certificate; its role may read nothing else of it. */
const toSign = { id, typeEditionId, layoutDigest, record: sealedRecord, recordDigest: digestOfRecord, statusSerial, signedAt };
type ToSign = Pick<CertificateRow, keyof typeof toSign>;

/**
 * Draws and signs a certificate once: PDF, JWS and SD-JWT from the same record, by the suite of its type, the file in storage
 * under a key made from the certificate's id. The row stays locked meanwhile, so a second signer waits and then finds it done;
 * a crash before the commit leaves a file that the next attempt overwrites. The transaction runs under the role `tongban_signer`,
 * the only one that may write a signature, and which may write nothing else of a certificate.
 * Errors: `certificates.notFound`, `certificates.signedAlready` (conflict), `certificates.missingGlyph`.
 */
export async function signCertificate(ctx: Ctx, { certificateId }: { certificateId: string }): Promise<void> {
  await commit(ctx, async (tx) => {
    await tx.execute(sql`set local role tongban_signer`);
    const [row] = await tx.select(toSign).from(certificates).where(eq(certificates.id, certificateId)).for("update");
    if (!row) throw new DomainError("not_found", "certificates.notFound");
    if (row.signedAt) throw new DomainError("conflict", "certificates.signedAlready");
    const suite = await suiteOfEdition(tx, row.typeEditionId);
    const { pdf, jws, sdJwt } = await signedForms(row, { suite, layout: await findLayout(tx, row.layoutDigest), at: ctx.now });
    const pdfKey = `certificates/${row.id}.${form.extension}`;
    const pdfSha256 = createHash("sha256").update(pdf).digest("hex");
    await storage().put(pdfKey, pdf);
    await tx.update(certificates).set({ jws: seal(jws, jwsPlace(row.id)), sdJwt: seal(sdJwt, sdJwtPlace(row.id)), pdfKey, pdfSha256, signedAt: ctx.now }).where(eq(certificates.id, row.id));
    return { value: undefined, audit: { action: "certificates.sign", subject: { type: "certificate", id: row.id }, after: { recordDigest: row.recordDigest, pdfSha256, suite } } };
  });
}

const leftAfterMs = 3_600_000;
const leftovers = 200;

/**
 * Signs what was left behind when its message was given up, because a key service or a time stamping authority was away for long.
 * One that cannot be signed holds up no other, and is named in the log each time. Returns how many were signed.
 */
export async function signLeftBehind(ctx: Ctx): Promise<number> {
  const waiting = await ctx.db.select({ certificateId: certificates.id }).from(certificates)
    .where(and(isNull(certificates.signedAt), lt(certificates.createdAt, new Date(ctx.now.getTime() - leftAfterMs)))).orderBy(asc(certificates.createdAt)).limit(leftovers);
  let signed = 0;
  for (const one of waiting) {
    try {
      await signCertificate(ctx, one);
      signed += 1;
    } catch (error) {
      logger.error("certificates.leftUnsigned", { ...one, code: isDomainError(error) ? error.code : undefined, name: error instanceof Error ? error.name : "unknown" });
    }
  }
  return signed;
}

type Manner = { suite: SignatureSuite; layout: Layout | undefined; at: Date };

/** Nothing is signed with the real key before the record has passed with one that is thrown away. */
async function signedForms(row: ToSign, { suite, layout, at }: Manner): Promise<{ pdf: Buffer; jws: string; sdJwt: string }> {
  const record = openRecord(row);
  const { list, index } = statusPlace(row.statusSerial);
  const facts = { issuer: env().publicUrl, issuedAt: at, status: { uri: statusListAddress(list), idx: index } };
  const drawn = await form.draw(record, { layout, verifyUrl: `${env().publicUrl}/verify/${record.certificate_identifier}` });
  const rehearsal = await throwawayKey(suite, at);
  await signedTexts(record, facts, rehearsal);
  const keys = signingKeys();
  const texts = await signedTexts(record, facts, { key: await keys.certificateSigningKey(suite), jwks: await keys.publicJwks() });
  const pdf = await form.sign(drawn, await keys.documentSigningKey(), { signedAt: at, reason: `${record.certificate_name} ${record.certificate_identifier}`, timestamps: timestampAuthority() });
  return { pdf, ...texts };
}

/** Signs the record in its two texts, and reads both back as any stranger would. */
async function signedTexts(record: CertificateRecord, facts: SdJwtFacts, { key, jwks }: { key: SigningKey; jwks: Jwks }): Promise<{ jws: string; sdJwt: string }> {
  const flaws = flawsOfRecord(record);
  const jws = await signCertificateRecord(record, key);
  const sdJwt = await issueSdJwt(record, facts, key);
  const [read, shown] = [await verifyCertificateJws(jws, jwks), await verifySdJwt(sdJwt, jwks)];
  const same = read.status === "valid" && read.digest === recordDigest(record) && shown.status === "valid" && shown.claims["certificate_identifier"] === record.certificate_identifier;
  if (flaws.length > 0 || !same) throw new Error(`certificate ${record.certificate_identifier}: not fit to be signed (${flaws.join(", ") || "it does not read as it was written"})`);
  return { jws, sdJwt };
}
