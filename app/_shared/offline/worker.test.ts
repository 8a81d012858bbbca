import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import { askedFor } from "./askedFor";
import { partsOf } from "./shell";

const origin = "https://portal.example";
const [shell, wallet] = ["tongban-offline", "tongban-wallet-page"];
type Asked = { url: string; method?: string; mode?: string };
type Caches = Record<string, Record<string, string>>;

const nothingKept: Caches = {};
const shellKept: Caches = { [shell]: { "/offline": "no network", "/en/offline": "no network, in English", "/_next/static/a.js": "script" } };
const bothKept: Caches = { ...shellKept, [wallet]: { "/me/certificates/offline": "copies", "/_next/static/w.js": "wallet's script" } };

/** The worker as a browser runs it: with a network or without, and with what pages put into the caches. */
function worker(online: boolean, caches: Caches) {
  const listeners = new Map<string, (event: unknown) => void>();
  const fetch = vi.fn(async () => {
    if (!online) throw new TypeError("offline");
    return new Response("network");
  });
  const match = async (path: string, { cacheName }: { cacheName: string }) => {
    const text = caches[cacheName]?.[path];
    return text === undefined ? undefined : new Response(text);
  };
  runInNewContext(readFileSync("public/sw.js", "utf8"), {
    self: { location: { origin }, addEventListener: (name: string, listener: (event: unknown) => void) => listeners.set(name, listener) },
    fetch, caches: { match }, URL, Promise, encodeURIComponent, Response: { error: () => "error", redirect: (to: string) => `to ${to}` },
  });
  return async ({ url, method = "GET", mode = "navigate" }: Asked) => {
    let answer: Promise<unknown> | undefined;
    listeners.get("fetch")!({ request: { url: `${url.startsWith("/") ? origin : ""}${url}`, method, mode }, preloadResponse: Promise.resolve(undefined), respondWith: (given: Promise<unknown>) => (answer = given) });
    const given = await answer?.catch(() => "lost");
    return given instanceof Response ? await given.text() : given;
  };
}

describe("the worker, where the network is there", () => {
  it.each<[string, Asked, unknown]>([
    ["leaves pages to it", { url: "/me" }, "network"],
    ["leaves scripts to it", { url: "/_next/static/a.js", mode: "no-cors" }, "network"],
    ["has nothing to do with what is posted", { url: "/apply/5/contact", method: "POST" }, undefined],
    ["nor with calls", { url: "/api/trpc/applications.save", mode: "cors" }, undefined],
    ["nor with what is fetched of pages", { url: "/me?_rsc=1", mode: "cors" }, undefined],
    ["nor with other sites", { url: "https://elsewhere.example/me" }, undefined],
  ])("%s", async (_, asked, answer) => expect(await worker(true, bothKept)(asked)).toBe(answer));
});

describe("the worker, without it", () => {
  it.each<[string, Caches, Asked, unknown]>([
    ["leads from any page to the one that says so, which knows the way back", shellKept, { url: "/apply/5/contact?from=check" }, "to /offline?page=%2Fapply%2F5%2Fcontact%3Ffrom%3Dcheck"],
    ["also from the home page", shellKept, { url: "/" }, "to /offline?page=%2F"],
    ["in the language of the address", shellKept, { url: "/en/me" }, "to /en/offline?page=%2Fen%2Fme"],
    ["also at its shortest", shellKept, { url: "/en" }, "to /en/offline?page=%2Fen"],
    ["and from no other that begins alike", shellKept, { url: "/enquiries" }, "to /offline?page=%2Fenquiries"],
    ["shows that page", shellKept, { url: "/offline?page=%2Fme" }, "no network"],
    ["in English too", shellKept, { url: "/en/offline" }, "no network, in English"],
    ["brings the scripts of that page", shellKept, { url: "/_next/static/a.js", mode: "no-cors" }, "script"],
    ["and no others", shellKept, { url: "/_next/static/b.js", mode: "no-cors" }, "lost"],
    ["is no better than the browser where nothing was kept", nothingKept, { url: "/me" }, "error"],
    ["leads to the copies of certificates, where there are any", bothKept, { url: "/me/certificates/5" }, "to /me/certificates/offline"],
    ["shows them", bothKept, { url: "/me/certificates/offline" }, "copies"],
    ["with their scripts", bothKept, { url: "/_next/static/w.js", mode: "no-cors" }, "wallet's script"],
    ["shows no copies of another language", bothKept, { url: "/en/me/certificates" }, "to /en/offline?page=%2Fen%2Fme%2Fcertificates"],
    ["has no copies where none were chosen", shellKept, { url: "/me/certificates" }, "to /offline?page=%2Fme%2Fcertificates"],
  ])("%s", async (_, caches, asked, answer) => expect(await worker(false, caches)(asked)).toBe(answer));

  it("answers from two caches and no others", async () => {
    expect(await worker(false, { other: { "/offline": "something" } })({ url: "/me" })).toBe("error");
  });
});

it.each([
  ["?page=%2Fapply%2F5%3Fa%3Db", "/apply/5?a=b"], ["", "/"], ["?page=https%3A%2F%2Fevil.example%2F", "/"], ["?page=%2F%2Fevil.example", "/"], ["?page=%2F%5Cevil.example", "/"], ["?page=javascript%3Aalert(1)", "/"],
  ["?page=%2F.%2F%2Fevil.example", "/"], ["?page=%2Fa%2F..%2F%2Fevil.example", "/"], ["?page=https%3A%2F%2Fportal.example%2F%2Fevil.example", "/"],
])("from %s it goes back to %s, and to no other site", (search, path) => expect(askedFor({ search, origin })).toBe(path));

it("the worker has no means to store anything", () => expect(readFileSync("public/sw.js", "utf8")).not.toMatch(/\.(put|add|addAll|open)\(|indexedDB|cookie/i));

describe("what a kept page is built of", () => {
  it("is found where the HTML names it, once each, and nothing else", () => {
    const html = `<link href="/_next/static/chunks/0a-b_1.css"/><script src="/_next/static/chunks/1tun~x.js" async></script><img src="/icons/a.png"/><a href="/me">x</a>
      <script>self.__next_f.push([1,"2:I[5,[\\"/_next/static/chunks/1tun~x.js\\",\\"/_next/static/chunks/z9.js\\"],\\"X\\"]"])</script>`;
    expect(partsOf(html)).toEqual(["/_next/static/chunks/0a-b_1.css", "/_next/static/chunks/1tun~x.js", "/_next/static/chunks/z9.js"]);
  });
});
