import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { Server as NetServer } from "node:net";
import type { Duplex } from "node:stream";
import { once } from "node:events";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";

/** The loopback addresses, both, because `localhost` may mean either; any address; or the one that was asked for. */
export function addressesFor(host: string | undefined, demo: boolean): (string | undefined)[] {
  if (host) return [host];
  return demo ? ["127.0.0.1", "::1"] : [undefined];
}

export interface Listening {
  port: number;
  /**
   * No new connections; running requests get `graceMs`. For `lingerMs` connections without a request are left to the proxy that
   * keeps them: it may be sending one at the moment in which we would close, and would not dare to send it again.
   */
  close(graceMs: number, lingerMs?: number): Promise<void>;
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => unknown;

/** Listens on one port of every address that this machine has; the first must be there. `upgrade` is for development, where changes are pushed. */
export async function listen(handler: RequestListener, port: number, addresses: readonly (string | undefined)[], upgrade?: Upgrade): Promise<Listening> {
  const servers: Server[] = [];
  const upgraded = new Set<Duplex>();
  let bound = port;
  try {
    for (const address of addresses) {
      // A large file over a slow line may take half an hour; whoever is slow without need is told so sooner (`dropSlowBodies`).
      const server = createServer({ headersTimeout: 15_000, requestTimeout: 1_800_000, connectionsCheckingInterval: 5_000, keepAliveTimeout: 20_000 }, handler);
      if (upgrade) server.on("upgrade", (request, socket, head) => {
        upgraded.add(socket.once("close", () => upgraded.delete(socket)));
        upgrade(request, socket, head);
      });
      if (!(await bind(server, bound, address)) && servers.length > 0) continue;
      servers.push(server);
      const info = server.address();
      if (info && typeof info === "object") bound = info.port;
    }
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
  const close = async (graceMs: number, lingerMs = 0) => {
    // They would never end by themselves, and a server that closes waits for them.
    for (const socket of upgraded) socket.destroy();
    const began = performance.now();
    if (lingerMs > 0) await linger(servers, lingerMs);
    return drain(servers, Math.max(0, graceMs - (performance.now() - began)));
  };
  return { port: bound, close };
}

/** False where the machine has no such address. */
async function bind(server: Server, port: number, host: string | undefined): Promise<boolean> {
  server.listen({ port, host });
  try {
    await once(server, "listening");
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EADDRINUSE") throw new Error(`Port ${port} is already in use: stop what runs there, or set PORT to another one.`, { cause: error });
    if (code === "EACCES") throw new Error(`Port ${port} needs more rights than this account has: set PORT to one above 1023.`, { cause: error });
    if (host === "::1") return false;
    throw new Error(`Cannot listen on ${host ?? "any address"}, port ${port} (${String(code)}): check HOST.`, { cause: error });
  }
}

/** Until the last connection ended by itself, or for so long: nobody new is let in, and every answer is the last of its connection. */
async function linger(servers: readonly Server[], lingerMs: number): Promise<void> {
  const over = new AbortController();
  const closed = Promise.all(servers.map((server) => {
    server.prependListener("request", (_request, response) => void response.setHeader("connection", "close"));
    // As `server.close`, but without ending the connections that wait.
    return new Promise((done) => NetServer.prototype.close.call(server, done));
  }));
  await Promise.race([closed, pause(lingerMs, undefined, { ref: false, signal: over.signal }).catch(() => undefined)]);
  over.abort();
}

async function drain(servers: readonly Server[], graceMs: number): Promise<void> {
  const closed = Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  // A connection that has answered its last request is idle, not closed.
  const sweep = setInterval(() => servers.forEach((server) => server.closeIdleConnections()), 50);
  await Promise.race([closed, pause(graceMs, undefined, { ref: false })]);
  clearInterval(sweep);
  for (const server of servers) server.closeAllConnections();
  await closed;
}
