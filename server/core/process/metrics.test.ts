import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createTestDatabase } from "@/db/testing/database";
import { env } from "@/env";
import { gate } from "./gate";
import { openMetrics } from "./metrics";

const token = "a-token-of-thirty-two-characters";
let test: Awaited<ReturnType<typeof createTestDatabase>>;
const servers: Server[] = [];

async function serve(environment: { METRICS_TOKEN?: string; PUBLIC_URL?: string }): Promise<string> {
  const metrics = openMetrics(test, new Set(["items.list"]), { METRICS_TOKEN: environment.METRICS_TOKEN, PUBLIC_URL: environment.PUBLIC_URL });
  const ok = { methods: [], handler: (_: unknown, response: { end(text: string): unknown }) => response.end("ok") };
  const door = gate([{ prefix: "/api/trpc", ...ok }, { prefix: "/api/metrics", methods: [], handler: metrics.handler }], { prefix: "", ...ok }, { PUBLIC_URL: environment.PUBLIC_URL, TRUSTED_PROXIES: 0 });
  const server = createServer(metrics.measured(["/api/trpc"], door)).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
}

beforeAll(async () => {
  test = await createTestDatabase();
  await mkdir(env().DATA_DIR, { recursive: true });
});
afterAll(async () => {
  servers.forEach((server) => server.close());
  await test.close();
});

describe("who reads the metrics", () => {
  it("is whoever brings the token, where there is one", async () => {
    const at = await serve({ METRICS_TOKEN: token, PUBLIC_URL: "https://portal.example" });
    const status = async (authorization?: string) => (await fetch(`${at}/api/metrics`, authorization ? { headers: { authorization } } : {})).status;
    expect([await status(), await status("Bearer wrong"), await status(`Bearer ${token}`)]).toEqual([404, 404, 200]);
  });

  it("is this machine where there is none, and nobody where the portal is public", async () => {
    expect((await fetch(`${await serve({})}/api/metrics`)).status).toBe(200);
    expect((await fetch(`${await serve({ PUBLIC_URL: "https://portal.example" })}/api/metrics`)).status).toBe(404);
  });
});

it("counts by mount, known procedure and class of status, and by nothing that comes from outside", async () => {
  const at = await serve({});
  for (const path of ["/api/trpc/items.list", "/api/trpc/items.list,items.list", "/api/trpc/made.up", "/guides/1", "/api/trpc/items.list"]) await (await fetch(at + path)).text();
  await fetch(at, { method: "DELETE" });
  const text = await (await fetch(`${at}/api/metrics`)).text();
  const counted = text.split("\n").filter((line) => line.startsWith("tongban_http_requests_total")).toSorted();
  expect(counted).toEqual([
    'tongban_http_requests_total{mount="/api/trpc",procedure="batch",status="2xx"} 1',
    'tongban_http_requests_total{mount="/api/trpc",procedure="items.list",status="2xx"} 2',
    'tongban_http_requests_total{mount="/api/trpc",procedure="other",status="2xx"} 1',
    'tongban_http_requests_total{mount="pages",procedure="",status="2xx"} 1',
    'tongban_http_requests_total{mount="pages",procedure="",status="4xx"} 1',
  ]);
});

describe("the files for Prometheus and Grafana", () => {
  const alerts: { groups: { rules: { alert: string; expr: string; annotations: { runbook: string } }[] }[] } = parse(readFileSync("ops/prometheus/alerts.yml", "utf8"));
  const rules = alerts.groups.flatMap((group) => group.rules);
  const dashboard: { panels: { targets: { expr: string }[] }[] } = JSON.parse(readFileSync("ops/grafana/dashboard.json", "utf8"));
  const used = [...rules.map(({ expr }) => expr), ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))]
    .flatMap((expr) => expr.match(/\b(?:tongban|nodejs|process)_\w+/g) ?? []);

  it("name no metric that is not there", async () => {
    const text = await (await fetch(`${await serve({})}/api/metrics`)).text();
    const there = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((name) => !there.has(name.replace(/_bucket$/, "")))).toEqual([]);
  });

  it("send whoever is alarmed to a part of the manual that is there", () => {
    const anchors = new Set([...readFileSync("docs/operations.md", "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => title.toLowerCase().replaceAll(/[^\w -]/g, "").replaceAll(" ", "-")));
    expect(rules.filter(({ annotations }) => !anchors.has(annotations.runbook.split("#")[1] ?? "")).map(({ alert }) => alert)).toEqual([]);
  });
});
