import type { CertificateRecord } from "@/domain/certificates/schema";
import type { Layout } from "@/domain/items/schema/layout";
import { renderCertificatePdf } from "./certificate-pdf";
import type { DocumentSigningKey } from "./keys";
import { signPdf } from "./sign-pdf";
import type { TimestampAuthority } from "./timestamp";

type Page = { /** Where a reader asks about it. */ verifyUrl: string; /** Without one, one is made from the fields. */ layout: Layout | undefined };
type Manner = { signedAt: Date; reason: string; timestamps: TimestampAuthority | undefined };

/**
 * A form that a certificate is drawn and signed in, for people to keep and print: all that issuing knows of a file format.
 * OFD (GB/T 33190) with a seal (GB/T 38540) is made by a service of its own from the same record (`integrations/ofd`).
 */
export type DocumentForm = {
  extension: string;
  /** Equal records give equal bytes. Errors: `certificates.missingGlyph`. */
  draw(record: CertificateRecord, page: Page): Promise<Buffer>;
  sign(drawn: Buffer, key: DocumentSigningKey, manner: Manner): Promise<Buffer>;
};

/** PDF 1.7, tagged, signed as PAdES. */
export const pdfForm: DocumentForm = { extension: "pdf", draw: renderCertificatePdf, sign: signPdf };
