import { randomUUID } from "node:crypto";
import { request as sendPlain, type IncomingHttpHeaders } from "node:http";
import { Agent, request as sendSafe } from "node:https";
import { text } from "node:stream/consumers";

export type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

/** What is asked: by GET, or by POST where there is a body. `key` is the Idempotency-Key. */
export type Question = { path: string; body?: string | Buffer; headers?: Record<string, string>; key?: string };

/** A way to the portal: through its proxy, or to one of its processes as its proxy would come. */
export type Way = { ask(question: Question): Promise<Answer> };

/** To one process: `hold` keeps a request there until what it gives is called. */
export type Direct = Way & { hold(question: Question): () => void };

type Visitor = { cookie?: string; address: string };

/** Through the proxy, over TLS, from an address of one's own on this machine. Connections are kept, as browsers do. */
export function throughProxy(port: number, root: string, { cookie, address }: Visitor): Way & { close(): void } {
  // The certificate is of a root that was made for this run; it names nobody.
  const agent = new Agent({ keepAlive: true, maxSockets: 4, ca: root, localAddress: address, checkServerIdentity: () => undefined });
  const ask: Way["ask"] = ({ path, body, headers, key }) => sent((done) => sendSafe({ agent, host: "127.0.0.1", port, path, method: body === undefined ? "GET" : "POST", headers: headersOf(cookie, { headers, key, body }) }, done), body);
  return { ask, close: () => agent.destroy() };
}

/** Straight to one process. */
export function toProcess(port: number, { cookie, address }: Visitor): Direct {
  const open = ({ path, body, headers, key }: Question, done?: Parameters<typeof sendPlain>[2]) =>
    sendPlain({ agent: false, host: "127.0.0.1", port, path, method: body === undefined ? "GET" : "POST", headers: { "x-forwarded-for": address, ...headersOf(cookie, { headers, key, body }) } }, done);
  return {
    ask: (question) => sent((done) => open(question, done), question.body),
    hold(question) {
      const request = open(question).on("error", () => undefined).end();
      return () => void request.destroy();
    },
  };
}

type Parts = { headers: Record<string, string> | undefined; key: string | undefined; body: string | Buffer | undefined };

function headersOf(cookie: string | undefined, { headers, key, body }: Parts): Record<string, string> {
  return {
    ...(cookie ? { cookie } : {}), ...(key ? { "idempotency-key": key } : {}),
    ...(body === undefined ? {} : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }), ...headers,
  };
}

function sent(open: (done: Parameters<typeof sendPlain>[2]) => ReturnType<typeof sendPlain>, body: string | Buffer | undefined): Promise<Answer> {
  return new Promise((done, fail) => {
    const request = open((response) => void text(response).then((told) => done({ status: response.statusCode ?? 0, headers: response.headers, body: told }), fail));
    request.setTimeout(30_000, () => request.destroy(new Error("no answer within 30 s"))).on("error", fail).end(body);
  });
}

/** A procedure, read. */
export const read = (path: string, input?: object): Question => ({ path: `/api/trpc/${path}${input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ""}` });

/** A procedure that does something, under a key of its own unless one is given. */
export const act = (path: string, input: object, key: string = randomUUID()): Question => ({ path: `/api/trpc/${path}`, body: JSON.stringify(input), key });

/** What a procedure answered; anything but 200 is an error that says so. */
export function dataOf({ status, body }: Answer): unknown {
  const answer: unknown = status === 200 ? JSON.parse(body) : undefined;
  const result: unknown = typeof answer === "object" && answer !== null ? Reflect.get(answer, "result") : undefined;
  if (typeof result !== "object" || result === null) throw new Error(`answered ${status}: ${body.slice(0, 300)}`);
  return Reflect.get(result, "data");
}
