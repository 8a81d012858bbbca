import { randomBytes } from "node:crypto";
import { BitString, Integer, OctetString, Utf8String } from "asn1js";
import { AttributeTypeAndValue, AuthorityKeyIdentifier, BasicConstraints, Certificate, CryptoEngine, Extension, Time } from "pkijs";
import type { PublicPoint } from "./suites/port";

/** Passed by hand: the signing library replaces pkijs's global engine. */
const engine = new CryptoEngine({ name: "WebCrypto", crypto });

type Span = { notBefore: Date; notAfter: Date };
type Request = Span & { subject: string; issuer: string; isRoot: boolean; publicKey: CryptoKey; issuerKey: CryptoKeyPair };

const oid = { commonName: "2.5.4.3", basicConstraints: "2.5.29.19", keyUsage: "2.5.29.15", subjectKey: "2.5.29.14", authorityKey: "2.5.29.35" };

const nameOf = (commonName: string) => new AttributeTypeAndValue({ type: oid.commonName, value: new Utf8String({ value: commonName }) });

/** Positive and 127 bits long (RFC 5280, 4.1.2.2). */
function serialNumber(): Integer {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return new Integer({ valueHex: new Uint8Array(bytes).buffer });
}

/** keyCertSign for the root; digitalSignature and nonRepudiation for the key that signs documents. */
const keyUsage = (isRoot: boolean) =>
  new BitString({ valueHex: new Uint8Array([isRoot ? 0x04 : 0xc0]).buffer, unusedBits: isRoot ? 2 : 6 });

const extension = (extnID: string, critical: boolean, value: { toBER(sizeOnly: false): ArrayBuffer }) =>
  new Extension({ extnID, critical, extnValue: value.toBER(false) });

async function issue({ subject, issuer, isRoot, publicKey, issuerKey, notBefore, notAfter }: Request): Promise<Uint8Array> {
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = serialNumber();
  certificate.subject.typesAndValues.push(nameOf(subject));
  certificate.issuer.typesAndValues.push(nameOf(issuer));
  certificate.notBefore = new Time({ type: 0, value: notBefore });
  certificate.notAfter = new Time({ type: 0, value: notAfter });
  await certificate.subjectPublicKeyInfo.importKey(publicKey, engine);
  const issuerInfo = new Certificate().subjectPublicKeyInfo;
  await issuerInfo.importKey(issuerKey.publicKey, engine);
  const keyId = async (info: typeof issuerInfo) =>
    new OctetString({ valueHex: await crypto.subtle.digest("SHA-1", info.subjectPublicKey.valueBlock.valueHexView.slice()) });
  const constraints = isRoot ? { cA: true, pathLenConstraint: 0 } : { cA: false };
  certificate.extensions = [
    extension(oid.basicConstraints, true, new BasicConstraints(constraints).toSchema()),
    extension(oid.keyUsage, true, keyUsage(isRoot)),
    extension(oid.subjectKey, false, await keyId(certificate.subjectPublicKeyInfo)),
    extension(oid.authorityKey, false, new AuthorityKeyIdentifier({ keyIdentifier: await keyId(issuerInfo) }).toSchema()),
  ];
  await certificate.sign(issuerKey.privateKey, "SHA-256", engine);
  return new Uint8Array(certificate.toSchema(true).toBER(false));
}

/**
 * Issues a certificate for the document key under a root made for it alone, whose private key is then forgotten: nothing
 * more can ever be issued under that root. DER, leaf first. Times before 2050 (RFC 5280, 4.1.2.5).
 */
export async function issueCertificateChain({ x, y }: PublicPoint, { notBefore, notAfter }: Span): Promise<Uint8Array[]> {
  const publicKey = await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", x, y }, { name: "ECDSA", namedCurve: "P-256" }, true, ["verify"]);
  const issuerKey = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const issuer = "Tongban Document Signing Root";
  const shared = { issuer, issuerKey, notBefore, notAfter };
  return Promise.all([
    issue({ ...shared, subject: "Tongban Document Signing", isRoot: false, publicKey }),
    issue({ ...shared, subject: issuer, isRoot: true, publicKey: issuerKey.publicKey }),
  ]);
}
