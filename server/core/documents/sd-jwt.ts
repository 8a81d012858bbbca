import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { CertificateRecord } from "@/domain/certificates/schema";
import { addDays } from "@/domain/core/calendar";
import { parseJson } from "@/domain/core/json";
import { openCompact, signCompact } from "./jws";
import { isBelieved, type Jwks, type SigningKey } from "./keys";
import { suiteByAlgorithm, suiteOf } from "./suite";
import type { CryptoSuite } from "./suites/port";

const typ = "dc+sd-jwt";
/** The kind of credential, for whoever sorts many. */
const vct = "urn:tongban:certificate:1";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/** Who issues, when it was signed, and where its state is told. */
export type SdJwtFacts = { issuer: string; issuedAt: Date; status: { uri: string; idx: number } };

const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64url");
const midnight = (day: string) => Date.parse(`${day}T00:00:00+08:00`) / 1000;

/**
 * The record as an SD-JWT VC (RFC 9901, typ `dc+sd-jwt`): what it is, who issued it and for how long is plain; the identifiers,
 * the number, names and codes of holders, the item and each field of the face are shown only where the holder shows them.
 * It is bound to no key of the holder's: who presents it is checked as with paper.
 */
export async function issueSdJwt(record: CertificateRecord, { issuer, issuedAt, status }: SdJwtFacts, key: SigningKey): Promise<string> {
  const disclosures: string[] = [];
  const suite = suiteOf(key.suite);
  const closed = (members: JsonObject): { _sd: string[] } => {
    const made = Object.entries(members).map(([name, value]) => base64url(JSON.stringify([base64url(randomBytes(16)), name, value])));
    disclosures.push(...made);
    return { _sd: made.map((disclosure) => digestOf(suite, disclosure)).toSorted() };
  };
  const {
    certificate_identifier, certificate_number, associated_certificate_identifier, related_item_name, related_item_code, holders, extend_info, ...plain
  } = record;
  const payload = {
    iss: issuer, iat: Math.floor(issuedAt.getTime() / 1000), nbf: midnight(record.validate_start), vct, status: { status_list: status },
    ...(record.validate_end === null ? {} : { exp: midnight(addDays(record.validate_end, 1)) }),
    ...plain,
    ...closed({ certificate_identifier, certificate_number, ...(associated_certificate_identifier ? { associated_certificate_identifier } : {}), related_item_name, related_item_code }),
    holders: holders.map(({ type, ...holder }) => ({ type, ...closed(holder) })),
    face: closed(Object.fromEntries(extend_info.map(({ key: name, ...field }) => [name, field]))),
    _sd_alg: suite.hash,
  };
  return `${await signCompact({ typ }, JSON.stringify(payload), key)}~${disclosures.map((disclosure) => `${disclosure}~`).join("")}`;
}

const digestOf = (suite: CryptoSuite, disclosure: string) => base64url(suite.digest(new TextEncoder().encode(disclosure)));

const Disclosure = z.tuple([z.string(), z.string().refine((name) => name !== "_sd" && name !== "..."), z.json()]);
const Payload = z.looseObject({
  iss: z.string(), iat: z.number(), nbf: z.number(), exp: z.number().optional(), vct: z.literal(vct), _sd_alg: z.string(),
  certificate_name: z.string(), issuing_authority_name: z.string(), validate_start: z.string(), validate_end: z.string().nullable(),
  status: z.object({ status_list: z.object({ idx: z.int().min(0), uri: z.string() }) }),
});

export type SdJwtVerdict =
  | { status: "valid"; claims: z.infer<typeof Payload>; /** Paths of what is shown, such as `face.shop` */ shown: string[]; kid: string }
  | { status: "altered" | "unknownKey" | "revokedKey" };

