import { initTRPC, TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { afterEach, describe, expect, it, vi } from "vitest";
import { browserApi, isLost, refusalIn, under } from "./browser";

const t = initTRPC.context<{ key: string | null }>().create({
  errorFormatter: ({ shape, error }) => ({ ...shape, data: { ...shape.data, domain: { code: error.message, params: { level: "L3" } } } }),
});
// Named as two procedures of the portal; what they answer shows what reached them.
const router = t.router({
  items: t.router({ suggest: t.procedure.input((given: unknown) => given).query(({ input }) => input) }),
  identity: t.router({
    extendSession: t.procedure.mutation(({ ctx }) => {
      if (ctx.key === "refused") throw new TRPCError({ code: "FORBIDDEN", message: "access.levelTooLow" });
      if (ctx.key === "broken") throw new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: "x" });
      return { key: ctx.key };
    }),
  }),
});

const served = (url: string, init: RequestInit) => fetchRequestHandler({
  endpoint: "/api/trpc", router, req: new Request(`http://portal.test${url}`, init), createContext: ({ req }) => ({ key: req.headers.get("idempotency-key") }),
});
const failureOf = (call: Promise<unknown>) => call.then(() => undefined, (error: unknown) => error);

afterEach(() => vi.unstubAllGlobals());

describe("calling the procedures from a page, as tRPC's own server understands it", () => {
  it("asks with an input, and acts with none, under a key or without", async () => {
    vi.stubGlobal("fetch", served);
    expect(await browserApi.items.suggest.query({ query: "居住证 & 100%" })).toEqual({ query: "居住证 & 100%" });
    expect(await browserApi.identity.extendSession.mutate()).toEqual({ key: null });
    expect(await browserApi.identity.extendSession.mutate(undefined, under("once"))).toEqual({ key: "once" });
  });

  it("has only what fits outlive the page, in Chinese too: browsers refuse to send more", async () => {
    const sent: RequestInit[] = [];
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => (sent.push(init), served("/api/trpc/identity.extendSession", { ...init, body: "{}" })));
    for (const length of [15_000, 22_000]) await browserApi.applications.save.mutate({ id: crypto.randomUUID(), section: "s", raw: { story: "证".repeat(length) } });
    expect(sent.map(({ keepalive }) => keepalive)).toEqual([true, false]);
    for (const { body, keepalive } of sent) expect(Buffer.byteLength(String(body)) < 65_536).toBe(keepalive);
  });

  it("tells a refusal from an answer that does not count", async () => {
    vi.stubGlobal("fetch", served);
    const refused = await failureOf(browserApi.identity.extendSession.mutate(undefined, under("refused")));
    expect([isLost(refused), refusalIn(refused)]).toEqual([false, { code: "access.levelTooLow", params: { level: "L3" } }]);
    const broken = await failureOf(browserApi.identity.extendSession.mutate(undefined, under("broken")));
    expect([isLost(broken), refusalIn(broken)]).toEqual([true, undefined]);
  });

  it.each([
    ["no network", () => Promise.reject(new TypeError("Failed to fetch"))],
    ["a page in place of an answer", () => Promise.resolve(new Response("<h1>503</h1>", { status: 503 }))],
  ])("takes %s for lost", async (_, fetching) => {
    vi.stubGlobal("fetch", fetching);
    const lost = await failureOf(browserApi.items.suggest.query({ query: "x" }));
    expect([isLost(lost), refusalIn(lost)]).toEqual([true, undefined]);
  });

  it("takes nothing else for lost", () => expect(isLost(new Error("ours"))).toBe(false));
});
