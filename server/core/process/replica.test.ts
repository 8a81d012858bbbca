import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { text } from "node:stream/consumers";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { addReplica, connect, type Connection, standings } from "@/db/client";
import { type Embedded, startEmbedded, testSettings } from "@/db/embedded";
import { divisions } from "@/db/schema";
import { createCitizen, createPlace } from "@/db/testing/factories";
import { startReplica } from "@/db/testing/replica";
import type { Actor } from "@/domain/core/actor";
import { createCaller } from "@/server/api/root";
import { newStanding, type ReplicaStanding } from "@/server/core/replica";
import { copyCluster, ownedByDatabase } from "./backup/archive";
import { prepareDatabase } from "./database";
import { healthHandler } from "./health";
import { PageCache } from "./page-cache";
import { listenForChanges } from "./page-cache/changes";
import { ReplicaWatch, watchReplica } from "./replica";

const until = (condition: () => unknown, timeout = 15_000) => vi.waitUntil(condition, { timeout, interval: 20 });

let folder: string;
let [primary, replica]: Embedded[] = [];
let owner: Connection;
/** Of the replica's own superuser, who alone may hold it back. */
let keeper: Connection;
let place: Awaited<ReturnType<typeof createPlace>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "replica-"));
  await chmod(folder, 0o755);
  const home = join(folder, "primary");
  primary = await startEmbedded({ dataDir: home, settings: testSettings });
  await prepareDatabase(primary.url, "none");
  replica = await startReplica({ url: primary.url, home }, join(folder, "replica"), { copyCluster, ownedByDatabase }, testSettings);
  [owner, keeper] = [connect(primary.url, 4), connect(replica.url, 1)];
  place = await createPlace(owner.db);
}, 120_000);
afterAll(async () => {
  await Promise.all([owner?.close(), keeper?.close()]);
  await replica?.stop();
  await primary?.stop();
  await rm(folder, { recursive: true, force: true });
});

const held = async () => {
  await keeper.pool.query("select pg_wal_replay_pause()");
  onTestFinished(async () => void (await keeper.pool.query("select pg_wal_replay_resume()")));
};
const released = () => keeper.pool.query("select pg_wal_replay_resume()");
const rename = (name: string) => owner.db.update(divisions).set({ name }).where(eq(divisions.code, place.divisionCode));

/** What a process has: pools on both, a listener, a watch; and its procedures, as somebody. */
async function openProcess(boundMs = 10_000) {
  const standing = newStanding();
  const [web, behind, looking] = [connect(primary!.url, 4, standings.web), connect(replica!.url, 4, standings.web), connect(replica!.url, 1, standings.web)];
  addReplica(web.pool, behind.pool, standing);
  const { watch, close } = watchReplica({ primary: web, replica: looking, standing, boundMs, clock: () => performance.now(), everyMs: 100 });
  const heard: string[] = [];
  const changes = listenForChanges(primary!.url, { changed: (tag) => (watch.changed(), void heard.push(tag)), hearing: (yes) => watch.hearing(yes) }, { beatMs: 5_000, againMs: 20 });
  onTestFinished(async () => {
    close();
    await changes.close();
    await Promise.all([web, behind, looking].map((one) => one.close()));
  });
  const as = (actor: Actor) => createCaller({ db: web.db, now: new Date(), actor, requestId: crypto.randomUUID(), address: "test" });
  return { standing, heard, as, web, behind };
}

const nameTo = async ({ as }: Awaited<ReturnType<typeof openProcess>>, actor: Actor = { kind: "anonymous" }) => (await as(actor).departments.getDivision({ code: place.divisionCode })).name;

/** By whom it was answered meanwhile. */
async function answering({ figures }: ReplicaStanding, work: () => Promise<unknown>): Promise<Record<"replica" | "primary", number>> {
  const before = { ...figures };
  await work();
  return { replica: figures.replica - before.replica, primary: figures.primary - before.primary };
}

describe("public reading with a streaming replica", () => {
  it("goes to the replica for whoever is not signed in, and to the primary for whoever is", async () => {
    const process = await openProcess();
    await until(() => process.standing.state === "asked");
    const citizen = await createCitizen(owner.db);
    expect(await answering(process.standing, () => nameTo(process))).toEqual({ replica: expect.any(Number), primary: 0 });
    expect(await answering(process.standing, () => nameTo(process, citizen))).toEqual({ replica: 0, primary: 0 });
    expect(await nameTo(process, citizen)).toBe(await nameTo(process));
  });

  it("never tells what was before a change that was heard of: the primary answers until the replica has it", async () => {
    const process = await openProcess();
    await until(() => process.standing.state === "asked");
    await held();
    const before = await nameTo(process);
    await rename("改了名的区");
    await until(() => process.heard.includes("divisions"));
    expect(await nameTo(process)).toBe("改了名的区");
    // It would have told what it still has.
    expect((await process.behind.pool.query("select name from divisions where code = $1", [place.divisionCode])).rows).toEqual([{ name: before }]);
    await new Promise((done) => setTimeout(done, 300));
    expect([process.standing.state, await nameTo(process)]).toEqual(["behind", "改了名的区"]);
    await released();
    await until(() => process.standing.state === "asked");
    expect(await answering(process.standing, async () => expect(await nameTo(process)).toBe("改了名的区"))).toEqual({ replica: expect.any(Number), primary: 0 });
  });

  it("counts a search on the primary, though its items come from the replica", async () => {
    const process = await openProcess();
    await until(() => process.standing.state === "asked");
    const { replica: read } = await answering(process.standing, () => process.as({ kind: "anonymous" }).items.search({ query: "居住证" }));
    expect(read).toBeGreaterThan(0);
    expect((await owner.pool.query("select searches from search_counts where word = '居住证'")).rows).toEqual([{ searches: 1 }]);
  });

  it("asks nothing of a replica that lags more than the bound", async () => {
    const process = await openProcess(1_000);
    await until(() => process.standing.state === "asked");
    await held();
    // Nothing that public pages show: no notice, time alone tells.
    await createCitizen(owner.db);
    await until(() => process.standing.state === "behind");
    expect(process.standing.lagMs).toBeGreaterThan(1_000);
    expect((await answering(process.standing, () => nameTo(process))).replica).toBe(0);
    await released();
    await until(() => process.standing.state === "asked");
    expect(process.standing.lagMs).toBeLessThan(1_000);
  });
});

