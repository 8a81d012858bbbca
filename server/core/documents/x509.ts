import { randomBytes, webcrypto } from "node:crypto";
import { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, SubjectKeyIdentifierExtension, AuthorityKeyIdentifierExtension, X509CertificateGenerator } from "@peculiar/x509";

const signingAlgorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** Positive and 127 bits long (RFC 5280, 4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString("hex");
}

/**
 * Issues a certificate for the document key under a root made for it alone, whose private key is then forgotten: nothing
 * more can ever be issued under that root. DER, leaf first.
 */
export async function issueCertificateChain(leaf: webcrypto.CryptoKeyPair, span: { notBefore: Date; notAfter: Date }): Promise<Uint8Array[]> {
  const root = await webcrypto.subtle.generateKey(signingAlgorithm, false, ["sign", "verify"]);
  const rootName = "CN=Tongban Document Signing Root,O=Tongban";
  const rootCertificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(), subject: rootName, issuer: rootName, ...span, signingAlgorithm,
    publicKey: root.publicKey, signingKey: root.privateKey,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(root.publicKey),
    ],
  });
  const leafCertificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(), subject: "CN=Tongban Document Signing,O=Tongban", issuer: rootName, ...span, signingAlgorithm,
    publicKey: leaf.publicKey, signingKey: root.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true),
      await SubjectKeyIdentifierExtension.create(leaf.publicKey),
      await AuthorityKeyIdentifierExtension.create(root.publicKey),
    ],
  });
  return [leafCertificate, rootCertificate].map(({ rawData }) => new Uint8Array(rawData));
}
