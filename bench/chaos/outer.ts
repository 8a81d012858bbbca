import { createECDH } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createLine } from "node:net";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { fileKeyProvider, type PublicJwk } from "@/server/core/documents/keys";
import { hasOpenssl, opensslAuthority } from "@/server/integrations/timestamp/testing";
import { startRelay } from "./relay";

// The systems around the portal, as far as it asks them: each answers as it should, is off, hangs, or answers nonsense.

export const moods = ["off", "hanging", "garbage"] as const;
export type Mood = "well" | (typeof moods)[number];

export type OuterSystems = {
  /** What tells a portal where they are. */
  environment: Record<string, string>;
  turn(mood: Mood): void;
  /** Letters and text messages that were taken, by the number under which they were sent; the same one again is a second attempt. */
  taken: { sms: Map<string, number>; mail: Map<string, number> };
  stop(): Promise<void>;
};

/** All of them, with the signing keys of the data folder in the key service. */
export async function startOuterSystems(folder: string): Promise<OuterSystems> {
  const state: { mood: Mood } = { mood: "well" };
  const taken: OuterSystems["taken"] = { sms: new Map(), mail: new Map() };
  const authority = hasOpenssl ? opensslAuthority() : undefined;
  const http = createServer((request, response) => void answer(request, response, { mood: () => state.mood, folder, taken, stamp: (query) => authority?.answer(query) }));
  const mail = new SMTPServer({
    authOptional: true, disabledCommands: ["STARTTLS"], logger: false,
    onData: (stream, _session, done) => void text(stream).then((letter) => (note(taken.mail, /^Message-ID: <([^@>]+)/im.exec(letter)?.[1] ?? ""), done())),
  });
  mail.on("error", () => undefined);
  // Says what no mail server says.
  const babbler = createLine((socket) => void socket.on("error", () => undefined).end("\u0000\u0001 hello?\r\n"));
  const [httpPort, mailPort, babblerPort] = [await listening(http), await listening(mail.server), await listening(babbler)];
  const lines = [await startRelay(() => [httpPort]), await startRelay(() => [state.mood === "garbage" ? babblerPort : mailPort])] as const;
  const at = (path: string) => `http://127.0.0.1:${lines[0].port}/${path}`;
  const key = "chaos:0123456789abcdef";
  const signed = ["POPULATION_REGISTRY", "BANK_CHECK", "LIVE_PERSON", "NETWORK_IDENTITY", "ENTERPRISE_REGISTRY", "REMOTE_SIGNER"];
  return {
    environment: {
      ...Object.fromEntries(signed.flatMap((name) => [[`${name}_URL`, at(name.toLowerCase())], [`${name}_KEY`, key]])), IDENTITY_CHECK_PATIENCE_MS: "1500",
      SMS_URL: at("sms"), SMS_TOKEN: "chaos", SMTP_URL: `smtp://127.0.0.1:${lines[1].port}`, MAIL_FROM: "no-reply@portal.example",
      OIDC_PROVIDERS: JSON.stringify([{ key: "other", name: { zh: "别处", en: "Elsewhere" }, issuer: at("issuer"), clientId: "chaos", clientSecret: "chaos" }]),
      ...(authority ? { TIMESTAMP_URL: at("tsa"), TIMESTAMP_CA: authority.at("ca.pem") } : {}),
    },
    turn(mood) {
      state.mood = mood;
      for (const line of lines) {
        line.closed = mood === "off";
        line.hung = mood === "hanging";
        // Whoever is connected meets the new mood too.
        if (mood !== "hanging") line.reset();
      }
    },
    taken,
    async stop() {
      await Promise.all(lines.map((line) => line.stop()));
      http.closeAllConnections();
      for (const server of [http, babbler]) server.close();
      mail.close();
      authority?.close();
    },
  };
}

const note = (of: Map<string, number>, id: string) => void of.set(id, (of.get(id) ?? 0) + 1);

type Listener = { listen(port: number, host: string): unknown; once(event: string, listener: () => void): unknown; address(): ReturnType<ReturnType<typeof createLine>["address"]> };

async function listening(server: ReturnType<typeof createLine> | Listener): Promise<number> {
  server.listen(0, "127.0.0.1");
  await new Promise<void>((done) => server.once("listening", () => done()));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

async function text(stream: AsyncIterable<unknown>): Promise<string> {
  return (await bytes(stream)).toString();
}

async function bytes(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) if (Buffer.isBuffer(piece)) pieces.push(piece);
  return Buffer.concat(pieces);
}

type Around = { mood: () => Mood; folder: string; taken: OuterSystems["taken"]; stamp(query: Buffer): Buffer | undefined };

async function answer(request: IncomingMessage, response: ServerResponse, around: Around): Promise<void> {
  const body = await bytes(request).catch(() => undefined);
  if (!body) return;
  // A page of somebody's proxy, where nobody expects one; to the gateway for messages that is a success it cannot know of.
  const isMessage = request.url === "/sms";
  if (around.mood() === "garbage") return void response.writeHead(isMessage ? 500 : 200, { "content-type": "text/html" }).end("<html>\u0000 {]");
  try {
    const said = await wellSaid(request, body, around);
    response.writeHead(said === undefined ? 404 : 200, { "content-type": Buffer.isBuffer(said) ? "application/timestamp-reply" : "application/json" });
    response.end(Buffer.isBuffer(said) ? said : JSON.stringify(said ?? {}));
  } catch {
    response.writeHead(500).end();
  }
}

async function wellSaid({ url = "", headers }: IncomingMessage, body: Buffer, { folder, taken, stamp }: Around): Promise<unknown> {
  switch (url) {
    case "/sms": return note(taken.sms, String(headers["idempotency-key"])), {};
    case "/tsa": return stamp(body);
    case "/population_registry/compare": case "/bank_check/compare": return { result: "match" };
    case "/enterprise_registry/represents": return { found: false };
    case "/remote_signer/keys": return fileKeyProvider(join(folder, "keys"), () => new Date()).publicJwks();
    case "/remote_signer/sign": return { signature: await signatureFor(folder, JSON.parse(body.toString()) as { kid: string; hash: string }) };
    default: return undefined;
  }
}

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const numberIn = (data: Uint8Array) => BigInt(`0x${Buffer.from(data).toString("hex")}`);
const octets = (value: bigint) => Buffer.from(value.toString(16).padStart(64, "0"), "hex");

/** ECDSA on P-256 of a digest, as a hardware module signs what it is shown; Node's own hashes it once more. */
async function signatureFor(folder: string, { kid, hash }: { kid: string; hash: string }): Promise<string> {
  const stored = JSON.parse(await readFile(join(folder, "keys", "signing-keys-0001.json"), "utf8")) as Record<string, { publicJwk: PublicJwk; d: string }>;
  const key = Object.values(stored).find(({ publicJwk }) => publicJwk.kid === kid);
  if (!key) throw new Error("no such key");
  const nonce = createECDH("prime256v1");
  const r = numberIn(nonce.generateKeys().subarray(1, 33)) % order;
  const s = (inverse(numberIn(nonce.getPrivateKey())) * (numberIn(Buffer.from(hash, "base64url")) + r * numberIn(Buffer.from(key.d, "base64url")))) % order;
  return Buffer.concat([octets(r), octets(s)]).toString("base64url");
}

/** By Fermat, since the order is prime. */
function inverse(value: bigint): bigint {
  let [result, base] = [1n, value % order];
  for (let exponent = order - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % order;
    base = (base * base) % order;
  }
  return result;
}
