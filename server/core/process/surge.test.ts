import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, request as send } from "node:http";
import { afterAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Connection } from "@/db/client";
import { createTestDatabase } from "@/db/testing/database";
import type { Mount } from "./gate";
import { Surge } from "./surge";
import { limitAddresses } from "./surge/addresses";
import { linesIn } from "./surge/lines";
import { type Lines, WaitingRoom } from "./surge/room";

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };
type Ask = (path: string, headers?: Record<string, string>, method?: string) => Promise<Answer>;

async function served(handler: Mount["handler"]): Promise<Ask> {
  const server = createServer((request, response) => void handler(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => (server.closeAllConnections(), void server.close()));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return (path, headers = {}, method = "GET") => new Promise((done, fail) => {
    send({ host: "127.0.0.1", port, path, headers, method, agent: false }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => done({ status: response.statusCode ?? 0, headers: response.headers, body }));
    }).on("error", fail).end();
  });
}

/** Work that ends when it is told to. */
function slowWork() {
  const waiting: (() => void)[] = [];
  const handler: Mount["handler"] = (_request, response) => void waiting.push(() => response.writeHead(200).end("done"));
  return { handler, waiting, finish: (count = waiting.length) => waiting.splice(0, count).forEach((end) => end()) };
}

let [lag, now] = [0, 0];
/** With room for a machine that is busy. */
const until = (condition: () => unknown, timeout = 10_000) => vi.waitUntil(condition, timeout);
beforeEach(() => void ([lag, now] = [0, 0]));

const surgeOf = (atOnce: number, room?: WaitingRoom) => new Surge({ atOnce, lagMs: () => lag, clock: () => now, isKnown: (cookies = "") => cookies.includes("tongban-session=made here"), ...(room ? { room } : {}) });
const page = { accept: "text/html,application/xhtml+xml" };
const signedIn = { cookie: "tongban-session=made here" };

