import { once } from "node:events";
import { createServer } from "node:http";
import { gate, type Mount } from "@/server/core/process/gate";
import { cookieName } from "@/server/auth/tokens";

export type Answer = { status: number; body: string; ms: number };

/** The gate with the procedures behind it, on a port of loopback: what it answers is what a client sees. */
export async function openDoor(mounts: readonly Mount[]) {
  const pages: Mount = { prefix: "", methods: ["POST"], json: false, handler: (_request, response) => response.writeHead(404).end() };
  const server = createServer(gate(mounts, pages, { PUBLIC_URL: undefined, TRUSTED_PROXIES: 0 })).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url, close };
}

export type Call = { name: string; kind: "query" | "mutation"; input: unknown; token?: string | undefined; key?: string };

/** Calls one procedure as a browser would, cookie and all. */
export async function call(url: string, { name, kind, input, token, key }: Call): Promise<Answer> {
  const text = JSON.stringify(input);
  const headers = { ...(token ? { cookie: `${cookieName("session")}=${token}` } : {}), ...(key ? { "idempotency-key": key } : {}) };
  const began = performance.now();
  const response = kind === "query"
    ? await fetch(`${url}/api/trpc/${name}${text === undefined ? "" : `?input=${encodeURIComponent(text.toWellFormed())}`}`, { headers })
    : await fetch(`${url}/api/trpc/${name}`, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: text ?? "" });
  return { status: response.status, body: await response.text(), ms: performance.now() - began };
}
