import { createHash, createHmac, randomUUID } from "node:crypto";
import type { z } from "zod";
import { tracedFetch } from "./traced-fetch";

/** Where a system is asked, and the key that proves who asks. */
export type Endpoint = { url: string; keyId: string; secret: string; patienceMs?: number; /** In characters. */ longestAnswer?: number };

/** The system asked is away, slow, or answers nonsense: nothing is known, and nothing is changed. Says nothing of what was asked. */
export class Unavailable extends Error {
  constructor(system: string) {
    super(`${system} gave no usable answer`);
    this.name = "Unavailable";
  }
}

const patienceMs = 8_000;
const longestAnswer = 20_000;

/**
 * Posts JSON under an HMAC-SHA256 over method, path, instant, nonce and digest of the body, so that a request can be neither
 * altered nor sent again. Personal data stands in the body only, never in an address or a message of an error.
 */
export async function askSigned<Answer>(endpoint: Endpoint, path: string, body: Record<string, unknown>, answer: z.ZodType<Answer>): Promise<Answer> {
  const target = new URL(endpoint.url.replace(/\/?$/, `/${path}`));
  const text = JSON.stringify(body);
  try {
    const response = await tracedFetch(target, {
      method: "POST", body: text, redirect: "error", signal: AbortSignal.timeout(endpoint.patienceMs ?? patienceMs),
      headers: { "content-type": "application/json", ...signature(endpoint, target.pathname, text) },
    });
    if (response.ok) return answer.parse(JSON.parse(await textOf(response, endpoint.longestAnswer ?? longestAnswer)));
    await response.body?.cancel();
  } catch {
    // The cause may quote what was sent; it goes nowhere.
  }
  throw new Unavailable(target.host);
}

/** What was answered, read no further than it may be long. */
async function textOf({ body }: Response, longest: number): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let text = "";
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length <= longest) continue;
    await reader?.cancel();
    throw new Error("too long an answer");
  }
  return text + decoder.decode();
}

function signature({ keyId, secret }: Endpoint, path: string, body: string): Record<string, string> {
  const timestamp = new Date(Date.now()).toISOString();
  const nonce = randomUUID();
  const digest = createHash("sha256").update(body).digest("hex");
  const signed = createHmac("sha256", secret).update(["POST", path, timestamp, nonce, digest].join("\n")).digest("hex");
  return { "x-key-id": keyId, "x-timestamp": timestamp, "x-nonce": nonce, "x-signature": signed };
}
