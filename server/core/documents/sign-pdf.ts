import { PDF, type Signer } from "@libpdf/core";
import { createCMSECDSASignature } from "pkijs";
import type { DocumentSigningKey } from "./keys";

/** Room for the CMS structure with an ES256 certificate or two, 1 to 2 KB. */
const signatureBytes = 4096;

/** Signs the whole file as PAdES baseline B-B (`ETSI.CAdES.detached`, ES256). `signedAt` is the signer's claim, not a proven time. */
export async function signPdf(pdf: Uint8Array, key: DocumentSigningKey, { signedAt, reason }: { signedAt: Date; reason: string }): Promise<Buffer> {
  const document = await PDF.load(pdf);
  const signer: Signer = {
    certificate: key.certificate, keyType: "EC", signatureAlgorithm: "ECDSA",
    // The self-signed root at the end is the reader's to trust, so it is published and not carried along.
    certificateChain: key.certificateChain.slice(0, -1),
    sign: async (data) => new Uint8Array(createCMSECDSASignature(new Uint8Array(await key.sign(data)).buffer)),
  };
  const { bytes } = await document.sign({ signer, reason, signingTime: signedAt, digestAlgorithm: "SHA-256", estimatedSize: signatureBytes });
  return Buffer.from(bytes);
}
