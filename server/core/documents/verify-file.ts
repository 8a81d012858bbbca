import type { X509Certificate } from "node:crypto";
import { isBelieved, trustedCertificatesOf, type Jwks, type PublicJwk } from "./keys";
import type { Timestamp } from "./timestamp";
import { verifyPdfSignature } from "./verify-pdf";
import { isIssuedBy } from "./x509-trust";

type PdfVerdict = Awaited<ReturnType<typeof verifyPdfSignature>> | { status: "revokedKey"; digest: string };

/**
 * `verifyPdfSignature` against a published key set, which also tells the keys that were taken back: what one of them signed
 * counts only where it was signed before that, by the register (`provenAt`), by a time stamp of an authority that is trusted
 * (`stampedBy`), or, unless the key fell into other hands, as the signer says.
 */
export async function verifyPdf(pdf: Uint8Array, jwks: Jwks, provenAt?: Date | null, stampedBy: readonly X509Certificate[] = []): Promise<PdfVerdict> {
  const verdict = await verifyPdfSignature(pdf, trustedCertificatesOf(jwks));
  const revoked = verdict.status === "valid" ? jwks.keys.filter((key) => key.revoked && key.x5c) : [];
  for (const key of revoked) {
    if (verdict.status === "valid" && (await isBy(pdf, key)) && !isBelieved(key, { provenAt: provenAt ?? stampedAt(verdict.timestamp, stampedBy), statedAt: verdict.signedAt })) return { status: "revokedKey", digest: verdict.digest };
  }
  return verdict;
}

const stampedAt = (stamp: Timestamp | null, trusted: readonly X509Certificate[]) => (stamp && isIssuedBy(stamp.authority, trusted, stamp.at) ? stamp.at : undefined);

const isBy = async (pdf: Uint8Array, { x5c: [leaf = ""] = [] }: PublicJwk) => (await verifyPdfSignature(pdf, [new Uint8Array(Buffer.from(leaf, "base64"))])).status === "valid";
