import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { calculateJwkThumbprint } from "jose";
import { z } from "zod";
import type { SignatureSuite } from "@/domain/certificates/schema/catalogue";
import { suiteOf } from "./suite";
import { issueCertificateChain } from "./x509";

/**
 * What a key is for: `record` keys sign certificate records (JWS, SD-JWT), `document` keys sign files and have an X.509
 * chain, `status` keys sign status lists, `audit` keys the checkpoints of the audit log.
 */
const Purpose = z.enum(["record", "document", "status", "audit"]);
export type Purpose = z.infer<typeof Purpose>;

const Common = z.looseObject({
  kty: z.literal("EC"),
  x: z.string(),
  y: z.string(),
  kid: z.string(),
  use: z.literal("sig"),
  purpose: Purpose,
  /** Seconds since 1970, as in a JWT: the key signs nothing outside this time. */
  nbf: z.number(),
  exp: z.number(),
  /** DER in base64, the signing certificate first (RFC 7517, 4.7). */
  x5c: z.array(z.string()).optional(),
  /** From when on (seconds since 1970) nothing it signed is believed, and why (OpenID Federation 1.0, 8.7.4). */
  revoked: z.object({ revoked_at: z.number(), reason: z.string().optional() }).optional(),
});
const InternationalJwk = Common.extend({ crv: z.literal("P-256"), alg: z.literal("ES256") });
const NationalJwk = Common.extend({ crv: z.literal("SM2"), alg: z.literal("SM2") });
const PublicJwk = z.discriminatedUnion("alg", [InternationalJwk, NationalJwk]);
export type PublicJwk = z.infer<typeof PublicJwk>;

const known = <Key>(schema: z.ZodType<Key>) => z.array(z.unknown()).transform((keys) => keys.flatMap((key): Key[] => {
  const parsed = schema.safeParse(key);
  return parsed.success ? [parsed.data] : [];
}));

/**
 * The public keys, as served at `/.well-known/jwks.json`. SM2 has no place in the registry of JWK curves, so its keys stand
 * under a member of their own, which readers of a plain key set pass over. Other members and other keys are passed over here.
 */
export const Jwks = z.object({ keys: known(InternationalJwk), sm2_keys: known(NationalJwk).default([]) });
export type Jwks = z.infer<typeof Jwks>;

/** The published key of this name and purpose that signs with this algorithm. */
export const findKey = ({ keys, sm2_keys }: Jwks, { kid, purpose, alg }: { kid: unknown; purpose: Purpose; alg: string }): PublicJwk | undefined =>
  [...keys, ...sm2_keys].find((key) => key.kid === kid && key.purpose === purpose && key.alg === alg);

/** When a signature was there: by a register or a third party's time stamp, or only by its signer's own word. */
export type SignatureTime = { provenAt?: Date | null | undefined; statedAt?: Date | null | undefined };

/**
 * Whether a signature by this key still counts. Of a key taken back those made before do, if their time is known; of one that
 * fell into other hands (`keyCompromise`) the signer's own word proves nothing.
 */
export function isBelieved({ revoked }: Pick<PublicJwk, "revoked">, { provenAt, statedAt }: SignatureTime): boolean {
  if (!revoked) return true;
  const at = provenAt ?? (revoked.reason === "keyCompromise" ? undefined : statedAt);
  return at !== undefined && at !== null && at.getTime() < revoked.revoked_at * 1000;
}

/** A key that signs; where its private part lies is the provider's affair. Signatures are r‖s, 64 bytes. */
export type SigningKey = { kid: string; suite: SignatureSuite; notBefore: Date; notAfter: Date; sign(data: Uint8Array): Promise<Uint8Array> };
export type DocumentSigningKey = SigningKey & { /** DER */ certificate: Uint8Array; /** DER, from the issuer of `certificate` upwards */ certificateChain: Uint8Array[] };

/** Where signing keys come from. A hardware module or key service takes the file's place behind this port. */
export type KeyProvider = {
  /** Signs certificate records, with the algorithms their type asks for. */
  certificateSigningKey(suite?: SignatureSuite): Promise<SigningKey>;
  documentSigningKey(): Promise<DocumentSigningKey>;
  statusSigningKey(): Promise<SigningKey>;
  auditSigningKey(): Promise<SigningKey>;
  /** Every key ever used to sign, so that old certificates stay verifiable. */
  publicJwks(): Promise<Jwks>;
  /** The issuing certificates (DER) whose signatures are recognised. */
  trustedCertificates(): Promise<Uint8Array[]>;
};

