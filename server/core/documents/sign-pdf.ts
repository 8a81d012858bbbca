import { PDF, type Signer } from "@libpdf/core";
import { createCMSECDSASignature } from "pkijs";
import type { DocumentSigningKey } from "./keys";
import type { TimestampAuthority } from "./timestamp";

/** Room for the CMS structure with an ES256 certificate or two, 1 to 2 KB; a time stamp brings certificates of its own. */
const room = { plain: 4096, stamped: 20_480 };

type Manner = { signedAt: Date; reason: string; /** Who states when the signature was there. */ timestamps?: TimestampAuthority | undefined };

/**
 * Signs the whole file as PAdES (`ETSI.CAdES.detached`, ES256): baseline B-B, where `signedAt` is the signer's claim alone, or, with
 * an authority, B-T, where its token over the signature proves that it was there.
 */
export async function signPdf(pdf: Uint8Array, key: DocumentSigningKey, { signedAt, reason, timestamps }: Manner): Promise<Buffer> {
  const document = await PDF.load(pdf);
  const signer: Signer = {
    certificate: key.certificate, keyType: "EC", signatureAlgorithm: "ECDSA",
    // The self-signed root at the end is the reader's to trust, so it is published and not carried along.
    certificateChain: key.certificateChain.slice(0, -1),
    sign: async (data) => new Uint8Array(createCMSECDSASignature(new Uint8Array(await key.sign(data)).buffer)),
  };
  const common = { signer, reason, signingTime: signedAt, digestAlgorithm: "SHA-256" } as const;
  const { bytes } = await document.sign(timestamps ? { ...common, level: "B-T", timestampAuthority: timestamps, estimatedSize: room.stamped } : { ...common, estimatedSize: room.plain });
  return Buffer.from(bytes);
}
