import { randomBytes } from "node:crypto";
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { constants, crc32, deflateRawSync } from "node:zlib";
import type { Rendered } from "./render";

/** A page in memory: its parts between the places where the nonce stands, as they are and packed. */
export type Page = { headers: [string, string | string[]][]; nonce: string; plain: Buffer[]; packed: Buffer[]; bytes: number };

const nonceInPolicy = /'nonce-([A-Za-z0-9_-]{48})'/;
const windowBytes = 32_768;

/**
 * What may be told to anyone, ready to be told with another nonce each time; nothing where it may not: an answer other than
 * 200, one that sets a cookie, one for the public's caches, a form that is sent once, or where the nonce stands in any other
 * shape than whole.
 */
export function toPage({ status, headers, body }: Rendered): Page | undefined {
  const nonce = nonceInPolicy.exec(String(headers["content-security-policy"]))?.[1];
  if (status !== 200 || !nonce || headers["set-cookie"] !== undefined || !/no-store/.test(String(headers["cache-control"]))) return undefined;
  if (!String(headers["content-type"]).startsWith("text/html") || headers["content-encoding"] !== undefined) return undefined;
  const plain = cut(body, Buffer.from(nonce));
  if (plain.length < 2 || plain.some((part) => isIncomplete(part, nonce))) return undefined;
  const packed = pack(plain, nonce.length);
  return { headers: told(headers), nonce, plain, packed, bytes: 2 * body.length };
}

/** A torn nonce, or a form whose key makes it one of its kind. */
function isIncomplete(part: Buffer, nonce: string): boolean {
  return part.includes(nonce.slice(0, 12)) || part.includes(nonce.slice(-12)) || part.includes("idempotencyKey") || part.includes('name="_key"') || part.includes(0);
}

function cut(body: Buffer, nonce: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = body.indexOf(nonce); at >= 0; at = body.indexOf(nonce, from)) {
    parts.push(body.subarray(from, at));
    from = at + nonce.length;
  }
  return [...parts, body.subarray(from)];
}

// Of the connection, or of this one rendering.
const passing = new Set(["connection", "keep-alive", "transfer-encoding", "content-length", "date", "x-request-id"]);

function told(headers: OutgoingHttpHeaders): [string, string | string[]][] {
  return Object.entries(headers).flatMap(([name, value]) => (value === undefined || passing.has(name) ? [] : [[name, Array.isArray(value) ? value : String(value)]]));
}

/**
 * Each part by itself, after what stands before it, so that the parts and a nonce between them are one stream (RFC 1951).
 * Where nonces will stand there are zeros, which no page holds: nothing can refer to them.
 */
function pack(parts: readonly Buffer[], nonceLength: number): Buffer[] {
  const gap = Buffer.alloc(nonceLength);
  let before = Buffer.alloc(0);
  return parts.map((part) => {
    const packed = deflateRawSync(part, { level: 9, finishFlush: constants.Z_SYNC_FLUSH, ...(before.length > 0 ? { dictionary: before } : {}) });
    before = Buffer.concat([before, part, gap]).subarray(-windowBytes);
    return packed;
  });
}

/** As long as the one of the rendering, and never told twice. */
const newNonce = () => randomBytes(36).toString("base64url");

/** Answers with a page of ours under a nonce of its own. */
export function tell(response: ServerResponse, page: Page, gzip: boolean): void {
  const nonce = newNonce();
  for (const [name, value] of page.headers) {
    const swap = (text: string) => text.replaceAll(page.nonce, nonce);
    response.setHeader(name, Array.isArray(value) ? value.map(swap) : swap(value));
  }
  const body = gzip ? gzipped(page, Buffer.from(nonce)) : between(page.plain, Buffer.from(nonce));
  if (gzip) response.setHeader("content-encoding", "gzip");
  response.writeHead(200, { "content-length": body.length }).end(body);
}

const between = (parts: readonly Buffer[], middle: Buffer) => Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [middle, part])));

const gzipHead = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
const lastBlock = Buffer.from([0x03, 0x00]);

/** The packed parts with the nonce between them as it is (a stored block), and the check sum of the whole (RFC 1952). */
function gzipped({ plain, packed }: Page, nonce: Buffer): Buffer {
  const stored = Buffer.alloc(5);
  stored.writeUInt16LE(nonce.length, 1);
  stored.writeUInt16LE(0xffff - nonce.length, 3);
  const sum = Buffer.alloc(8);
  let [check, length] = [0, 0];
  plain.forEach((part, index) => {
    if (index > 0) check = crc32(nonce, check);
    check = crc32(part, check);
    length += part.length + (index > 0 ? nonce.length : 0);
  });
  sum.writeUInt32LE(check >>> 0, 0);
  sum.writeUInt32LE(length % 2 ** 32, 4);
  return Buffer.concat([gzipHead, between(packed, Buffer.concat([stored, nonce])), lastBlock, sum]);
}
