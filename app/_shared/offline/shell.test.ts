import { afterEach, expect, test, vi } from "vitest";
import { keepOnly, keepPage, keptPaths, removeShell } from "./shell";

/** A cache as a browser has it, as far as it is used. */
function cacheOf(paths: string[]) {
  const kept = new Map(paths.map((path) => [path, "old"]));
  const cache = {
    keys: async () => [...kept.keys()].map((path) => ({ url: `https://portal.example${path}` })),
    addAll: async (added: string[]) => added.forEach((path) => kept.set(path, "new")),
    put: async (path: string) => void kept.set(path, "new"),
    delete: async (path: string) => kept.delete(path),
  };
  return { cache: cache as unknown as Cache, kept };
}

const html = `<script src="/_next/static/a.js"></script><link href="/_next/static/b.css"/>`;
const answer = (over: Partial<Response> = {}): Response => ({ ok: true, redirected: false, text: async () => html, clone: () => answer(over), ...over }) as Response;
afterEach(() => vi.unstubAllGlobals());

test("a page is fetched as a stranger gets it: no cookie is sent, no copy of the browser's is taken", async () => {
  const fetch = vi.fn(async () => answer());
  vi.stubGlobal("fetch", fetch);
  const { cache, kept } = cacheOf(["/_next/static/a.js"]);
  expect(await keepPage(cache, "/offline")).toEqual(["/offline", "/_next/static/a.js", "/_next/static/b.css"]);
  expect(fetch).toHaveBeenCalledWith("/offline", { credentials: "omit", cache: "no-store" });
  expect(Object.fromEntries(kept)).toEqual({ "/offline": "new", "/_next/static/a.js": "old", "/_next/static/b.css": "new" });
});

test.each<[string, Partial<Response>]>([["led elsewhere, to sign in perhaps", { redirected: true }], ["refused", { ok: false }]])("what was %s is not kept", async (_, over) => {
  vi.stubGlobal("fetch", async () => answer(over));
  const { cache, kept } = cacheOf([]);
  await expect(keepPage(cache, "/offline")).rejects.toThrow("page");
  expect([...kept]).toEqual([]);
});

test("what earlier editions left goes", async () => {
  const { cache } = cacheOf(["/offline", "/_next/static/old.js"]);
  await keepOnly(cache, ["/offline"]);
  expect(await keptPaths(cache)).toEqual(["/offline"]);
});

test("switched off, the worker goes with everything it could bring, for the wallet too", async () => {
  const unregister = vi.fn(async () => true);
  const names = new Set(["tongban-offline", "tongban-wallet-page"]);
  const caches = { keys: async () => [...names], delete: async (name: string) => names.delete(name) };
  vi.stubGlobal("caches", caches);
  vi.stubGlobal("window", { isSecureContext: true, caches });
  vi.stubGlobal("navigator", { serviceWorker: { getRegistrations: async () => [{ unregister }] } });
  await removeShell();
  expect([unregister.mock.calls.length, names.size]).toEqual([1, 0]);
});
