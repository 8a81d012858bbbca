import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import { partsOf } from "./shell";

const origin = "https://portal.example";
const page = new Response("copies");
type Asked = { url: string; method?: string; mode?: string };

/** The worker as a browser runs it: with a network or without, and one page in its cache. */
function worker({ online, kept = { "/me/certificates/offline": page, "/_next/static/a.js": new Response("script") } }: { online: boolean; kept?: Record<string, Response> }) {
  const listeners = new Map<string, (event: unknown) => void>();
  const fetch = vi.fn(async () => {
    if (!online) throw new TypeError("offline");
    return new Response("network");
  });
  const match = vi.fn(async (path: string) => kept[path]);
  runInNewContext(readFileSync("public/sw.js", "utf8"), {
    self: { location: { origin }, addEventListener: (name: string, listener: (event: unknown) => void) => listeners.set(name, listener) },
    fetch, caches: { match }, URL, Response: { error: () => "error", redirect: (to: string) => `to ${to}` },
  });
  return async ({ url, method = "GET", mode = "navigate" }: Asked) => {
    let answer: Promise<unknown> | undefined;
    listeners.get("fetch")!({ request: { url, method, mode }, respondWith: (given: Promise<unknown>) => (answer = given) });
    const given = await answer;
    return { answer: given instanceof Response ? await given.clone().text() : given, fetched: fetch.mock.calls.length };
  };
}

describe("the worker of the wallet", () => {
  it.each<[string, boolean, Asked, unknown]>([
    ["leaves pages to the network", true, { url: `${origin}/me/certificates` }, "network"],
    ["leads to the copies without one", false, { url: `${origin}/me/certificates/5` }, "to /me/certificates/offline"],
    ["leads to them from where the app begins", false, { url: `${origin}/me/certificates?state=all` }, "to /me/certificates/offline"],
    ["brings the page of copies", false, { url: `${origin}/me/certificates/offline` }, "copies"],
    ["says so where no page was kept", false, { url: `${origin}/en/me/certificates` }, "error"],
    ["brings kept scripts", false, { url: `${origin}/_next/static/a.js`, mode: "no-cors" }, "script"],
    ["leaves other scripts to the network", true, { url: `${origin}/_next/static/b.js`, mode: "no-cors" }, "network"],
    ["has nothing to do with what is posted", true, { url: `${origin}/me/certificates`, method: "POST" }, undefined],
    ["nor with calls", true, { url: `${origin}/api/trpc/certificates.get`, mode: "cors" }, undefined],
    ["nor with other sites", true, { url: "https://elsewhere.example/me/certificates" }, undefined],
  ])("%s", async (_, online, asked, answer) => expect((await worker({ online })(asked)).answer).toBe(answer));

  it("keeps apart the languages, each with a page of its own", async () => {
    const kept = { "/en/me/certificates/offline": page };
    expect((await worker({ online: false, kept })({ url: `${origin}/en/me/certificates` })).answer).toBe("to /en/me/certificates/offline");
  });

  it("has no means to store anything", () => expect(readFileSync("public/sw.js", "utf8")).not.toMatch(/\.(put|add|addAll|open)\(|indexedDB|cookie/i));
});

describe("what the page of copies is built of", () => {
  it("is found where the HTML names it, once each, and nothing else", () => {
    const html = `<link href="/_next/static/chunks/0a-b_1.css"/><script src="/_next/static/chunks/1tun~x.js" async></script><img src="/icons/a.png"/><a href="/me">x</a>
      <script>self.__next_f.push([1,"2:I[5,[\\"/_next/static/chunks/1tun~x.js\\",\\"/_next/static/chunks/z9.js\\"],\\"X\\"]"])</script>`;
    expect(partsOf(html)).toEqual(["/_next/static/chunks/0a-b_1.css", "/_next/static/chunks/1tun~x.js", "/_next/static/chunks/z9.js"]);
  });
});
