import { randomBytes, type X509Certificate } from "node:crypto";
import { readTimestamp, timestampRequest, tokenOf, type TimestampAuthority } from "@/server/core/documents/timestamp";
import { isIssuedBy } from "@/server/core/documents/x509-trust";
import { Unavailable } from "../signed-request";
import { tracedFetch } from "../traced-fetch";

/** Where tokens are asked for, and the certificates (its own or its issuer's) by which the authority is known. */
type Endpoint = { url: string; trusted: readonly X509Certificate[]; patienceMs?: number };

const patienceMs = 8_000;
const longestAnswer = 64_000;

/**
 * A time stamping authority over HTTP (RFC 3161, 3.4). It is shown a digest and nothing else; its token counts only if it answers
 * this very request (nonce, digest) and comes from a certificate for time stamping that is trusted here.
 */
export const httpTimestampAuthority = (endpoint: Endpoint): TimestampAuthority => ({
  async timestamp(digest) {
    // Positive, so that every authority writes it back as it was.
    const nonce = randomBytes(16);
    nonce.writeUInt8((nonce.readUInt8(0) & 0x7f) | 0x40, 0);
    const answer = await ask(endpoint, timestampRequest(digest, nonce));
    const token = answer && granted(answer);
    const stamp = token && (await readTimestamp(token, digest));
    if (!token || !stamp || stamp.nonce !== nonce.toString("hex") || !isIssuedBy(stamp.authority, endpoint.trusted, stamp.at)) throw new Unavailable("time stamping authority");
    return token;
  },
});

function granted(answer: Uint8Array): Uint8Array | undefined {
  try {
    return tokenOf(answer);
  } catch {
    return undefined;
  }
}

async function ask({ url, patienceMs: patience = patienceMs }: Endpoint, query: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    const response = await tracedFetch(url, {
      method: "POST", body: new Uint8Array(query), redirect: "error", signal: AbortSignal.timeout(patience), headers: { "content-type": "application/timestamp-query" },
    });
    const isReply = response.ok && response.headers.get("content-type")?.split(";")[0]?.trim() === "application/timestamp-reply";
    return isReply && response.body ? await bounded(response.body) : undefined;
  } catch {
    return undefined;
  }
}

/** An answer without end is cut off. */
async function bounded(body: ReadableStream<Uint8Array>): Promise<Uint8Array | undefined> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let { done, value } = await reader.read(); !done && value; { done, value } = await reader.read()) {
    length += value.length;
    if (length > longestAnswer) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
