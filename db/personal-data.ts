import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { env } from "@/env";
import type { DigestPurpose, Place } from "./sealed-places";

/**
 * Personal data at rest, in envelopes: each value is encrypted under a random data key of its own, and that key is wrapped
 * by the first key of SECRET_KEYS; both AES-256-GCM, bound to table, column and row, so that a ciphertext moved elsewhere
 * does not open. A new master key re-wraps the data keys and never opens a value. Equality search goes through a keyed
 * digest (blind index). SECRET_KEYS is `kid:base64,kid:base64` of 32 random bytes each; the first one writes, all read.
 */
type MasterKey = { kid: string; secret: Buffer; derived: Map<string, KeyObject> };

let keys: readonly MasterKey[] | undefined;

/** Parses SECRET_KEYS; throws one sentence when it is missing or malformed. */
export function parseSecretKeys(text: string | undefined): readonly MasterKey[] {
  const parsed = (text ?? "").split(",").filter(Boolean).map((entry) => {
    const [kid = "", secret = ""] = entry.split(":");
    return { kid, secret: Buffer.from(secret, "base64"), derived: new Map() };
  });
  const wrong = parsed.some(({ kid, secret }) => !/^[a-z0-9-]{1,20}$/.test(kid) || secret.length !== 32);
  if (parsed.length === 0 || wrong) throw new Error("Wrong environment variable — SECRET_KEYS: expected kid:base64 of 32 bytes, comma-separated, the current key first");
  return parsed;
}

function masterKeys(): readonly MasterKey[] {
  keys ??= parseSecretKeys(env().SECRET_KEYS);
  return keys;
}

/** The key of a purpose, made once: deriving it and handing it over as bytes takes longer than sealing a name. */
function derive({ secret, derived }: MasterKey, purpose: string): KeyObject {
  const known = derived.get(purpose);
  if (known) return known;
  const key = createSecretKey(Buffer.from(hkdfSync("sha256", secret, "tongban", purpose, 32)));
  derived.set(purpose, key);
  return key;
}

function current(): MasterKey {
  const [first] = masterKeys();
  if (!first) throw new Error("SECRET_KEYS is empty");
  return first;
}

const FORMAT = "e2";
const NONCE = 12;
const TAG = 16;

const bound = ({ table, column, row }: Place, part: string) => Buffer.from([FORMAT, part, table, column, row].join("|"));
const wrappingKey = (master: MasterKey) => derive(master, "wrap");
const wrapBound = (place: Place, kid: string) => bound(place, `key ${kid}`);

/** nonce, ciphertext and tag in one piece. */
function encrypt(key: KeyObject, plain: Buffer, additional: Buffer): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(additional);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString("base64url");
}

function decrypt(key: KeyObject, text: string, additional: Buffer): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length < NONCE + TAG) throw new Error("a sealed value is cut short");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE), { authTagLength: TAG }).setAAD(additional).setAuthTag(bytes.subarray(-TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
}

function unwrap(sealed: string, place: Place): { dataKey: KeyObject; body: string } {
  const [format, kid = "", wrapped = "", body = ""] = sealed.split(".");
  const master = masterKeys().find((key) => key.kid === kid);
  if (format !== FORMAT || !master) throw new Error(`no key ${kid} to open ${place.table}.${place.column}`);
  return { dataKey: createSecretKey(decrypt(wrappingKey(master), wrapped, wrapBound(place, kid))), body };
}

const envelope = (dataKey: KeyObject, body: string, place: Place) => `${currentPrefix()}${encrypt(wrappingKey(current()), dataKey.export(), wrapBound(place, current().kid))}.${body}`;

/** How values sealed under the current key begin: `format.kid.`, then the wrapped data key and the body. */
export const currentPrefix = () => `${FORMAT}.${current().kid}.`;

/** Encrypts a text for one place. */
export function seal(plain: string, place: Place): string {
  const dataKey = createSecretKey(randomBytes(32));
  return envelope(dataKey, encrypt(dataKey, Buffer.from(plain), bound(place, "value")), place);
}

/** Opens what `seal` made for the same place; throws when it was altered, moved or its key is gone. */
export function open(sealed: string, place: Place): string {
  const { dataKey, body } = unwrap(sealed, place);
  return decrypt(dataKey, body, bound(place, "value")).toString("utf8");
}

/** The same value under the current master key; what it says is not opened. */
export function rewrap(sealed: string, place: Place): string {
  const { dataKey, body } = unwrap(sealed, place);
  return envelope(dataKey, body, place);
}

const digest = (master: MasterKey, purpose: DigestPurpose, value: string) => createHmac("sha256", derive(master, `digest:${purpose}`)).update(value).digest("hex").slice(0, 32);

/** Keyed digest of a value for one purpose (128 bits, hex), as it is stored: blind indexes and subjects of rate limits. */
export function keyedDigest(purpose: DigestPurpose, value: string): string {
  return digest(current(), purpose, value);
}

/** The digests under which a value may have been stored, by the current key and the earlier ones: what a look-up compares with. */
export function keyedDigests(purpose: DigestPurpose, value: string): string[] {
  return masterKeys().map((key) => digest(key, purpose, value));
}

/** A purpose-bound secret for libraries that need one of their own (hex). */
export function derivedSecret(purpose: string): string {
  return derive(current(), `secret:${purpose}`).export().toString("hex");
}
