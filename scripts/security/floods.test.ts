import { existsSync, mkdtempSync, readdirSync, readlinkSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createItem, createPlace, factoryNow, revisionContent } from "@/db/testing/factories";
import { handleFiles } from "@/server/api/files";
import { openSession } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";
import { gate, type Mount } from "@/server/core/process/gate";
import { listen, type Listening } from "@/server/core/process/listen";
import { policyReportsHandler } from "@/server/core/process/policy-reports";
import { dropSlowBodies } from "@/server/core/process/slow-bodies";
import { trpcHandler } from "@/server/core/process/trpc";

// What a few connections could do to a whole process: each is refused in time, and others are served meanwhile and after.

let listening: Listening;
let cookie: string;
let draft: string;
const folder = mkdtempSync(join(tmpdir(), "floods-"));
const pace = { graceMs: 400, bytesPerSecond: 2_000, everyMs: 100 };

beforeAll(async () => {
  const db = await createTestDatabase();
  // A folder of its own: what comes in is counted.
  Object.assign(process.env, { DATABASE_URL: db.url, DATA_DIR: folder });
  const place = await createPlace(db.db);
  const item = await createItem(db.db, place, revisionContent({ form: null, materials: [{ key: "m1", name: { zh: "材料" }, necessity: "required", maxFiles: 20 }] }));
  const citizen = await createCitizen(db.db);
  draft = (await createApplication(db.db, { place, item, applicant: citizen, status: "draft", savedAt: factoryNow })).id;
  cookie = `${cookieName("session")}=${await openSession(db.db, new Date(), { accountId: citizen.id, factors: ["password"], userAgent: null })}`;
  const mounts: Mount[] = [
    { prefix: "/api/files", methods: ["POST"], handler: handleFiles },
    { prefix: "/api/policy-reports", methods: ["POST"], crossSite: true, handler: policyReportsHandler({ publicUrl: "http://localhost", clock: () => 0, count: () => undefined }) },
    { prefix: "/api/trpc", methods: ["POST"], json: true, handler: trpcHandler },
  ];
  const pages: Mount = { prefix: "", methods: ["POST"], json: false, handler: (_request, response) => response.end("page") };
  listening = await listen(dropSlowBodies(gate(mounts, pages, { PUBLIC_URL: undefined, TRUSTED_PROXIES: 0 }), pace), 0, ["127.0.0.1"]);
});
afterAll(async () => {
  await listening.close(0);
  await rm(folder, { recursive: true, force: true });
});

