import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/env";

/**
 * Personal data at rest: AES-256-GCM under a named key, bound to its table, column and row, so that a ciphertext moved
 * elsewhere does not open. Equality search goes through a keyed digest (blind index). Keys come from SECRET_KEYS:
 * `kid:base64,kid:base64` of 32 random bytes each; the first one writes, all of them read.
 */
export type Place = { table: string; column: string; row: string };

type MasterKey = { kid: string; secret: Buffer };

let keys: readonly MasterKey[] | undefined;

/** Parses SECRET_KEYS; throws one sentence when it is missing or malformed. */
export function parseSecretKeys(text: string | undefined): readonly MasterKey[] {
  const parsed = (text ?? "").split(",").filter(Boolean).map((entry) => {
    const [kid = "", secret = ""] = entry.split(":");
    return { kid, secret: Buffer.from(secret, "base64") };
  });
  const wrong = parsed.some(({ kid, secret }) => !/^[a-z0-9-]{1,20}$/.test(kid) || secret.length !== 32);
  if (parsed.length === 0 || wrong) throw new Error("Wrong environment variable — SECRET_KEYS: expected kid:base64 of 32 bytes, comma-separated, the current key first");
  return parsed;
}

function masterKeys(): readonly MasterKey[] {
  keys ??= parseSecretKeys(env().SECRET_KEYS);
  return keys;
}

function derive(master: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", master, "tongban", purpose, 32));
}

function current(): MasterKey {
  const [first] = masterKeys();
  if (!first) throw new Error("SECRET_KEYS is empty");
  return first;
}

const additional = ({ table, column, row }: Place, kid: string) => Buffer.from([table, column, row, kid, "v1"].join("|"));

/** Encrypts a text for one place; format `v1.kid.nonce.ciphertext.tag`. */
export function seal(plain: string, place: Place): string {
  const { kid, secret } = current();
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", derive(secret, "field"), nonce).setAAD(additional(place, kid));
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return ["v1", kid, nonce.toString("base64url"), body.toString("base64url"), cipher.getAuthTag().toString("base64url")].join(".");
}

/** Opens what `seal` made for the same place; throws when it was altered, moved or its key is gone. */
export function open(sealed: string, place: Place): string {
  const [version, kid = "", nonce = "", body = "", tag = ""] = sealed.split(".");
  const master = masterKeys().find((key) => key.kid === kid);
  if (version !== "v1" || !master) throw new Error(`no key ${kid} to open ${place.table}.${place.column}`);
  const decipher = createDecipheriv("aes-256-gcm", derive(master.secret, "field"), Buffer.from(nonce, "base64url")).setAAD(additional(place, kid));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(body, "base64url")), decipher.final()]).toString("utf8");
}

const digest = ({ secret }: MasterKey, purpose: string, value: string) => createHmac("sha256", derive(secret, `digest:${purpose}`)).update(value).digest("hex").slice(0, 32);

/** Keyed digest of a value for one purpose (128 bits, hex), as it is stored: blind indexes, query codes, rate-limit subjects. */
export function keyedDigest(purpose: string, value: string): string {
  return digest(current(), purpose, value);
}

/** The digests under which a value may have been stored, by the current key and the earlier ones: what a look-up compares with. */
export function keyedDigests(purpose: string, value: string): string[] {
  return masterKeys().map((key) => digest(key, purpose, value));
}

/** A purpose-bound secret for libraries that need one of their own (hex). */
export function derivedSecret(purpose: string): string {
  return derive(current().secret, `secret:${purpose}`).toString("hex");
}
