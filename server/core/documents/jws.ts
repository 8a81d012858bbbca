import { CompactSign, compactVerify, decodeProtectedHeader, importJWK } from "jose";
import { z } from "zod";
import { CertificateRecord } from "@/domain/certificates/schema";
import { canonicalJson, recordDigest } from "./canonical";
import type { Jwks, SigningKey } from "./keys";

const type = "application/tongban-certificate+json";
const Payload = z.strictObject({ digest: z.string(), record: CertificateRecord });

/** What a holder downloads beside the PDF: the record to read, and the signature over it. */
export const SignedCertificate = z.strictObject({ record: CertificateRecord, jws: z.string() });
export type SignedCertificate = z.infer<typeof SignedCertificate>;

type JwsVerdict = { status: "valid"; record: CertificateRecord; digest: string; kid: string } | { status: "altered" | "unknownKey" };

/** Signs the record as a compact JWS (RFC 7515, ES256) over its canonical JSON and digest. */
export async function signCertificateRecord(record: CertificateRecord, key: SigningKey): Promise<string> {
  const payload = canonicalJson({ digest: recordDigest(record), record });
  return new CompactSign(new TextEncoder().encode(payload)).setProtectedHeader({ alg: "ES256", kid: key.kid, typ: type }).sign(key.privateKey);
}

function headerOf(jws: string): { kid?: string | undefined; typ?: string | undefined; alg?: string | undefined } {
  try {
    return decodeProtectedHeader(jws);
  } catch {
    return {};
  }
}

async function payloadOf(jws: string, jwk: Jwks["keys"][number]): Promise<string | undefined> {
  try {
    const { payload } = await compactVerify(jws, await importJWK({ kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, "ES256"), { algorithms: ["ES256"] });
    return new TextDecoder().decode(payload);
  } catch {
    return undefined;
  }
}

function parse(payload: string): z.infer<typeof Payload> | undefined {
  try {
    return Payload.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}

/** Checks a certificate JWS against published keys; nothing but the text and the keys is needed. */
export async function verifyCertificateJws(jws: string, jwks: Jwks): Promise<JwsVerdict> {
  const { kid, typ, alg } = headerOf(jws);
  if (kid === undefined || typ !== type || alg !== "ES256") return { status: "altered" };
  const jwk = jwks.keys.find((key) => key.kid === kid && key.purpose === "record");
  if (!jwk) return { status: "unknownKey" };
  const payload = await payloadOf(jws, jwk);
  const signed = payload === undefined ? undefined : parse(payload);
  if (!signed || payload !== canonicalJson(signed) || recordDigest(signed.record) !== signed.digest) return { status: "altered" };
  return { status: "valid", record: signed.record, digest: signed.digest, kid };
}

/** Checks the JSON form: the signature must hold, and the readable record must be the signed one. */
export async function verifySignedCertificate({ record, jws }: SignedCertificate, jwks: Jwks): Promise<JwsVerdict> {
  const verdict = await verifyCertificateJws(jws, jwks);
  return verdict.status === "valid" && verdict.digest !== recordDigest(record) ? { status: "altered" } : verdict;
}