describe("a replica that is away", () => {
  it("is noticed by the first who asks, who is answered by the primary, and is asked again when it is back", async () => {
    const process = await openProcess();
    await until(() => process.standing.state === "asked");
    await nameTo(process);
    await replica!.stop();
    const name = await nameTo(process);
    expect(name).toBe((await owner.db.select().from(divisions).where(eq(divisions.code, place.divisionCode)))[0]?.name);
    await until(() => process.standing.state === "away");
    expect(await answering(process.standing, () => nameTo(process))).toEqual({ replica: 0, primary: expect.any(Number) });
    await restart();
    await until(() => process.standing.state === "asked");
    expect((await answering(process.standing, () => nameTo(process))).primary).toBe(0);
  }, 60_000);

  it.each<[string, () => string]>([["nobody listens", () => "postgresql://nobody:x@127.0.0.1:1/postgres"], ["follows nobody", () => primary!.url]])("as one that %s", async (_sentence, url) => {
    const standing = newStanding();
    const [web, other] = [connect(primary!.url, 1, standings.web), connect(url(), 1, standings.web)];
    onTestFinished(async () => void (await Promise.all([web.close(), other.close()])));
    const watch = new ReplicaWatch({ primary: web, replica: other, standing, boundMs: 10_000, clock: () => performance.now() });
    watch.hearing(true);
    await watch.look();
    await watch.look();
    expect([standing.state, standing.mayAsk()]).toEqual(["away", false]);
  });
});

/** The same cluster once more, at the same address. */
async function restart(): Promise<void> {
  const [{ url }, { port, username, password }] = [replica!, new URL(primary!.url)];
  const again = await startEmbedded({ dataDir: join(folder, "replica"), settings: { ...testSettings, port: new URL(url).port, primary_conninfo: `host=127.0.0.1 port=${port} user=${username} password=${password}` } });
  replica = { ...again, url, stop: () => again.stop() };
}

describe("a public page kept in memory", () => {
  it("is never older than the change that dropped it, however far the replica is behind", async () => {
    const standing = newStanding();
    const [web, behind, looking] = [connect(primary!.url, 4, standings.web), connect(replica!.url, 4, standings.web), connect(replica!.url, 1, standings.web)];
    addReplica(web.pool, behind.pool, standing);
    const pages = new PageCache(async (_request, response) => {
      const { name } = await createCaller({ db: web.db, now: new Date(), actor: { kind: "anonymous" }, requestId: "page", address: "test" }).departments.getDivision({ code: place.divisionCode });
      const nonce = btoa(crypto.randomUUID());
      response.writeHead(200, { "content-security-policy": `'nonce-${nonce}'`, "cache-control": "no-store", "content-type": "text/html" });
      response.end(`<script nonce="${nonce}"></script>${name}`);
    }, { bytes: 1_000_000, maxAgeMs: 60_000, clock: () => performance.now() });
    const { watch, close } = watchReplica({ primary: web, replica: looking, standing, boundMs: 60_000, clock: () => performance.now(), everyMs: 100 });
    const changes = listenForChanges(primary!.url, { changed: (tag) => (watch.changed(), pages.changed(tag)), hearing: (yes) => (watch.hearing(yes), pages.hearing(yes)) }, { beatMs: 5_000, againMs: 20 });
    const server = createServer(pages.hits(pages.fills())).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(async () => {
      server.closeAllConnections();
      server.close();
      close();
      await changes.close();
      await Promise.all([web, behind, looking].map((one) => one.close()));
    });
    const address = server.address();
    const port = address && typeof address === "object" ? address.port : 0;
    // As a browser visits; `fetch` says that it is a program.
    const read = async () => {
      const [answer]: IncomingMessage[] = await once(get({ host: "127.0.0.1", port, path: `/divisions/${place.divisionCode}` }), "response");
      return (await text(answer!)).replace(/<.*>/s, "");
    };
    await until(() => standing.state === "asked");
    await held();
    for (const name of ["第一次改名", "第二次改名", "第三次改名"]) {
      const { drops, hits } = pages.figures;
      await read();
      await rename(name);
      await until(() => pages.figures.drops > drops);
      expect(await read()).toBe(name);
      // From memory now, and still that.
      await until(async () => (await read(), pages.figures.hits > hits));
      expect(await read()).toBe(name);
    }
    expect(standing.state).toBe("behind");
    await released();
    await until(() => standing.state === "asked");
    pages.changed("departments");
    expect(await read()).toBe("第三次改名");
  });
});

describe("/api/health/ready", () => {
  it("tells how the replica stands, and is ready without it", async () => {
    const standing = newStanding();
    const handler = healthHandler(owner.pool, folder, () => false, standing);
    const ask = async () => {
      const server = createServer((request, response) => void handler(request, response)).listen(0, "127.0.0.1");
      await once(server, "listening");
      const address = server.address();
      const answer = await fetch(`http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}/api/health/ready`);
      server.close();
      return [answer.status, Reflect.get(await answer.json(), "replica")];
    };
    expect(await ask()).toEqual([200, "unheard"]);
    standing.lost();
    expect(await ask()).toEqual([200, "away"]);
  });
});