/** Checks an SD-JWT, whole or as presented, against published keys. What was left out is simply missing from `claims`. */
export async function verifySdJwt(text: string, jwks: Jwks, provenAt?: Date | null): Promise<SdJwtVerdict> {
  const [jwt = "", ...rest] = text.split("~");
  const opened = await openCompact(jwt, { typ, purpose: "record" }, jwks);
  if (opened.status !== "valid") return { status: opened.status };
  const payload = Payload.safeParse(parseJson(opened.payload)).data;
  // Something behind the last separator would be a key binding, and there is no key it could be of.
  if (!payload || rest.pop() !== "" || payload._sd_alg !== opened.suite.hash) return { status: "altered" };
  const given = new Map(rest.map((disclosure) => [digestOf(opened.suite, disclosure), Disclosure.safeParse(parseJson(Buffer.from(disclosure, "base64url").toString("utf8"))).data]));
  const unfolded = given.size === rest.length ? unfold(decode(jwt, 1), given) : undefined;
  // Everything given must have been signed: a disclosure left over was never part of it.
  if (!unfolded || given.size > 0) return { status: "altered" };
  if (!isBelieved(opened.key, { provenAt, statedAt: new Date(payload.iat * 1000) })) return { status: "revokedKey" };
  return { status: "valid", claims: Payload.parse(unfolded.value), shown: unfolded.shown, kid: opened.kid };
}

type Given = Map<string, z.infer<typeof Disclosure> | undefined>;
type Unfolded = { value: Json; shown: string[] };

/** The claims with what was shown in its place; takes from `given` what it uses. Undefined where a disclosure does not fit. */
function unfold(value: Json, given: Given, path = ""): Unfolded | undefined {
  if (typeof value !== "object" || value === null) return { value, shown: [] };
  if (Array.isArray(value)) {
    const entries = value.map((entry, at) => unfold(entry, given, `${path}${at}.`));
    return entries.every((entry) => entry !== undefined) ? { value: entries.map((entry) => entry.value), shown: entries.flatMap(({ shown }) => shown) } : undefined;
  }
  return unfoldObject(value, given, path);
}

function unfoldObject({ _sd = [], ...plain }: JsonObject, given: Given, path: string): Unfolded | undefined {
  const members: [string, Json][] = [];
  const shown: string[] = [];
  for (const [name, member] of Object.entries(plain)) {
    const inner = unfold(member, given, `${path}${name}.`);
    if (!inner) return undefined;
    members.push([name, inner.value]);
    shown.push(...inner.shown);
  }
  for (const digest of Array.isArray(_sd) ? _sd.map(String) : []) {
    if (!given.has(digest)) continue;
    const disclosure = given.get(digest);
    given.delete(digest);
    if (!disclosure || members.some(([name]) => name === disclosure[1])) return undefined;
    members.push([disclosure[1], disclosure[2]]);
    shown.push(`${path}${disclosure[1]}`);
  }
  return { value: Object.fromEntries(members), shown };
}

/** Of a whole SD-JWT only these parts, named by path: what is not named stays closed. */
export function presentSdJwt(text: string, paths: readonly string[]): string {
  const [jwt = "", ...rest] = text.split("~");
  const suite = suiteByAlgorithm(decode(jwt, 0)["alg"]);
  const prefixes = new Map(placesIn(decode(jwt, 1)));
  const kept = rest.slice(0, -1).filter((disclosure) => {
    const name = Disclosure.parse(parseJson(Buffer.from(disclosure, "base64url").toString("utf8")))[1];
    const prefix = suite && prefixes.get(digestOf(suite, disclosure));
    return prefix !== undefined && paths.includes(`${prefix}${name}`);
  });
  return `${[jwt, ...kept].join("~")}~`;
}

const Members = z.record(z.string(), z.json());

/** The header (0) or the payload (1) of a JWT, unverified. */
const decode = (jwt: string, part: 0 | 1): JsonObject => Members.parse(parseJson(Buffer.from(jwt.split(".")[part] ?? "", "base64url").toString("utf8")));

/** Under which path each digest stands. */
function placesIn(value: Json, path = ""): [digest: string, path: string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === "_sd" && Array.isArray(member) ? member.map((digest): [string, string] => [String(digest), path]) : placesIn(member, `${path}${name}.`));
}
