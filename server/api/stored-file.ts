import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Range } from "@/server/core/object-storage";
import { storage } from "@/server/core/storage";

type Stored = { storageKey: string; size: number };

/**
 * Streams a kept file, or the one range that a broken download asks for to go on (RFC 9110, 14.2); `headers` are its own.
 * What cannot be read is thrown before anything is said.
 */
export async function sendStored(request: Pick<IncomingMessage, "headers">, response: ServerResponse, { storageKey, size }: Stored, headers: Record<string, string>): Promise<void> {
  // A file never changes under its key: the key's digest is all there is to compare.
  const etag = `"${createHash("sha256").update(storageKey).digest("base64url").slice(0, 22)}"`;
  const range = rangeOf(request.headers, size, etag);
  if (range === "none") return void response.writeHead(416, { "content-range": `bytes */${size}`, "cache-control": "no-store" }).end();
  const stream = await storage().getStream(storageKey, range);
  const sent = range ? range.end - range.start + 1 : size;
  response.writeHead(range ? 206 : 200, { ...headers, "content-length": sent, "accept-ranges": "bytes", etag, ...(range ? { "content-range": `bytes ${range.start}-${range.end}/${size}` } : {}) });
  await pipeline(stream, response);
}

type Part = Range | "none" | undefined;

/** The part that is asked for; "none" where it lies behind the end, undefined for the whole, also where several are asked for. */
export function rangeOf({ range, "if-range": known }: IncomingMessage["headers"], size: number, etag: string): Part {
  if (known !== undefined && known !== etag) return undefined;
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range ?? "") ?? [];
  return first === "" ? lastBytes(last, size) : bytesFrom(Number(first), last, size);
}

function lastBytes(count: string, size: number): Part {
  if (count === "") return undefined;
  return Number(count) === 0 || size === 0 ? "none" : { start: Math.max(0, size - Number(count)), end: size - 1 };
}

function bytesFrom(start: number, last: string, size: number): Part {
  if (last !== "" && Number(last) < start) return undefined;
  return start >= size ? "none" : { start, end: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}
