import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetStore } from "@/app/_shared/offline/owner";
import { keepTyping, leftInDraft } from "./typing";

/** What lies on the device, as far as it is used here. */
const kept = vi.hoisted(() => new Map<string, unknown>());
vi.mock("@/app/_shared/offline/sealed", () => ({
  keepSealed: async (_: string, id: string, value: unknown) => void kept.set(id, value),
  readSealed: async () => [...kept].map(([id, value]) => ({ id, value })),
  dropSealed: async (_: string, id: string) => void kept.delete(id),
}));

beforeEach(() => {
  const owners = new Map<string, string>();
  const indexedDB = { deleteDatabase: () => kept.clear() };
  vi.stubGlobal("localStorage", { getItem: (key: string) => owners.get(key) ?? null, setItem: (key: string, value: string) => void owners.set(key, value), removeItem: (key: string) => void owners.delete(key) });
  vi.stubGlobal("indexedDB", indexedDB);
  vi.stubGlobal("window", { isSecureContext: true, indexedDB });
  vi.stubGlobal("navigator", { locks: { request: async () => undefined, query: async () => ({ held: [] }) } });
});
afterEach(() => {
  kept.clear();
  vi.unstubAllGlobals();
});

const typing = { raw: { shop: "老张面馆" }, base: {}, sent: null, at: new Date().toISOString() };
const pageOf = (owner: string) => {
  const page = keepTyping({ owner, draft: "draft", section: "applicant" });
  page.open();
  return page;
};
const left = (owner: string) => leftInDraft({ owner, draft: "draft" });

test("what is typed lies on this device for whoever typed it, and for nobody else", async () => {
  expect(await pageOf("me").keep(typing)).toBe(true);
  expect(await left("me")).toMatchObject([{ section: "applicant", raw: typing.raw }]);
  expect(await left("another")).toEqual([]);
});

test("a page that is still there after signing out puts nothing back, as it is left or later", async () => {
  const [here, inAnotherTab] = [pageOf("me"), pageOf("me")];
  await inAnotherTab.keep(typing);
  forgetStore("typing");
  expect(await Promise.all([here.keep(typing), inAnotherTab.keep(typing)])).toEqual([false, false]);
  expect([kept.size, localStorage.getItem("tongban-typing-owner")]).toEqual([0, null]);
});

test("nor does what was on its way when somebody signed out", async () => {
  const page = pageOf("me");
  const writing = page.keep(typing);
  forgetStore("typing");
  expect(await writing).toBe(false);
  expect(kept.size).toBe(0);
});

test("the page of another account clears what was there before it keeps anything", async () => {
  const page = pageOf("me");
  await page.keep(typing);
  await pageOf("another").keep(typing);
  expect([...kept.values()]).toMatchObject([{ owner: "another" }]);
  expect(await page.keep(typing)).toBe(false);
});

test("a browser that lets a site store nothing leaves it to the page", async () => {
  vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => { throw new Error("denied"); }, removeItem: () => undefined });
  expect(await pageOf("me").keep(typing)).toBe(false);
});
