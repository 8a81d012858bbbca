import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { policyReportsHandler, violationsIn } from "./policy-reports";

const publicUrl = "https://portal.example";
const legacy = (report: object) => JSON.stringify({ "csp-report": report });
const modern = (...bodies: object[]) => JSON.stringify(bodies.map((body) => ({ type: "csp-violation", age: 1, url: "https://portal.example/me", user_agent: "x", body })));

describe("what a browser tells of a violated policy", () => {
  it.each([
    ["by report-uri", legacy({ "document-uri": "https://portal.example/apply/0198-secret/who?name=张三#x", "violated-directive": "script-src-elem", "effective-directive": "script-src-elem", "blocked-uri": "https://evil.example/a.js?who=张三", "script-sample": "alert('张三')", referrer: "https://portal.example/me" }), { directive: "script-src-elem", blocked: "evil.example", page: "apply" }],
    ["by report-to", modern({ documentURL: "https://portal.example/en/me/applications/310101", effectiveDirective: "style-src-attr", blockedURL: "inline", sample: "张三", sourceFile: "https://portal.example/x.js" }), { directive: "style-src-attr", blocked: "inline", page: "me" }],
    ["of our own origin", modern({ documentURL: "https://portal.example/", effectiveDirective: "img-src", blockedURL: "https://portal.example/api/files/0198" }), { directive: "img-src", blocked: "self", page: "home" }],
    ["of a scheme", modern({ documentURL: "about", effectiveDirective: "img-src", blockedURL: "data:image/png;base64,AAAA" }), { directive: "img-src", blocked: "data:", page: "unknown" }],
    ["of an extension", modern({ documentURL: "https://portal.example/13800138000", effectiveDirective: "script-src", blockedURL: "chrome-extension://abcdefgh/x.js" }), { directive: "script-src", blocked: "chrome-extension:", page: "other" }],
    ["of an old browser", legacy({ "violated-directive": "script-src 'self' 'nonce-x'", "blocked-uri": "eval" }), { directive: "script-src", blocked: "eval", page: "unknown" }],
    ["made up", legacy({ "effective-directive": "<script>", "blocked-uri": "张三 440104199001011234", "document-uri": {} }), { directive: "other", blocked: "unreadable", page: "unknown" }],
  ])("%s is a directive, a source and a part of the portal, and nothing of a person", (_, body, expected) => {
    expect(violationsIn(body, publicUrl)).toEqual([expected]);
    expect(JSON.stringify(violationsIn(body, publicUrl))).not.toMatch(/张三|secret|310101|0198|1380/);
  });

  it("is no report: other JSON, other reports, none", () => {
    for (const body of ["", "{", "null", "3", '"x"', "{}", '{"csp-report":3}']) expect(violationsIn(body, publicUrl)).toBeUndefined();
    expect(violationsIn(JSON.stringify([{ type: "deprecation", body: {} }, null, 3, { type: "csp-violation" }]), publicUrl)).toEqual([]);
    expect(violationsIn(modern(...Array.from({ length: 500 }, () => ({ effectiveDirective: "img-src", blockedURL: "inline" }))), publicUrl)).toHaveLength(20);
  });
});

describe("the place where it is told", () => {
  const lines: string[] = [];
  let [now, counted] = [0, [] as string[]];
  beforeEach(() => {
    [now, counted] = [0, []];
    lines.length = 0;
    vi.spyOn(process.stderr, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  });
  afterEach(() => vi.restoreAllMocks());

  async function serve() {
    const handler = policyReportsHandler({ publicUrl, clock: () => now, count: (directive) => void counted.push(directive) });
    const server = createServer((request, response) => void handler(request, response)).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => (server.closeAllConnections(), void server.close()));
    const address = server.address();
    const port = address && typeof address === "object" ? address.port : 0;
    const post = async (body: string, type = "application/reports+json") => (await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body, headers: { "content-type": type } })).status;
    return { port, post };
  }
  const blocking = (blockedURL: string) => modern({ documentURL: "https://portal.example/me/x", effectiveDirective: "script-src-elem", blockedURL });

  it("counts all, and writes few a minute: three alike, thirty in all", async () => {
    const { post } = await serve();
    for (let at = 0; at < 10; at += 1) expect(await post(blocking("https://evil.example/a.js"))).toBe(204);
    expect([lines.length, counted.length]).toEqual([3, 10]);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "warn", event: "policy.violated", directive: "script-src-elem", blocked: "evil.example", page: "me" });
    for (let at = 0; at < 60; at += 1) await post(blocking(`https://evil-${at}.example/`));
    expect([lines.length, counted.length]).toEqual([30, 70]);
    now = 60_000;
    expect(await post(legacy({ "effective-directive": "img-src", "blocked-uri": "inline" }), "application/csp-report")).toBe(204);
    expect([lines.length, counted.at(-1)]).toEqual([31, "img-src"]);
  });

  it("takes nothing long, nothing else, and reads nothing twice", async () => {
    const { post, port } = await serve();
    expect(await post("x".repeat(65 * 1024))).toBe(413);
    expect(await post("no report")).toBe(400);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(405);
    const socket = connect({ host: "127.0.0.1", port });
    let told = "";
    socket.on("data", (chunk: Buffer) => (told += chunk.toString("latin1"))).on("error", () => undefined);
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${"4000\r\n".concat("y".repeat(0x4000), "\r\n").repeat(5)}`);
    await once(socket, "close");
    expect(told).toContain("413");
    expect([lines.length, counted.length]).toEqual([0, 0]);
  });
});
