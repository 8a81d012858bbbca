import { createHash, X509Certificate } from "node:crypto";
import { Sequence, UTCTime } from "asn1js";
import { ContentInfo, CryptoEngine, SignedData, type Attribute } from "pkijs";
import { readTimestamp, type Timestamp } from "./timestamp";
import { isIssuedBy } from "./x509-trust";

type PdfVerdict =
  | { status: "valid"; /** SHA-256 of the file, hexadecimal */ digest: string; signer: string; /** as the signer states it */ signedAt: Date | null; /** as somebody else states it, who saw the signature then */ timestamp: Timestamp | null }
  | { status: "altered" | "unsigned" | "unknownIssuer"; digest: string };

type Parts = { signed: Uint8Array; cms: Uint8Array };

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

/** The DER inside the zero-padded `/Contents`: its own length says where it ends; anything but zeros after it is not ours. */
function unpad(hex: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Buffer.from(hex, "hex"));
  const [tag, form, high = 0, low = 0] = bytes;
  const end = 4 + high * 256 + low;
  const clean = tag === 0x30 && form === 0x82 && end <= bytes.length && bytes.subarray(end).every((byte) => byte === 0);
  return clean ? bytes.slice(0, end) : undefined;
}

const byteRange = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g;
const traces = /\/Type\s*\/Sig\b|ETSI\.CAdES\.detached|adbe\.pkcs7/;

/** The signature, if this byte range is the whole file but the signature's own value. */
function partsOf(pdf: Uint8Array, text: string, range: RegExpMatchArray): Parts | undefined {
  const [start = 0, length = 0, resume = 0, rest = 0] = range.slice(1).map(Number);
  if (start !== 0 || resume + rest !== pdf.length) return undefined;
  const value = /^<([0-9A-Fa-f]+)>$/.exec(text.slice(length, resume))?.[1];
  const cms = value === undefined ? undefined : unpad(value);
  return cms && { signed: new Uint8Array(Buffer.concat([pdf.subarray(0, length), pdf.subarray(resume)])), cms };
}

/** No honest file has more; each costs a pass over the bytes. */
const mostSignatures = 50;

/** Anything added after signing falls outside every covering range, so a later revision never passes as the signed document. */
function coveringSignature(pdf: Uint8Array): Parts | "none" | "broken" {
  const text = latin1(pdf);
  const ranges = [...text.matchAll(byteRange)];
  if (ranges.length === 0) return traces.test(text) ? "broken" : "none";
  if (ranges.length > mostSignatures) return "broken";
  return ranges.map((range) => partsOf(pdf, text, range)).find((parts) => parts !== undefined) ?? "broken";
}

/** Passed by hand: the signing library puts an engine of its own in pkijs's global place, and that one cannot verify. */
const engine = new CryptoEngine({ name: "WebCrypto", crypto });

type Signature = { signer: X509Certificate; signedAt: Date | null; timestamp: Timestamp | null };

const signingTimeOid = "1.2.840.113549.1.9.5";

function signingTime(cms: SignedData): Date | null {
  const attributes: Attribute[] = cms.signerInfos[0]?.signedAttrs?.attributes ?? [];
  const value: unknown = attributes.find(({ type }) => type === signingTimeOid)?.values[0];
  return value instanceof UTCTime ? value.toDate() : null;
}

const timestampOid = "1.2.840.113549.1.9.16.2.14";

/** The time stamp over the signature (CAdES signature-time-stamp): null without one, nothing for one that does not hold. */
async function timestampOf(cms: SignedData): Promise<Timestamp | null | undefined> {
  const [info] = cms.signerInfos;
  const stamps: Attribute[] = (info?.unsignedAttrs?.attributes ?? []).filter(({ type }: Attribute) => type === timestampOid);
  const [stamp] = stamps;
  if (!info || !stamp) return null;
  const token: unknown = stamp.values[0];
  if (stamps.length > 1 || stamp.values.length !== 1 || !(token instanceof Sequence)) return undefined;
  return readTimestamp(new Uint8Array(token.toBER(false)), createHash("sha256").update(info.signature.valueBlock.valueHexView).digest());
}

/** The signer of a detached CMS with exactly one signature, provided that it fits the bytes. Malformed input throws in many ways. */
async function checkCms({ cms: der, signed }: Parts): Promise<Signature | undefined> {
  try {
    const cms = new SignedData({ schema: ContentInfo.fromBER(der.slice().buffer).content });
    if (cms.signerInfos.length !== 1 || !cms.signerInfos[0]?.signedAttrs || cms.encapContentInfo.eContent) return undefined;
    const { signatureVerified, signerCertificate } = await cms.verify({ signer: 0, data: signed.slice().buffer, checkChain: false, extendedMode: true }, engine);
    if (signatureVerified !== true || !signerCertificate) return undefined;
    const timestamp = await timestampOf(cms);
    return timestamp === undefined ? undefined : { signer: new X509Certificate(Buffer.from(signerCertificate.toSchema().toBER(false))), signedAt: signingTime(cms), timestamp };
  } catch {
    return undefined;
  }
}

/**
 * Says whether a PDF is, to the byte, what a trusted key signed. `trusted` holds DER certificates: the signer's own or
 * its issuer's. The signature is checked before the issuer, so `unknownIssuer` means intact but signed by someone else.
 */
export async function verifyPdfSignature(pdf: Uint8Array, trusted: readonly Uint8Array[]): Promise<PdfVerdict> {
  const digest = createHash("sha256").update(pdf).digest("hex");
  const parts = coveringSignature(pdf);
  if (parts === "none") return { status: "unsigned", digest };
  const signature = parts === "broken" ? undefined : await checkCms(parts);
  if (!signature) return { status: "altered", digest };
  const { signer, signedAt, timestamp } = signature;
  const anchors = trusted.map((der) => new X509Certificate(der));
  if (!isIssuedBy(signer, anchors, signedAt)) return { status: "unknownIssuer", digest };
  return { status: "valid", digest, signer: signer.subject.replaceAll("\n", ", "), signedAt, timestamp };
}
