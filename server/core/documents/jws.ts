import { z } from "zod";
import { CertificateRecord } from "@/domain/certificates/schema";
import { parseJson } from "@/domain/core/json";
import { canonicalJson, recordDigest } from "./canonical";
import { findKey, isBelieved, type Jwks, type PublicJwk, type Purpose, type SigningKey } from "./keys";
import { suiteByAlgorithm, suiteOf } from "./suite";
import type { CryptoSuite } from "./suites/port";

const type = "application/tongban-certificate+json";
const Payload = z.strictObject({ digest: z.string(), record: CertificateRecord });

/** What a holder downloads beside the PDF: the record to read, and the signature over it. */
export const SignedCertificate = z.strictObject({ record: CertificateRecord, jws: z.string() });
export type SignedCertificate = z.infer<typeof SignedCertificate>;

/** `digest` is SHA-256, by which a record is known here, whatever the suite that signed it digests with. */
type JwsVerdict = { status: "valid"; record: CertificateRecord; digest: string; kid: string } | { status: "altered" | "unknownKey" | "revokedKey" };

const utf8 = (text: string) => new TextEncoder().encode(text);
const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64url");

/** A compact JWS (RFC 7515) by any key, the key's algorithm and name in its header. */
export async function signCompact(header: Record<string, unknown>, payload: string, key: SigningKey): Promise<string> {
  const signed = `${base64url(JSON.stringify({ alg: suiteOf(key.suite).alg, kid: key.kid, ...header }))}.${base64url(payload)}`;
  return `${signed}.${base64url(await key.sign(utf8(signed)))}`;
}

type Opened = { status: "valid"; payload: string; key: PublicJwk; kid: string; suite: CryptoSuite } | { status: "altered" | "unknownKey" };

/** The payload of a compact JWS of this type, signed by a published key of this purpose; whether that key was taken back is for the caller (`isBelieved`). */
export async function openCompact(jws: string, { typ, purpose }: { typ: string; purpose: Purpose }, jwks: Jwks): Promise<Opened> {
  const parts = partsOf(jws);
  const header = parts && Header.safeParse(parseJson(textOf(parts.header))).data;
  const suite = suiteByAlgorithm(header?.alg);
  if (!parts || !header || !suite || header.typ !== typ) return { status: "altered" };
  const key = findKey(jwks, { kid: header.kid, purpose, alg: suite.alg });
  if (!key) return { status: "unknownKey" };
  const fits = await suite.verify(utf8(`${parts.header}.${parts.payload}`), Buffer.from(parts.signature, "base64url"), key);
  return fits ? { status: "valid", payload: textOf(parts.payload), key, kid: header.kid, suite } : { status: "altered" };
}

function partsOf(jws: string): { header: string; payload: string; signature: string } | undefined {
  const parts = jws.split(".");
  const [header = "", payload = "", signature = ""] = parts;
  return parts.length === 3 && parts.every(isBase64url) ? { header, payload, signature } : undefined;
}

// No `crit`, no embedded key: a header with more than these could ask to be read otherwise than it is.
const Header = z.strictObject({ alg: z.string(), kid: z.string(), typ: z.string() });

/** One spelling only: stray bits in the last character would make two texts of one signature. */
const isBase64url = (text: string) => base64url(Buffer.from(text, "base64url")) === text;
const textOf = (part: string) => Buffer.from(part, "base64url").toString("utf8");

/** Signs the record as a compact JWS over its canonical JSON and its digest, by the suite of the key. */
export function signCertificateRecord(record: CertificateRecord, key: SigningKey): Promise<string> {
  return signCompact({ typ: type }, payloadOf(record, suiteOf(key.suite)), key);
}

function payloadOf(record: CertificateRecord, suite: CryptoSuite): string {
  const digest = Buffer.from(suite.digest(utf8(canonicalJson(record)))).toString("hex");
  return canonicalJson({ digest, record });
}

/**
 * Checks a certificate JWS against published keys; nothing but the text and the keys is needed. It does not say when it was
 * signed: under a key taken back it counts only where that is known from elsewhere.
 */
export async function verifyCertificateJws(jws: string, jwks: Jwks, provenAt?: Date | null): Promise<JwsVerdict> {
  const opened = await openCompact(jws, { typ: type, purpose: "record" }, jwks);
  if (opened.status !== "valid") return { status: opened.status };
  const { payload, suite, kid, key } = opened;
  const record = Payload.safeParse(parseJson(payload)).data?.record;
  if (!record || payload !== payloadOf(record, suite)) return { status: "altered" };
  return isBelieved(key, { provenAt }) ? { status: "valid", record, digest: recordDigest(record), kid } : { status: "revokedKey" };
}

/** Checks the JSON form: the signature must hold, and the readable record must be the signed one. */
export async function verifySignedCertificate({ record, jws }: SignedCertificate, jwks: Jwks, provenAt?: Date | null): Promise<JwsVerdict> {
  const verdict = await verifyCertificateJws(jws, jwks, provenAt);
  return verdict.status === "valid" && verdict.digest !== recordDigest(record) ? { status: "altered" } : verdict;
}
