import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Answers with a file to be kept, streamed while it is made. */
export async function sendFile(response: ServerResponse, { name, mime }: { name: string; mime: string }, chunks: AsyncGenerator<string | Uint8Array>): Promise<void> {
  // What cannot be made at all is refused before anything is said.
  const first = await chunks.next();
  response.writeHead(200, {
    "content-type": mime, "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "private, no-store", "content-security-policy": "sandbox; default-src 'none'", "x-content-type-options": "nosniff",
  });
  async function* all() {
    if (first.value) yield first.value;
    yield* chunks;
  }
  await pipeline(Readable.from(all()), response);
}