const StoredKey = z.strictObject({ publicJwk: PublicJwk, d: z.string() });
type StoredKey = z.infer<typeof StoredKey>;
const roles = ["record", "national", "document", "status", "audit"] as const;
type Role = (typeof roles)[number];
/** The two keys of old, and those that came later: a generation without them stays for verification and is followed by a whole one. */
const Generation = z.strictObject({ record: StoredKey, document: StoredKey, national: StoredKey.optional(), status: StoredKey.optional(), audit: StoredKey.optional() });
type Generation = z.infer<typeof Generation>;
type WholeGeneration = Record<Role, StoredKey>;

const lifetimeYears = 5;

type Span = { notBefore: Date; notAfter: Date };

async function makeKey(suite: SignatureSuite, purpose: Purpose, { notBefore, notAfter }: Span): Promise<StoredKey> {
  const { alg, curve, generateKey } = suiteOf(suite);
  const { x, y, d } = await generateKey();
  // RFC 7638; for SM2 by the same members.
  const kid = await calculateJwkThumbprint({ kty: "EC", crv: curve, x, y });
  const publicJwk = PublicJwk.parse({ kty: "EC", crv: curve, x, y, kid, alg, use: "sig", purpose, nbf: notBefore.getTime() / 1000, exp: notAfter.getTime() / 1000 });
  return { publicJwk, d };
}

async function makeDocumentKey(span: Span): Promise<StoredKey> {
  const { publicJwk, d } = await makeKey("international", "document", span);
  const chain = await issueCertificateChain(publicJwk, span);
  return { publicJwk: { ...publicJwk, x5c: chain.map((der) => Buffer.from(der).toString("base64")) }, d };
}

async function makeGeneration(now: Date): Promise<WholeGeneration> {
  // A little earlier than now, for processes whose clocks are behind.
  const notBefore = new Date(Math.floor(now.getTime() / 1000) * 1000 - 5 * 60_000);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + lifetimeYears);
  const span = { notBefore, notAfter };
  const [record, national, document, status, audit] = await Promise.all([
    makeKey("international", "record", span), makeKey("national", "record", span), makeDocumentKey(span), makeKey("international", "status", span), makeKey("international", "audit", span),
  ]);
  return { record, national, document, status, audit };
}

const fileName = /^signing-keys-\d{4}\.json$/;

/** A file is linked whole and never changes: `known` keeps what was read of each. */
async function readGenerations(dir: string, known: Map<string, Generation>): Promise<Generation[]> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const names = (await readdir(dir)).filter((name) => fileName.test(name)).toSorted();
  return Promise.all(names.map(async (name) => {
    const generation = known.get(name) ?? Generation.parse(JSON.parse(await readFile(join(dir, name), "utf8")));
    known.set(name, generation);
    return generation;
  }));
}

const revocationsName = "revoked-keys.json";
const Revocations = z.record(z.string(), z.strictObject({ revoked_at: z.number(), reason: z.string().optional() }));
type Revocations = z.infer<typeof Revocations>;