describe("more than can be done at once", () => {
  it("is refused with a plain page that comes back by itself, in the language and size of whoever asks", async () => {
    lag = 60_000;
    const ask = await served(surgeOf(10).guard((_request, response) => response.end("done")));
    const chinese = await ask("/items?q=%3Cb%3E", page);
    expect(chinese).toMatchObject({ status: 503, headers: { "retry-after": "20", "cache-control": "no-store", "content-type": "text/html; charset=utf-8" } });
    expect(chinese.body).toContain('<html lang="zh-CN">');
    expect(chinese.body).toContain('<meta http-equiv="refresh" content="20">');
    expect(chinese.body).toContain('<section lang="en"><h2>Many people are using this service right now</h2>');
    expect(chinese.body).not.toMatch(/<script|<b>/);
    expect(String(chinese.headers["content-security-policy"])).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect((await ask("/en/items", { ...page, cookie: "ui-mode=elder" })).body).toContain('<html lang="en" class="elder">');
    expect((await ask("//evil.example/", page)).body).toContain('<a href="/">');
    for (const headers of [{ accept: "application/json" }, { ...page, rsc: "1" }]) {
      expect(await ask("/api/trpc/items.get", headers)).toMatchObject({ status: 503, body: '{"code":"requests.busy","params":{"seconds":20}}', headers: { "retry-after": "20" } });
    }
  });

  it("is refused to new visitors first, then to those signed in; what was begun is finished as long as can be", async () => {
    const work = slowWork();
    const surge = surgeOf(5);
    const ask = await served(surge.guard(work.handler));
    const statusOf = (headers: Record<string, string>, method = "GET") => Promise.race([ask("/", headers, method).then(({ status }) => status), until(() => work.waiting.length > seen).then(() => "at work" as const)]);
    let seen = 0;
    const outcomes: unknown[] = [];
    const steps: [Record<string, string>, string?][] = [[{}], [{}], [{}], [{}], [signedIn], [signedIn], [signedIn], [signedIn, "POST"], [{ ...signedIn, "idempotency-key": "k" }], [{}, "POST"]];
    for (const [headers, method] of steps) {
      seen = work.waiting.length;
      outcomes.push(await statusOf(headers, method));
    }
    expect(outcomes).toEqual(["at work", "at work", "at work", 503, "at work", "at work", 503, "at work", "at work", 503]);
    work.finish();
    await until(() => surge.free() === 3);
    const later = ask("/");
    await until(() => work.waiting.length === 1);
    work.finish();
    expect((await later).status).toBe(200);
  });

  it("is refused to whoever made up a session just as to somebody new, sending or asking", async () => {
    const work = slowWork();
    const surge = surgeOf(5);
    const ask = await served(surge.guard(work.handler));
    const madeUp = { cookie: "tongban-session=made up", "idempotency-key": "k" };
    const letIn = Array.from({ length: 3 }, () => ask("/", madeUp));
    await until(() => work.waiting.length === 3);
    expect([(await ask("/", madeUp)).status, (await ask("/", madeUp, "POST")).status]).toEqual([503, 503]);
    const known = ask("/", signedIn);
    await until(() => work.waiting.length === 4);
    work.finish();
    expect([...(await Promise.all(letIn)), await known].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it("counts nothing twice when those who asked go away", async () => {
    const work = slowWork();
    const surge = surgeOf(10);
    const ask = await served(surge.guard(work.handler));
    const gone = Array.from({ length: 4 }, () => ask("/"));
    await until(() => work.waiting.length === 4);
    expect(surge.free()).toBe(2);
    work.finish();
    await Promise.all(gone);
    await until(() => surge.free() === 6);
  });

  it("tells the proxy once it has gone on for long, and no more when it is over", async () => {
    const surge = surgeOf(10);
    const ask = await served(surge.guard((_request, response) => response.end()));
    lag = 60_000;
    const at = async (second: number) => {
      now = second * 1_000;
      await ask("/");
      return surge.isOverwhelmed();
    };
    expect([await at(0), await at(4), await at(8), await at(11)]).toEqual([false, false, false, true]);
    now = 17_000;
    expect(surge.isOverwhelmed()).toBe(false);
    expect([await at(20), await at(24)]).toEqual([false, false]);
  });
});

describe("the waiting room", () => {
  let database: (Connection & { url: string }) | undefined;
  afterAll(() => database?.close());

  const roomOf = (lines: Lines, free: () => number) => new WaitingRoom({ lines, secret: "a secret of the portal", secure: true, now: () => now, free });
  const placeOf = ({ headers }: Answer) => headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  const before = ({ body }: Answer) => /<h1>(.*?)<\/h1>/.exec(body)?.[1];

  it("lets people in by the order in which they came, over all processes, and is gone when nobody waits", async () => {
    const { pool } = (database ??= await createTestDatabase());
    let free = 0;
    const processes = await Promise.all([1, 2].map(async () => {
      const room = roomOf(linesIn(pool), () => free);
      await room.advance(1_000);
      return { room, ask: await served(surgeOf(100, room).guard((_request, response) => response.end("in"))) };
    }));
    const [one, two] = [processes[0]!, processes[1]!];
    expect(await one.ask("/", page)).toMatchObject({ status: 200, body: "in" });
    lag = 2_000;
    const people: Answer[] = [];
    for (const { ask } of [one, two, two, one]) people.push(await ask("/items", page));
    expect(people.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    expect(people.map(before)).toEqual(["马上轮到您", "前面还有 1 人", "前面还有 2 人", "前面还有 3 人"]);
    expect(people[3]!.body).toContain("<title>前面还有 3 人 - 通办</title>");
    expect(people[0]!.headers["set-cookie"]?.[0]).toMatch(/^waiting-place=\d+\.\d+\.[\w-]{43}; Path=\/; Max-Age=7200; HttpOnly; SameSite=Lax; Secure$/);
    // Calm again: who comes now waits behind those who wait already.
    [lag, free] = [0, 2];
    await two.room.advance(1_000);
    free = 0;
    await one.room.advance(1_000);
    const again = (index: number, ask: Ask, more = {}) => ask("/items", { ...page, ...more, cookie: placeOf(people[index]!) });
    expect([(await again(0, one.ask)).body, (await again(1, two.ask)).body]).toEqual(["in", "in"]);
    expect(before(await again(3, two.ask))).toBe("前面还有 1 人");
    expect(before(await one.ask("/en/items", page))).toBe("2 people are before you");
    free = 50;
    await one.room.advance(1_000);
    await two.room.advance(1_000);
    expect([(await again(3, two.ask)).body, (await two.ask("/", page)).body]).toEqual(["in", "in"]);
  });

  it("keeps a place that was given, and gives nothing for a forged or an old one", async () => {
    const line = { taken: 0, admitted: 0 };
    const lines: Lines = { take: async (count) => ((line.taken += count), { ...line }), admit: async (count) => ((line.admitted = Math.min(line.taken, line.admitted + count)), { ...line }) };
    let free = 0;
    const room = roomOf(lines, () => free);
    await room.advance(1_000);
    const ask = await served(surgeOf(100, room).guard((_request, response) => response.end("in")));
    lag = 2_000;
    const first = await ask("/", page);
    const cookie = placeOf(first);
    const same = await ask("/", { ...page, cookie });
    expect([before(same), same.headers["set-cookie"], line.taken]).toEqual(["马上轮到您", undefined, 1]);
    free = 1;
    await room.advance(1_000);
    expect((await ask("/", { ...page, cookie })).body).toBe("in");
    for (const forged of [cookie.replace(/=\d+/, "=0"), `${cookie.slice(0, -1)}${cookie.endsWith("A") ? "B" : "A"}`, "waiting-place=1.1.x"]) {
      expect((await ask("/", { ...page, cookie: forged })).status).toBe(503);
    }
    now = 3 * 60 * 60_000;
    expect((await ask("/", { ...page, cookie })).status).toBe(503);
  });

  it("does not wait long for those who went away: while nobody takes the room there is, the line moves faster", async () => {
    const line = { taken: 5_000, admitted: 0 };
    const room = roomOf({ take: async () => line, admit: async (count) => ((line.admitted = Math.min(line.taken, line.admitted + count)), { ...line }) }, () => 36);
    for (let second = 0; second < 10; second += 1) await room.advance(1_000);
    expect(line.admitted).toBe(5_000);
  });

  it("asks people to come back where the line cannot be reached, and lets everybody in while there is room", async () => {
    const room = roomOf({ take: () => Promise.reject(new Error("down")), admit: () => Promise.reject(new Error("down")) }, () => 10);
    await room.advance(1_000);
    const ask = await served(surgeOf(100, room).guard((_request, response) => response.end("in")));
    expect((await ask("/", page)).body).toBe("in");
    lag = 2_000;
    const refused = await ask("/", page);
    expect([refused.status, before(refused), refused.headers["set-cookie"]]).toEqual([503, "现在使用的人很多", undefined]);
    expect((await ask("/", { ...page, ...signedIn })).body).toBe("in");
  });
});

describe("an address that asks too often", () => {
  it("waits for the next minute, and nobody else does", async () => {
    const handler = limitAddresses(3, () => now)((_request, response) => response.end("done"));
    const ask = await served(handler);
    const statusFor = async (address: string) => (await ask("/", { ...page, "x-client-address": address })).status;
    const statuses: number[] = [];
    for (let time = 0; time < 4; time += 1) statuses.push(await statusFor("10.0.0.1"));
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(await ask("/api/x", { "x-client-address": "10.0.0.1" })).toMatchObject({ status: 429, body: '{"code":"requests.tooMany","params":{"seconds":20}}', headers: { "retry-after": "20" } });
    expect(await statusFor("10.0.0.2")).toBe(200);
    for (let time = 0; time < 3; time += 1) await statusFor(`2001:db8:1:1::${time}`);
    expect(await statusFor("2001:db8:1:1:ffff::9")).toBe(429);
    now = 60_000;
    expect(await statusFor("10.0.0.1")).toBe(200);
  });
});