/** Opens a connection, writes what it is given, and tells what came back by the time that the other side closed it. */
function dial() {
  const socket = connect({ host: "127.0.0.1", port: listening.port });
  let text = "";
  socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1"))).on("error", () => undefined);
  const closed = new Promise<string>((resolve) => socket.on("close", () => resolve(text)));
  return { socket, closed };
}
const statusOf = (text: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
const isWell = async () => (await fetch(`http://127.0.0.1:${listening.port}/`)).status;

/** Sends a byte now and then for as long as anybody listens. */
async function drip(head: string, everyMs: number): Promise<number> {
  const { socket, closed } = dial();
  socket.write(head);
  const dripping = setInterval(() => socket.writable && socket.write("a"), everyMs);
  const text = await closed.finally(() => clearInterval(dripping));
  return statusOf(text);
}
const post = (path: string, headers: string) => `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncookie: ${cookie}\r\n${headers}\r\n`;
const boundary = "multipart/form-data; boundary=x";
const part = (name: string, value: string, more = "") => `--x\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;

const incoming = join(folder, "incoming");

/** What this process holds open of what comes in, where the system tells. */
const openFiles = () => (existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd") : []).map(linkOf).filter((path) => path.startsWith(incoming));

function linkOf(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return "";
  }
}

describe("a body that comes byte by byte", () => {
  test.each([
    ["a procedure", () => post("/api/trpc/applications.submit", "content-type: application/json\r\ncontent-length: 100000\r\n") + '{"id":"'],
    ["an upload", () => post("/api/files", `content-type: ${boundary}\r\ntransfer-encoding: chunked\r\n`)],
    ["the middle of a file", () => post("/api/files", `content-type: ${boundary}\r\ncontent-length: 1000000\r\n`) + part("application", draft) + part("file", "%PDF-1.4", '; filename="a.pdf"').trimEnd()],
    ["a report", () => post("/api/policy-reports", "content-type: application/csp-report\r\ncontent-length: 5000\r\n")],
  ])("of %s is given up, while others are served", async (_, head) => {
    const slow = Promise.all(Array.from({ length: 20 }, () => drip(head(), 100)));
    expect(await isWell()).toBe(200);
    for (const status of await slow) expect([400, 408, Number.NaN]).toContain(status);
    expect(await isWell()).toBe(200);
    await expect.poll(async () => [...(await readdir(incoming).catch(() => [])), ...openFiles()]).toEqual([]);
  });

  test("but not one of a slow line: it takes its time", async () => {
    const { socket, closed } = dial();
    const file = Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(30_000, 0x20)]);
    const body = Buffer.concat([Buffer.from(part("application", draft) + part("field", "m1") + '--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'), file, Buffer.from("\r\n--x--\r\n")]);
    socket.write(post("/api/files", `content-type: ${boundary}\r\naccept: application/json\r\nconnection: close\r\ncontent-length: ${body.length}\r\n`));
    const began = performance.now();
    const feeding = setInterval(() => void (at < body.length ? socket.write(body.subarray(at, (at += 1_000))) : clearInterval(feeding)), 50);
    let at = 0;
    expect(statusOf(await closed)).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(1_000);
  });
});

test("heads that are too long or have too many parts, and more cookies than any browser keeps, are refused", async () => {
  const cookies = (count: number) => `cookie: ${Array.from({ length: count }, (_, at) => `c${at}=${"v".repeat(20)}`).join("; ")}\r\n`;
  const headers = (count: number) => Array.from({ length: count }, (_, at) => `x-h${at}: ${"v".repeat(10)}\r\n`).join("");
  for (const [head, status] of [[cookies(2_000), 431], [headers(5_000), 431], [cookies(300), 200], [headers(300), 200]] as const) {
    const { socket, closed } = dial();
    socket.write(`GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${head}\r\n`);
    expect(statusOf(await closed)).toBe(status);
  }
  expect(await isWell()).toBe(200);
});

test("forms of ten thousand keys, or of one endless one, are read no further than a form has fields", async () => {
  const send = async (body: string) => {
    const began = process.cpuUsage();
    const response = await fetch(`http://127.0.0.1:${listening.port}/api/files`, { method: "POST", body, headers: { "content-type": boundary, cookie, accept: "application/json" } }).then(({ status }) => status, () => "broken off");
    return { response, cpuMs: process.cpuUsage(began).user / 1000 };
  };
  const many = Array.from({ length: 10_000 }, (_, at) => part(`k${at}`, "v")).join("");
  for (const body of [`${many}--x--\r\n`, `${part("a".repeat(500_000), "v")}--x--\r\n`, `${part("application", "v".repeat(900_000))}--x--\r\n`, `--x\r\n${"x-h: v\r\n".repeat(50_000)}\r\nv\r\n--x--\r\n`]) {
    const { response, cpuMs } = await send(body);
    expect([400, 404, "broken off"]).toContain(response);
    expect(cpuMs).toBeLessThan(5_000);
  }
  expect(await isWell()).toBe(200);
});

test("JSON nested without end, of ten thousand keys, or with a number without end is refused in time", async () => {
  const bodies = [`${"[".repeat(400_000)}`, `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`, `{${Array.from({ length: 50_000 }, (_, at) => `"k${at}":1`).join(",")}}`, `{"id":${"9".repeat(900_000)}}`, `"${"\\u0061".repeat(150_000)}"`];
  for (const body of bodies) {
    const began = process.cpuUsage();
    const answer = await fetch(`http://127.0.0.1:${listening.port}/api/trpc/applications.submit`, { method: "POST", body, headers: { "content-type": "application/json", cookie } });
    expect([400, 413, 422]).toContain(answer.status);
    expect((await answer.text()).length).toBeLessThan(5_000);
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(5_000);
  }
  expect(await isWell()).toBe(200);
});
