import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, test, vi } from "vitest";
import { z } from "zod";
import { traced } from "@/db/tracing";
import type { User } from "@/domain/core/actor";
import { openOffice, type Office } from "@/server/applications/router.testing";
import { openSession } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";
import { askSigned } from "@/server/integrations/signed-request";
import { startJobs } from "@/server/jobs";
import { gate } from "./gate";
import { pageRoutes } from "./routes";
import { startTracing } from "./tracing";

type Attribute = { key: string; value: Record<string, unknown> };
type Span = { traceId: string; spanId: string; parentSpanId?: string; name: string; kind: number; attributes: Attribute[] };

let collector: Server;
let office: Office;
let received: string[] = [];
const addressOf = (server: Server) => {
  const address = server.address();
  return `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
};

async function listening(handler: Parameters<typeof createServer>[1]): Promise<Server> {
  const server = createServer(handler).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function end(server: Server): void {
  server.close();
  server.closeAllConnections();
}

beforeAll(async () => {
  collector = await listening((request, response) => {
    void text(request).then((body) => {
      if (request.url === "/v1/traces") received.push(body);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  office = await openOffice();
  process.env["DATABASE_URL"] = office.connection.url;
});
afterAll(async () => {
  end(collector);
  await office.connection.close();
});

/** Runs the work while spans are collected, and tells what then reached the collector, as it was sent and read. */
async function collected(work: () => Promise<unknown>, settings: { ratio?: number; endpoint?: string } = {}) {
  received = [];
  const tracing = startTracing({ endpoint: addressOf(collector), serviceName: "tongban", ratio: 1, everyMs: 20, ...settings });
  try {
    await work();
  } finally {
    await tracing.close();
  }
  const spans = received.flatMap((sent): Span[] => JSON.parse(sent).resourceSpans.flatMap((one: { scopeSpans: { spans: Span[] }[] }) => one.scopeSpans.flatMap((scope) => scope.spans)));
  return { spans, sent: received.join("\n") };
}

async function atTheDoor(trustedProxies: 0 | 1) {
  const { trpcHandler } = await import("./trpc");
  const pages = { prefix: "", methods: [], handler: (_: unknown, response: { end(): void }) => response.end() };
  return listening(gate([{ prefix: "/api/trpc", methods: ["POST"], json: true, handler: trpcHandler }], pages, { PUBLIC_URL: undefined, TRUSTED_PROXIES: trustedProxies, routeOf: () => "/[locale]/items/[code]" }));
}

const cookieOf = async ({ id }: User) => `${cookieName("session")}=${await openSession(office.db, new Date(), { accountId: id, factors: ["password"], userAgent: null })}`;
const attribute = (span: Span | undefined, name: string) => span?.attributes.find(({ key }) => key === name)?.value["stringValue"];

/** Everything that a span may tell of itself. */
const allowed = new Set([
  "http.request.method", "http.route", "http.response.status_code", "rpc.system", "rpc.method", "tongban.type", "tongban.actions", "tongban.topics", "error.type",
  "db.system.name", "db.query.text", "db.operation.name", "db.collection.name", "messaging.system", "messaging.destination.name", "server.address",
]);

describe("whole journeys", () => {
  it("are told from the door to the statement and in the background, and nothing of a person with them", async () => {
    const person = await office.citizen();
    const cookie = await cookieOf(person);
    const words = { shopName: "欧阳秘密面馆", remarks: "家住秘密路九号" };
    const told: string[] = [person.name, person.citizenId, person.phone, person.id, cookie.split("=")[1] ?? "", ...Object.values(words)];
    const door = await atTheDoor(0);
    const call = async (procedure: string, input: object) => {
      const response = await fetch(`${addressOf(door)}/api/trpc/${procedure}`, { method: "POST", headers: { "content-type": "application/json", cookie }, body: JSON.stringify(input) });
      const answer = (await response.json()) as { result?: { data: Record<string, string> }; error?: unknown };
      return answer.result?.data ?? {};
    };
    const { spans, sent } = await collected(async () => {
      const jobs = await startJobs({ connectionString: office.connection.url });
      try {
        await fetch(`${addressOf(door)}/items/44010000000001?q=${encodeURIComponent(words.shopName)}`);
        const { id = "" } = await call("applications.start", { itemCode: office.plain.code });
        await call("applications.save", { id, section: "applicant", raw: { shopName: words.shopName, ownerId: person.citizenId, ownerPhone: person.phone } });
        await call("applications.save", { id, section: "remarks", raw: { remarks: words.remarks } });
        const { number = "" } = await call("applications.submit", { id, declared: true });
        expect(number).not.toBe("");
        await call("applications.submit", { id, declared: true });
        told.push(id, number);
        await vi.waitFor(async () => expect((await office.connection.pool.query("select from pgboss.job where name = 'applications.event/notices' and state = 'completed'")).rowCount).toBeGreaterThan(0), { timeout: 20_000, interval: 100 });
      } finally {
        await jobs.stop();
      }
    });
    end(door);
    const named = (name: string) => spans.filter((span) => span.name === name);
    expect(named("GET /[locale]/items/[code]")).toHaveLength(1);
    const submits = named("applications.submit");
    expect(submits.map((span) => attribute(span, "error.type") ?? "done")).toEqual(["done", expect.stringMatching(/^applications\./)]);
    const request = spans.find(({ spanId }) => spanId === submits[0]?.parentSpanId);
    expect([request?.name, attribute(request, "http.route")]).toEqual(["POST /api/trpc", "/api/trpc"]);
    const commit = named("commit").find((span) => span.parentSpanId === submits[0]?.spanId);
    expect(commit?.attributes.find(({ key }) => key === "tongban.actions")?.value).toMatchObject({ arrayValue: { values: expect.arrayContaining([{ stringValue: "applications.submit" }]) } });
    expect(named("insert audit_log").some((span) => span.parentSpanId === commit?.spanId)).toBe(true);
    expect(named("applications.event/notices").length).toBeGreaterThan(0);

    expect([...new Set(spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)))].filter((key) => !allowed.has(key))).toEqual([]);
    expect(spans.map(({ name }) => name).filter((name) => !/^(?:(?:GET|POST) \/[\w/[\]]*|commit|[a-z]+(?: [a-z_]+)?|[\w.]+(?:\/[\w-]+){0,2}|schedules\/[\w-]+\/\w+|[a-zA-Z]+\.[a-zA-Z]+)$/.test(name))).toEqual([]);
    expect(told.filter((value) => value === "" || sent.includes(value) || sent.includes(encodeURIComponent(value)))).toEqual([]);
  }, 60_000);
});

describe("a trace that somebody else began", () => {
  const theirs = "0af7651916cd43dd8448eb211c80319c";
  const ask = async (trustedProxies: 0 | 1, traceparent: string) => {
    const door = await atTheDoor(trustedProxies);
    const { spans } = await collected(() => fetch(addressOf(door), { headers: { traceparent, tracestate: "other=1" } }));
    end(door);
    return spans[0]?.traceId;
  };

  it("goes on here where a trusted proxy hands it on, and nowhere else", async () => {
    expect(await ask(1, `00-${theirs}-b7ad6b7169203331-01`)).toBe(theirs);
    expect(await ask(0, `00-${theirs}-b7ad6b7169203331-01`)).toMatch(/^(?!0af76519)[0-9a-f]{32}$/);
  });

  it.each(["nonsense", `00-${"0".repeat(32)}-b7ad6b7169203331-01`, `ff-${theirs}-b7ad6b7169203331-01`])("begins anew where it is %s", async (traceparent) => {
    expect(await ask(1, traceparent)).toMatch(/^(?!0af76519|0{32})[0-9a-f]{32}$/);
  });

  it("that is not to be kept is not kept here either", async () => {
    expect(await ask(1, `00-${theirs}-b7ad6b7169203331-00`)).toBeUndefined();
  });
});

test("another system is handed the trace, and its span names the host and the answer alone", async () => {
  let handed: string | undefined;
  const registry = await listening((request, response) => {
    handed = request.headers["traceparent"]?.toString();
    request.resume().on("end", () => response.writeHead(200).end('{"result":"match"}'));
  });
  const endpoint = { url: `${addressOf(registry)}/registry`, keyId: "portal", secret: "0123456789abcdef" };
  const { spans, sent } = await collected(() => traced({ name: "work" }, () => askSigned(endpoint, "compare", { name: "张秘密" }, z.object({ result: z.string() }))));
  end(registry);
  const client = spans.find(({ kind }) => kind === 3);
  expect(client?.name).toBe(`POST ${new URL(endpoint.url).host}`);
  expect(handed).toBe(`00-${client?.traceId}-${client?.spanId}-01`);
  expect(sent).not.toContain("张秘密");
});

test("every line of the log bears the trace, and none where there is none", async () => {
  const { logger } = await import("@/server/core/logger");
  const lines: string[] = [];
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((line) => Boolean(lines.push(String(line))));
  const { spans } = await collected(() => traced({ name: "work" }, async () => logger.info("test.said")));
  logger.info("test.said");
  spy.mockRestore();
  const bearing = lines.filter((line) => line.includes("test.said")).map((line) => (JSON.parse(line) as { traceId?: string }).traceId);
  expect(bearing).toEqual([spans[0]?.traceId, undefined]);
});

test("a trace that is not sampled is worked all the same and not sent; nor does a collector that is away disturb", async () => {
  const work = () => traced({ name: "work" }, async (note) => (note({ "error.type": "none" }), "done"));
  const results: unknown[] = [];
  expect((await collected(async () => results.push(await work()), { ratio: 0 })).spans).toEqual([]);
  expect((await collected(async () => results.push(await work()), { endpoint: "http://127.0.0.1:9" })).spans).toEqual([]);
  expect(results).toEqual(["done", "done"]);
});

test("an error is told by its code or name, never in its own words, and thrown on", async () => {
  const { spans, sent } = await collected(() => expect(traced({ name: "work" }, () => Promise.reject(new TypeError("张秘密")))).rejects.toThrow("张秘密"));
  expect(attribute(spans[0], "error.type")).toBe("TypeError");
  expect(sent).not.toContain("张秘密");
});

test("the address of a page is told by its template", async () => {
  const folder = await mkdtemp(join(tmpdir(), "routes-"));
  const manifest = { staticRoutes: [{ page: "/[locale]/me", regex: "^/([^/]+?)/me(?:/)?$" }], dynamicRoutes: [{ page: "/[locale]", regex: "^/([^/]+?)(?:/)?$" }, { page: "/[locale]/items/[code]", regex: "^/([^/]+?)/items/([^/]+?)(?:/)?$" }] };
  await writeFile(join(folder, "routes.json"), JSON.stringify(manifest));
  const routeOf = pageRoutes(join(folder, "routes.json"));
  await rm(folder, { recursive: true });
  expect(["/", "/en/me", "/me", "/items/440100-1", "/en/items/440100-1", "/no/such/page"].map(routeOf)).toEqual(["/[locale]", "/[locale]/me", "/[locale]", "/[locale]/items/[code]", "/[locale]/items/[code]", "pages"]);
  expect(pageRoutes(join(folder, "none.json"))("/items/440100-1")).toBe("pages");
});
