import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

// A small TCP proxy: in front of web processes it goes round them, in front of a database it is the bad line.

/** What becomes of a transaction whose COMMIT comes by: it passes, is lost before the database sees it, or its answer is lost. */
type CommitFate = "passes" | "lost" | "answerLost";

export type Relay = {
  port: number;
  /** Every packet takes so long. */
  delayMs: number;
  /** Nothing passes; what comes waits until it does. */
  hung: boolean;
  /** New connections are refused. */
  closed: boolean;
  fate(): CommitFate;
  /** How many commits were lost, and how many answers. */
  lost: Record<Exclude<CommitFate, "passes">, number>;
  /** Resets every connection. */
  reset(): void;
  /** No connection that stands now ever passes anything again, nor ends; new ones do. */
  forget(): void;
  stop(): Promise<void>;
};

/** Listens on a port of its own and passes each connection to the next of `targets` that takes it. */
export async function startRelay(targets: () => readonly number[]): Promise<Relay> {
  const pairs = new Set<Socket>();
  const forgotten = new WeakSet<Socket>();
  let turn = 0;
  const server = createServer((client) => {
    pairs.add(client.once("close", () => pairs.delete(client)).on("error", () => undefined));
    if (relay.closed) return void client.resetAndDestroy();
    client.pause();
    void reach(targets(), turn++).then((upstream) => {
      if (!upstream || client.destroyed) return void [client, upstream].map((socket) => socket?.resetAndDestroy());
      pairs.add(upstream.once("close", () => pairs.delete(upstream)));
      join(client, upstream, relay, () => relay.hung || forgotten.has(client));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const reset = () => {
    for (const socket of pairs) socket.resetAndDestroy();
  };
  const relay: Relay = {
    port: typeof address === "object" && address ? address.port : 0,
    delayMs: 0, hung: false, closed: false, fate: () => "passes", lost: { lost: 0, answerLost: 0 }, reset,
    forget() {
      for (const socket of pairs) forgotten.add(socket);
    },
    async stop() {
      relay.hung = false;
      reset();
      server.close();
      await once(server, "close");
    },
  };
  return relay;
}

/** A connection to the first that takes it, beginning with the one whose turn it is. */
async function reach(ports: readonly number[], turn: number): Promise<Socket | undefined> {
  for (const offset of ports.keys()) {
    const port = ports[(turn + offset) % ports.length];
    if (port === undefined) continue;
    const socket = connect(port, "127.0.0.1").setNoDelay(true);
    const taken = await new Promise<boolean>((done) => socket.once("connect", () => done(true)).once("error", () => done(false)));
    if (taken) return socket.on("error", () => undefined);
  }
  return undefined;
}

const sever = (...sockets: Socket[]) => sockets.forEach((socket) => socket.resetAndDestroy());
// As the driver sends it, a simple query.
const commits = (bytes: Buffer) => bytes.toString("latin1").toLowerCase().includes("commit\0");

function join(client: Socket, upstream: Socket, relay: Relay, isStuck: () => boolean): void {
  let swallowing = false;
  pass(client, upstream, { relay, isStuck }, (bytes) => {
    const fate = commits(bytes) ? relay.fate() : "passes";
    if (fate !== "passes") relay.lost[fate] += 1;
    if (fate === "lost") sever(client, upstream);
    if (fate === "answerLost") swallowing = true;
    return fate !== "lost";
  });
  pass(upstream, client, { relay, isStuck }, () => {
    if (swallowing) sever(client, upstream);
    return !swallowing;
  });
  client.resume();
}

/** One direction, in order, however long each packet takes. */
function pass(from: Socket, to: Socket, { relay, isStuck }: { relay: Relay; isStuck: () => boolean }, admits: (bytes: Buffer) => boolean): void {
  let queue = Promise.resolve();
  from.on("data", (bytes: Buffer) => {
    queue = queue.then(async () => {
      if (relay.delayMs > 0) await pause(relay.delayMs);
      while (isStuck() && !from.destroyed && !to.destroyed) await pause(50);
      if (!to.destroyed && admits(bytes)) to.write(bytes);
    });
  });
  from.once("close", () => void queue.then(() => isStuck() || to.destroy()));
}
