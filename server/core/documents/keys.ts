import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { calculateJwkThumbprint } from "jose";
import { z } from "zod";
import { issueCertificateChain } from "./x509";

/** `record` keys sign certificate records (JWS); `document` keys sign PDF files and have an X.509 chain. */
const Purpose = z.enum(["record", "document"]);

const PublicJwk = z.looseObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  kid: z.string(),
  alg: z.literal("ES256"),
  use: z.literal("sig"),
  purpose: Purpose,
  /** Seconds since 1970, as in a JWT: the key signs nothing outside this time. */
  nbf: z.number(),
  exp: z.number(),
  /** DER in base64, the signing certificate first (RFC 7517, 4.7). */
  x5c: z.array(z.string()).optional(),
});
type PublicJwk = z.infer<typeof PublicJwk>;

/** The public keys, as served at `/.well-known/jwks.json`. Other members and other keys are passed over. */
export const Jwks = z.object({
  keys: z.array(z.unknown()).transform((keys) => keys.flatMap((key): PublicJwk[] => {
    const parsed = PublicJwk.safeParse(key);
    return parsed.success ? [parsed.data] : [];
  })),
});
export type Jwks = { keys: PublicJwk[] };

export type SigningKey = { kid: string; privateKey: CryptoKey; notBefore: Date; notAfter: Date };
export type DocumentSigningKey = SigningKey & { /** DER */ certificate: Uint8Array; /** DER, from the issuer of `certificate` upwards */ certificateChain: Uint8Array[] };

/** Where signing keys come from. A hardware module or key service takes the file's place behind this port. */
export type KeyProvider = {
  certificateSigningKey(): Promise<SigningKey>;
  documentSigningKey(): Promise<DocumentSigningKey>;
  /** Every key ever used to sign, so that old certificates stay verifiable. */
  publicJwks(): Promise<Jwks>;
  /** The issuing certificates (DER) whose signatures are recognised. */
  trustedCertificates(): Promise<Uint8Array[]>;
};

const StoredKey = z.strictObject({ publicJwk: PublicJwk, d: z.string() });
type StoredKey = z.infer<typeof StoredKey>;
const Generation = z.strictObject({ record: StoredKey, document: StoredKey });
type Generation = z.infer<typeof Generation>;

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const lifetimeYears = 5;

type Span = { notBefore: Date; notAfter: Date };

async function makeKey(purpose: "record" | "document", span: Span): Promise<StoredKey> {
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const { x = "", y = "", d = "" } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  const kid = await calculateJwkThumbprint({ kty: "EC", crv: "P-256", x, y });
  const publicJwk: PublicJwk = {
    kty: "EC", crv: "P-256", x, y, kid, alg: "ES256", use: "sig", purpose,
    nbf: span.notBefore.getTime() / 1000, exp: span.notAfter.getTime() / 1000,
  };
  if (purpose === "record") return { publicJwk, d };
  const chain = await issueCertificateChain(pair, span);
  return { publicJwk: { ...publicJwk, x5c: chain.map((der) => Buffer.from(der).toString("base64")) }, d };
}

async function makeGeneration(now: Date): Promise<Generation> {
  // A little earlier than now, for processes whose clocks are behind.
  const notBefore = new Date(Math.floor(now.getTime() / 1000) * 1000 - 5 * 60_000);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + lifetimeYears);
  const span = { notBefore, notAfter };
  return { record: await makeKey("record", span), document: await makeKey("document", span) };
}

const fileName = /^signing-keys-\d{4}\.json$/;

async function readGenerations(dir: string): Promise<Generation[]> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const names = (await readdir(dir)).filter((name) => fileName.test(name)).toSorted();
  return Promise.all(names.map(async (name) => Generation.parse(JSON.parse(await readFile(join(dir, name), "utf8")))));
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

async function openKey({ publicJwk, d }: StoredKey): Promise<SigningKey> {
  const { kty, crv, x, y, kid, nbf, exp } = publicJwk;
  const privateKey = await crypto.subtle.importKey("jwk", { kty, crv, x, y, d }, algorithm, false, ["sign"]);
  return { kid, privateKey, notBefore: new Date(nbf * 1000), notAfter: new Date(exp * 1000) };
}

const certificatesOf = ({ x5c = [] }: PublicJwk) => x5c.map((text) => new Uint8Array(Buffer.from(text, "base64")));

/** The issuing certificates (DER) that come with the published document keys. */
export const trustedCertificatesOf = ({ keys }: Jwks) => keys.flatMap((key) => certificatesOf(key).slice(-1));

/**
 * Keys in files of one directory, readable by their owner only. The first use makes them; so does a use at a time none
 * of them covers, and the older ones stay for verification. The files are the only copy: back them up.
 */
export function fileKeyProvider(dir: string, clock: () => Date): KeyProvider {
  async function current(): Promise<Generation> {
    const generations = await readGenerations(dir);
    const seconds = clock().getTime() / 1000;
    const valid = generations.findLast(({ record }) => record.publicJwk.nbf <= seconds && seconds < record.publicJwk.exp);
    if (valid) return valid;
    await addGeneration(dir, generations.length + 1, clock());
    return current();
  }
  async function publicJwks(): Promise<Jwks> {
    await current();
    return { keys: (await readGenerations(dir)).flatMap(({ record, document }) => [record.publicJwk, document.publicJwk]) };
  }
  return {
    certificateSigningKey: async () => openKey((await current()).record),
    async documentSigningKey() {
      const { document } = await current();
      const [certificate = new Uint8Array(), ...certificateChain] = certificatesOf(document.publicJwk);
      return { ...(await openKey(document)), certificate, certificateChain };
    },
    publicJwks,
    trustedCertificates: async () => trustedCertificatesOf(await publicJwks()),
  };
}
