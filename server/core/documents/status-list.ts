import { deflateSync, inflateSync } from "node:zlib";
import { z } from "zod";
import { statusListSize } from "@/domain/certificates/rules/status-list";
import { openCompact, signCompact } from "./jws";
import { isBelieved, type Jwks, type SigningKey } from "./keys";

const typ = "statuslist+jwt";
const bits = 2;
const perByte = 8 / bits;
/** For how long a list may be relied on offline, in seconds, and after what time a newer one should be asked for. */
const lifetime = 24 * 60 * 60;
const ttl = 300;

export type StatusListFacts = { uri: string; at: Date; /** Values other than 0 by index. */ values: Iterable<readonly [index: number, value: 0 | 1 | 2]> };

/** Signs a Token Status List as a JWT: two bits per certificate, from the lowest bits of a byte on, in a zlib stream. */
export function signStatusList({ uri, at, values }: StatusListFacts, key: SigningKey): Promise<string> {
  const bytes = new Uint8Array(statusListSize / perByte);
  for (const [index, value] of values) bytes[Math.floor(index / perByte)] = (bytes[Math.floor(index / perByte)] ?? 0) | (value << ((index % perByte) * bits));
  const iat = Math.floor(at.getTime() / 1000);
  const lst = deflateSync(bytes, { level: 9 }).toString("base64url");
  return signCompact({ typ }, JSON.stringify({ sub: uri, iat, exp: iat + lifetime, ttl, status_list: { bits, lst } }), key);
}

const Payload = z.object({ sub: z.string(), iat: z.number(), exp: z.number(), status_list: z.object({ bits: z.literal(bits), lst: z.string() }) });

export type StatusListVerdict =
  | { status: "valid"; uri: string; issuedAt: Date; expiresAt: Date; /** Undefined beyond its end. */ valueOf(index: number): number | undefined }
  | { status: "altered" | "unknownKey" | "revokedKey" };

/** Checks a status list against published keys; whether it is fresh enough is the caller's to judge. */
export async function openStatusList(jwt: string, jwks: Jwks): Promise<StatusListVerdict> {
  const opened = await openCompact(jwt, { typ, purpose: "status" }, jwks);
  if (opened.status !== "valid") return { status: opened.status };
  try {
    const { sub, iat, exp, status_list } = Payload.parse(JSON.parse(opened.payload));
    const bytes = inflateSync(Buffer.from(status_list.lst, "base64url"), { maxOutputLength: 2 ** 20 });
    const valueOf = (index: number) => {
      const byte = bytes[Math.floor(index / perByte)];
      return byte === undefined ? undefined : (byte >> ((index % perByte) * bits)) & 3;
    };
    if (!isBelieved(opened.key, { statedAt: new Date(iat * 1000) })) return { status: "revokedKey" };
    return { status: "valid", uri: sub, issuedAt: new Date(iat * 1000), expiresAt: new Date(exp * 1000), valueOf };
  } catch {
    return { status: "altered" };
  }
}
