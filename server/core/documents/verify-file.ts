import { isBelieved, trustedCertificatesOf, type Jwks, type PublicJwk } from "./keys";
import { verifyPdfSignature } from "./verify-pdf";

type PdfVerdict = Awaited<ReturnType<typeof verifyPdfSignature>> | { status: "revokedKey"; digest: string };

/**
 * `verifyPdfSignature` against a published key set, which also tells the keys that were taken back: what one of them signed
 * counts only where it was signed before that, by the register (`provenAt`) or as the file itself says.
 */
export async function verifyPdf(pdf: Uint8Array, jwks: Jwks, provenAt?: Date | null): Promise<PdfVerdict> {
  const verdict = await verifyPdfSignature(pdf, trustedCertificatesOf(jwks));
  const revoked = verdict.status === "valid" ? jwks.keys.filter((key) => key.revoked && key.x5c) : [];
  for (const key of revoked) {
    if (verdict.status === "valid" && (await isBy(pdf, key)) && !isBelieved(key, { provenAt, statedAt: verdict.signedAt })) return { status: "revokedKey", digest: verdict.digest };
  }
  return verdict;
}

const isBy = async (pdf: Uint8Array, { x5c: [leaf = ""] = [] }: PublicJwk) => (await verifyPdfSignature(pdf, [new Uint8Array(Buffer.from(leaf, "base64"))])).status === "valid";
