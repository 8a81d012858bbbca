// Forked as one of a fleet: a portal behind its gate and its front (memory, limits, the waiting line), with its procedures. In
// place of Next, which holds no state, it has its ways in and out and two pages of its own, so that it starts in seconds.
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { json } from "node:stream/consumers";
import { connect, standings } from "@/db/client";
import { SignIn } from "@/domain/identity/schema";
import { readEnvironment } from "@/env";
import { createContext } from "@/server/api/context";
import { handleFiles } from "@/server/api/files";
import { createCaller } from "@/server/api/root";
import { findAccount } from "@/server/auth/accounts";
import { passwordMatches } from "@/server/auth/password";
import { openSession } from "@/server/auth/session";
import { signOut } from "@/server/auth/sign-in";
import { cookieName } from "@/server/auth/tokens";
import { openFront } from "@/server/core/process/front";
import { gate, type Mount } from "@/server/core/process/gate";
import { healthHandler } from "@/server/core/process/health";
import { listen } from "@/server/core/process/listen";
import { trpcHandler } from "@/server/core/process/trpc";
import { throughDoor } from "@/server/core/scope";

process.once("disconnect", () => process.exit(1));
// Its parent may have gone while it was loading.
if (process.send && !process.connected) process.exit(1);
const environment = readEnvironment();
const url = environment.DATABASE_URL ?? "";
const contextOf = (request: Parameters<Mount["handler"]>[0]) => createContext({ headers: { get: (name) => request.headers[name]?.toString() ?? null } });

// Without NextAuth, which comes with the pages.
const comeIn: Mount["handler"] = async (request, response) => {
  const { db, now } = throughDoor(await contextOf(request), "auth");
  const { identifier, password } = SignIn.parse(await json(request));
  const account = await findAccount(db, identifier);
  if (!account || !(await passwordMatches(account.passwordHash, password))) return response.writeHead(403).end();
  const token = await openSession(db, now, { accountId: account.id, factors: ["password"], userAgent: "fleet" });
  response.writeHead(204, { "set-cookie": `${cookieName("session")}=${token}; Path=/; Secure; HttpOnly; SameSite=Lax` }).end();
};

const leave: Mount["handler"] = async (request, response) => {
  const ctx = throughDoor(await contextOf(request), "auth");
  if (ctx.actor.kind === "user") await signOut(ctx, ctx.actor);
  response.writeHead(204).end();
};

/** A guide as anyone reads it, told by its procedure; `/help/busy` answers nobody before they go, so that a process is full as long as one likes. */
const page: Mount["handler"] = async (request, response) => {
  const code = /^\/items\/(\w+)$/.exec(request.url ?? "")?.[1];
  if (request.url?.startsWith("/help/busy?")) return once(response, "close");
  if (!code) return response.writeHead(404).end();
  const found = await createCaller(await contextOf(request)).items.get({ code });
  const status = found.kind === "guide" ? found.guide.status : "";
  const nonce = randomBytes(36).toString("base64url");
  response.writeHead(200, { "content-security-policy": `script-src 'nonce-${nonce}'`, "cache-control": "private, no-store", "content-type": "text/html; charset=utf-8" });
  response.end(`<script nonce="${nonce}"></script><p>${status}</p><i>rendering ${randomUUID()}</i>`);
};

const front = openFront(page, environment, url);
const health = connect(url, 1, standings.web);
const doors: Mount[] = [
  { prefix: "/api/health", methods: [], handler: healthHandler(health.pool, environment.DATA_DIR, () => front.isOverwhelmed()) },
  { prefix: "/api/files", methods: ["POST"], handler: handleFiles },
  { prefix: "/api/trpc", methods: ["POST"], json: true, handler: trpcHandler },
  { prefix: "/api/come-in", methods: ["POST"], json: true, handler: comeIn },
  { prefix: "/api/sign-out", methods: ["POST"], json: false, handler: leave },
];
const door = gate(doors.map((one) => front.guard(one)), { prefix: "", methods: [], json: false, handler: front.pages }, environment);
const { port, close } = await listen(door, environment.PORT, ["127.0.0.1"]);
process.once("SIGTERM", () => void close(10_000, 5_000).then(() => process.exit(0)));
process.send?.({ port });
