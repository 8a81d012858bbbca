import { CryptoKeySigner, PDF } from "@libpdf/core";
import type { DocumentSigningKey } from "./keys";

/** Room for the CMS structure with an ES256 certificate or two, 1 to 2 KB. */
const signatureBytes = 4096;

/** Signs the whole file as PAdES baseline B-B (`ETSI.CAdES.detached`, ES256). `signedAt` is the signer's claim, not a proven time. */
export async function signPdf(pdf: Uint8Array, key: DocumentSigningKey, { signedAt, reason }: { signedAt: Date; reason: string }): Promise<Buffer> {
  const document = await PDF.load(pdf);
  // The self-signed root at the end is the reader's to trust, so it is published and not carried along.
  const signer = new CryptoKeySigner(key.privateKey, key.certificate, "EC", "ECDSA", key.certificateChain.slice(0, -1));
  const { bytes } = await document.sign({ signer, reason, signingTime: signedAt, estimatedSize: signatureBytes });
  return Buffer.from(bytes);
}
