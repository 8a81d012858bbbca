import { createHash, X509Certificate } from "node:crypto";
import { fromBER, UTCTime } from "asn1js";
import { Certificate, ContentInfo, SignedData, type Attribute } from "pkijs";

export type PdfVerdict =
  | { status: "valid"; /** SHA-256 of the file, hexadecimal */ digest: string; signer: string; /** as the signer states it */ signedAt: Date | null }
  | { status: "altered" | "unsigned" | "unknownIssuer"; digest: string };

type Parts = { signed: Uint8Array; cms: Uint8Array };

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

/** The DER inside the zero-padded `/Contents`; anything but zeros after it is not ours. */
function unpad(hex: string): Uint8Array | undefined {
  const bytes = Buffer.from(hex, "hex");
  const { offset } = fromBER(bytes);
  const clean = hex.length === bytes.length * 2 && offset > 0 && bytes.subarray(offset).every((byte) => byte === 0);
  return clean ? bytes.subarray(0, offset) : undefined;
}

/**
 * The signature whose byte range is the whole file but its own value. Anything added after signing falls outside every
 * such range, so a later revision never passes as the signed document.
 */
function coveringSignature(pdf: Uint8Array): Parts | "none" | "broken" {
  const text = latin1(pdf);
  const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  if (ranges.length === 0) return /\/Type\s*\/Sig\b|ETSI\.CAdES\.detached|adbe\.pkcs7/.test(text) ? "broken" : "none";
  for (const range of ranges) {
    const [start = 0, length = 0, resume = 0, rest = 0] = range.slice(1).map(Number);
    const value = /^<([0-9A-Fa-f]+)>$/.exec(text.slice(length, resume))?.[1];
    const covers = start === 0 && resume + rest === pdf.length && range.index < length;
    const cms = covers && value !== undefined ? unpad(value) : undefined;
    if (cms) return { signed: Buffer.concat([pdf.subarray(0, length), pdf.subarray(resume)]), cms };
  }
  return "broken";
}

function parseCms(cms: Uint8Array): SignedData | undefined {
  try {
    return new SignedData({ schema: ContentInfo.fromBER(new Uint8Array(cms)).content });
  } catch {
    return undefined;
  }
}

async function isIntact(cms: SignedData, signed: Uint8Array): Promise<boolean> {
  try {
    const single = cms.signerInfos.length === 1 && cms.signerInfos[0]?.signedAttrs !== undefined && cms.encapContentInfo.eContent === undefined;
    return single && (await cms.verify({ signer: 0, data: new Uint8Array(signed).buffer, checkChain: false }));
  } catch {
    return false;
  }
}

const derOf = (certificate: Certificate) => Buffer.from(certificate.toSchema().toBER(false));

/** The certificate that made the signature, by issuer and serial number. */
function signerOf(cms: SignedData): X509Certificate | undefined {
  const sid: unknown = cms.signerInfos[0]?.sid;
  const certificates = (cms.certificates ?? []).filter((entry): entry is Certificate => entry instanceof Certificate);
  const found = certificates.find((certificate) => {
    const named = sid as { issuer?: Certificate["issuer"]; serialNumber?: Certificate["serialNumber"] };
    return named.issuer?.isEqual(certificate.issuer) === true && named.serialNumber?.isEqual(certificate.serialNumber) === true;
  });
  return found && new X509Certificate(derOf(found));
}

function isTrusted(signer: X509Certificate, trusted: readonly X509Certificate[], at: Date | null): boolean {
  const valid = (certificate: X509Certificate) => at !== null && certificate.validFromDate <= at && at <= certificate.validToDate;
  const issuedBy = (issuer: X509Certificate) => issuer.ca && valid(issuer) && signer.checkIssued(issuer) && signer.verify(issuer.publicKey);
  return valid(signer) && trusted.some((anchor) => anchor.raw.equals(signer.raw) || issuedBy(anchor));
}

const signingTimeOid = "1.2.840.113549.1.9.5";

function signingTime(cms: SignedData): Date | null {
  const attributes: Attribute[] = cms.signerInfos[0]?.signedAttrs?.attributes ?? [];
  const value: unknown = attributes.find(({ type }) => type === signingTimeOid)?.values[0];
  return value instanceof UTCTime ? value.toDate() : null;
}

/**
 * Says whether a PDF is, to the byte, what a trusted key signed. `trusted` holds DER certificates: the signer's own or
 * its issuer's. The signature is checked before the issuer, so `unknownIssuer` means intact but signed by someone else.
 */
export async function verifyPdfSignature(pdf: Uint8Array, trusted: readonly Uint8Array[]): Promise<PdfVerdict> {
  const digest = createHash("sha256").update(pdf).digest("hex");
  const parts = coveringSignature(pdf);
  if (parts === "none") return { status: "unsigned", digest };
  const cms = parts === "broken" ? undefined : parseCms(parts.cms);
  if (parts === "broken" || !cms || !(await isIntact(cms, parts.signed))) return { status: "altered", digest };
  const signer = signerOf(cms);
  const signedAt = signingTime(cms);
  const anchors = trusted.map((der) => new X509Certificate(der));
  if (!signer || !isTrusted(signer, anchors, signedAt)) return { status: "unknownIssuer", digest };
  return { status: "valid", digest, signer: signer.subject.replaceAll("\n", ", "), signedAt };
}