/** The keys taken back, by name: beside the keys, whose own files never change. */
async function readRevocations(dir: string): Promise<Revocations> {
  try {
    return Revocations.parse(JSON.parse(await readFile(join(dir, revocationsName), "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}

async function writeRevocations(dir: string, revocations: Revocations): Promise<void> {
  const draft = join(dir, `.${randomUUID()}.tmp`);
  await writeFile(draft, `${JSON.stringify(revocations, null, 2)}\n`, { mode: 0o600, flag: "wx", flush: true });
  await rename(draft, join(dir, revocationsName));
}

/** Adds one generation. A hard link appears whole and fails when the name is taken: of two processes at once, one wins. */
async function addGeneration(dir: string, number: number, now: Date): Promise<void> {
  const draft = join(dir, `.${randomUUID()}.tmp`);
  await writeFile(draft, `${JSON.stringify(await makeGeneration(now), null, 2)}\n`, { mode: 0o600, flag: "wx", flush: true });
  try {
    await link(draft, join(dir, `signing-keys-${String(number).padStart(4, "0")}.json`));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await rm(draft);
  }
}

const openKey = ({ publicJwk: { kid, alg, x, y, nbf, exp }, d }: StoredKey): SigningKey => {
  const suite = alg === "SM2" ? "national" : "international";
  return { kid, suite, notBefore: new Date(nbf * 1000), notAfter: new Date(exp * 1000), sign: (data) => suiteOf(suite).sign(data, { x, y, d }) };
};

/** A key made on the spot and never kept, to try on it what the real key is to sign; and the key set that verifies it. */
export async function throwawayKey(suite: SignatureSuite, now: Date): Promise<{ key: SigningKey; jwks: Jwks }> {
  const stored = await makeKey(suite, "record", { notBefore: now, notAfter: now });
  return { key: openKey(stored), jwks: jwksOf([stored.publicJwk]) };
}

const jwksOf = (keys: readonly PublicJwk[]): Jwks => ({ keys: keys.filter((key) => key.alg === "ES256"), sm2_keys: keys.filter((key) => key.alg === "SM2") });

const isWhole = (generation: Generation): generation is WholeGeneration => roles.every((role) => generation[role] !== undefined);

const certificatesOf = ({ x5c = [] }: PublicJwk) => x5c.map((text) => new Uint8Array(Buffer.from(text, "base64")));

/** The issuing certificates (DER) that come with the published document keys. */
export const trustedCertificatesOf = ({ keys }: Jwks) => keys.flatMap((key) => certificatesOf(key).slice(-1));

export function withCertificates(key: SigningKey, jwk: PublicJwk): DocumentSigningKey {
  const [certificate = new Uint8Array(), ...certificateChain] = certificatesOf(jwk);
  return { ...key, certificate, certificateChain };
}

export type FileKeyProvider = KeyProvider & {
  /** Signs with new keys from now on; the old stay published. */
  rotate(): Promise<void>;
  /** Takes a key back from an instant on, and its whole generation signs no more; false for a key that is unknown. */
  revoke(kid: string, how: { at: Date; compromised: boolean }): Promise<boolean>;
};

/**
 * Keys in files of one directory, readable by their owner only. The first use makes them; so does a use at a time none
 * of them covers, and the older ones stay for verification. The files are the only copy: back them up.
 */
export function fileKeyProvider(dir: string, clock: () => Date): FileKeyProvider {
  const known = new Map<string, Generation>();
  async function current(): Promise<WholeGeneration> {
    const generations = await readGenerations(dir, known);
    const seconds = clock().getTime() / 1000;
    const revoked = await readRevocations(dir);
    const valid = generations.filter(isWhole).filter((generation) => roles.every((role) => !revoked[generation[role].publicJwk.kid])).findLast(({ record }) => record.publicJwk.nbf <= seconds && seconds < record.publicJwk.exp);
    if (valid) return valid;
    await addGeneration(dir, generations.length + 1, clock());
    return current();
  }
  async function publicJwks(): Promise<Jwks> {
    await current();
    const revocations = await readRevocations(dir);
    const published = (jwk: PublicJwk): PublicJwk => ({ ...jwk, ...(revocations[jwk.kid] ? { revoked: revocations[jwk.kid] } : {}) });
    return jwksOf((await readGenerations(dir, known)).flatMap((generation) => roles.flatMap((role) => (generation[role] ? [published(generation[role].publicJwk)] : []))));
  }
  return {
    certificateSigningKey: async (suite = "international") => openKey((await current())[suite === "national" ? "national" : "record"]),
    statusSigningKey: async () => openKey((await current()).status),
    auditSigningKey: async () => openKey((await current()).audit),
    async documentSigningKey() {
      const { document } = await current();
      return withCertificates(openKey(document), document.publicJwk);
    },
    publicJwks,
    trustedCertificates: async () => trustedCertificatesOf(await publicJwks()),
    async rotate() {
      await current();
      await addGeneration(dir, (await readGenerations(dir, known)).length + 1, clock());
    },
    async revoke(kid, { at, compromised }) {
      const { keys, sm2_keys } = await publicJwks();
      if (![...keys, ...sm2_keys].some((key) => key.kid === kid)) return false;
      const before = await readRevocations(dir);
      // What was said once is not made milder: the earlier instant and the graver reason stand.
      const seconds = Math.min(Math.floor(at.getTime() / 1000), before[kid]?.revoked_at ?? Infinity);
      await writeRevocations(dir, { ...before, [kid]: { revoked_at: seconds, ...(compromised || before[kid]?.reason ? { reason: "keyCompromise" } : {}) } });
      await current();
      return true;
    },
  };
}
