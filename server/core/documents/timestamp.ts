import { createHash, X509Certificate } from "node:crypto";
import { type BaseBlock, Integer, ObjectIdentifier, OctetString, Sequence } from "asn1js";
import { AlgorithmIdentifier, ContentInfo, CryptoEngine, ExtKeyUsage, type Certificate, MessageImprint, SignedData, TimeStampReq, TimeStampResp, TSTInfo } from "pkijs";

/** Whoever states that a digest was there at a time (RFC 3161). */
export type TimestampAuthority = {
  /** A token (DER) over a SHA-256 digest. */
  timestamp(digest: Uint8Array): Promise<Uint8Array>;
};

/** What a token states, and who states it. Whether to believe them is the reader's to decide. */
export type Timestamp = { at: Date; authority: X509Certificate; nonce: string | undefined };

const oid = {
  sha256: "2.16.840.1.101.3.4.2.1", data: "1.2.840.113549.1.7.1", tstInfo: "1.2.840.113549.1.9.16.1.4", contentType: "1.2.840.113549.1.9.3",
  signingCertificate: "1.2.840.113549.1.9.16.2.12", signingCertificateV2: "1.2.840.113549.1.9.16.2.47", extKeyUsage: "2.5.29.37", timeStamping: "1.3.6.1.5.5.7.3.8",
};

/** Passed by hand: the signing library puts an engine of its own in pkijs's global place, and that one cannot verify. */
const engine = new CryptoEngine({ name: "WebCrypto", crypto });

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const copyOf = (bytes: Uint8Array) => new Uint8Array(bytes).buffer;

/** The DER of a request for a token over this digest, with the authority's certificate in it. */
export function timestampRequest(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  const request = new TimeStampReq({
    version: 1, certReq: true, nonce: new Integer({ valueHex: copyOf(nonce) }),
    messageImprint: new MessageImprint({ hashAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.sha256 }), hashedMessage: new OctetString({ valueHex: copyOf(digest) }) }),
  });
  return new Uint8Array(request.toSchema().toBER(false));
}

/** The token of an answer, if the authority granted one (RFC 3161, 2.4.2). Malformed answers throw in many ways. */
export function tokenOf(answer: Uint8Array): Uint8Array | undefined {
  const { status, timeStampToken } = TimeStampResp.fromBER(copyOf(answer));
  return status.status <= 1 && timeStampToken ? new Uint8Array(timeStampToken.toSchema().toBER(false)) : undefined;
}

/**
 * Reads a token over this SHA-256 digest: nothing unless it is whole, over this digest, and signed by the one certificate it names,
 * which was in its time and is there to sign timestamps and nothing else (RFC 3161, 2.3 and 2.4.2).
 */
export async function readTimestamp(token: Uint8Array, digest: Uint8Array): Promise<Timestamp | undefined> {
  try {
    const cms = new SignedData({ schema: ContentInfo.fromBER(copyOf(token)).content });
    const { eContentType, eContent } = cms.encapContentInfo;
    if (eContentType !== oid.tstInfo || !eContent || !attribute(cms, oid.contentType).some((value) => value instanceof ObjectIdentifier && value.getValue() === oid.tstInfo)) return undefined;
    const info = TSTInfo.fromBER(eContent.getValue());
    const { hashAlgorithm, hashedMessage } = info.messageImprint;
    if (hashAlgorithm.algorithmId !== oid.sha256 || hexOf(hashedMessage.valueBlock.valueHexView) !== hexOf(digest)) return undefined;
    const authority = await signerOf(cms, info.genTime);
    return authority && { at: info.genTime, authority, nonce: info.nonce && hexOf(info.nonce.valueBlock.valueHexView) };
  } catch {
    return undefined;
  }
}

function attribute(cms: SignedData, type: string): BaseBlock[] {
  return (cms.signerInfos[0]?.signedAttrs?.attributes ?? []).find((one) => one.type === type)?.values ?? [];
}

async function signerOf(cms: SignedData, at: Date): Promise<X509Certificate | undefined> {
  if (cms.signerInfos.length !== 1) return undefined;
  // Otherwise pkijs asks for what was digested, which an authority never sees; the digest is compared above.
  cms.encapContentInfo.eContentType = oid.data;
  const { signatureVerified, signerCertificate } = await cms.verify({ signer: 0, checkChain: false, extendedMode: true }, engine);
  if (signatureVerified !== true || !signerCertificate || !stampsOnly(signerCertificate)) return undefined;
  const authority = new X509Certificate(Buffer.from(signerCertificate.toSchema().toBER(false)));
  const inTime = authority.validFromDate <= at && at <= authority.validToDate;
  return inTime && namesCertificate(cms, authority) ? authority : undefined;
}

/** The extended key usage is critical and holds this one purpose. */
function stampsOnly({ extensions = [] }: Certificate): boolean {
  const usage = extensions.find(({ extnID }) => extnID === oid.extKeyUsage);
  const purposes = usage?.parsedValue instanceof ExtKeyUsage ? usage.parsedValue.keyPurposes : [];
  return usage?.critical === true && purposes.length === 1 && purposes[0] === oid.timeStamping;
}

/** The first certificate that the signed attribute names (ESSCertID by SHA-1, ESSCertIDv2 by the digest it says, SHA-256 unless told) is this one. */
function namesCertificate(cms: SignedData, certificate: X509Certificate): boolean {
  const [v2] = attribute(cms, oid.signingCertificateV2);
  const [v1] = attribute(cms, oid.signingCertificate);
  const id = childOf(childOf(v2 ?? v1, 0), 0);
  const [first, second] = [childOf(id, 0), childOf(id, 1)];
  const named = first instanceof OctetString ? first : second;
  const algorithm = first instanceof Sequence ? childOf(first, 0) : undefined;
  const digest = v2 ? digestNames[algorithm instanceof ObjectIdentifier ? algorithm.getValue() : oid.sha256] : "sha1";
  if (!digest || !(named instanceof OctetString)) return false;
  return hexOf(named.valueBlock.valueHexView) === createHash(digest).update(certificate.raw).digest("hex");
}

const digestNames: Partial<Record<string, string>> = { [oid.sha256]: "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512" };

const childOf = (block: BaseBlock | undefined, index: number): BaseBlock | undefined => (block instanceof Sequence ? block.valueBlock.value[index] : undefined);
