import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Mount } from "../gate";

export type Rendered = { status: number; headers: OutgoingHttpHeaders; body: Buffer };

const patienceMs = 20_000;

/**
 * A page as its server writes it, in memory and on nobody's behalf: the request is made here, out of these headers alone, so
 * that nothing a client sent can be in the answer.
 */
export async function render(pages: Mount["handler"], path: string, headers: Record<string, string>): Promise<Rendered> {
  const request = Object.assign(new IncomingMessage(new Socket()), { method: "GET", url: path, headers, complete: true });
  request.push(null);
  const response = new ServerResponse(request);
  const { promise, resolve } = Promise.withResolvers<Rendered>();
  collect(response, resolve);
  const late = new AbortController();
  try {
    const failed = Promise.resolve(pages(request, response)).then(() => promise);
    const tooLate = pause(patienceMs, undefined, { ref: false, signal: late.signal }).then(() => Promise.reject(new Error("the page takes too long")));
    return await Promise.race([failed, tooLate]);
  } finally {
    late.abort();
    response.emit("close");
  }
}

/** Keeps what is written to a response that no connection belongs to. */
function collect(response: ServerResponse, done: (rendered: Rendered) => void): void {
  const chunks: Buffer[] = [];
  const keep = (chunk: unknown, encoding: unknown) => {
    if (typeof chunk === "string") chunks.push(Buffer.from(chunk, typeof encoding === "string" && Buffer.isEncoding(encoding) ? encoding : "utf8"));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  Object.assign(response, {
    writeHead: (status: number, ...rest: unknown[]) => {
      response.statusCode = status;
      const given = rest.find((one) => typeof one === "object" && one !== null);
      for (const [name, value] of Object.entries(given ?? {})) response.setHeader(name, value);
      return response;
    },
    flushHeaders: () => undefined,
    write: (chunk: unknown, encoding: unknown) => (keep(chunk, encoding), true),
    end: (chunk: unknown, encoding: unknown) => {
      if (response.writableEnded) return response;
      keep(chunk, encoding);
      const rendered = { status: response.statusCode, headers: { ...response.getHeaders() }, body: Buffer.concat(chunks) };
      Object.assign(response, { finished: true });
      setImmediate(() => (response.emit("finish"), done(rendered)));
      return response;
    },
  });
}
