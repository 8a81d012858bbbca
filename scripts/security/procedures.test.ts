import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openDoor } from "./door";
import { permissionsOf } from "@/server/api/permissions";
import { appRouter } from "@/server/api/root";
import { faultIn, fuzz, procedures } from "./fuzz";
import { elsewhere, outsiders } from "./matrix";
import { kinds, openWorld, type World } from "./world";

let world: World;
let door: Awaited<ReturnType<typeof openDoor>>;
beforeAll(async () => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  world = await openWorld();
  const { trpcHandler } = await import("@/server/core/process/trpc");
  door = await openDoor([{ prefix: "/api/trpc", methods: ["POST"], json: true, handler: trpcHandler }]);
});
afterAll(() => door.close());

// How long an answer takes is measured by `npm run security -- fuzz`, on a machine that does nothing else.
const slowMs = Infinity;

describe("whatever a procedure is asked, it answers with a result or a refusal", () => {
  test("each of them, with what fits and what does not", { timeout: 120_000 }, async () => {
    const { calls, faults, statuses } = await fuzz(world, door.url, { seed: 20_261_122, each: 2, slowMs });
    expect(faults).toEqual([]);
    expect(calls).toBeGreaterThan(800);
    for (const [status, least] of [[200, 50], [400, 100], [404, 50]] as const) expect([status, (statuses.get(status) ?? 0) >= least]).toEqual([status, true]);
  });

  test("some of them, otherwise every time, from people whose they are not", { timeout: 60_000 }, async () => {
    const seed = randomInt(2 ** 30);
    const { faults } = await fuzz(world, door.url, { seed, each: 4, outsiders: true, share: 0.1, slowMs });
    expect({ seed, faults }).toEqual({ seed, faults: [] });
  });

  test.each([
    [{ status: 500, body: "", ms: 1 }, "answered 500"],
    [{ status: 400, body: "at run (/srv/x.ts:12:3)", ms: 1 }, "tells of the inside"],
    [{ status: 400, body: "select a from b", ms: 1 }, "tells of the inside"],
    [{ status: 400, body: '{"code":"requests.invalidInput","params":{"field":"canary()"}}', ms: 1 }, "repeats what was sent"],
    [{ status: 200, body: "canary()", ms: 3000 }, "took 3000 ms"],
    [{ status: 404, body: "{}", ms: 1 }, undefined],
  ])("%j is found out: %s", (answer, fault) => expect(faultIn(answer, 2000)).toBe(fault));
});

describe("who may call what", () => {
  test("every procedure refuses whoever is not of its audience, by its kind", { timeout: 60_000 }, async () => {
    const { asked, faults } = await outsiders(world, door.url);
    expect(faults).toEqual([]);
    expect(asked).toBeGreaterThan(Object.keys(permissionsOf(appRouter)).length * (kinds.length - 4));
  });

  test("a case is nobody's from elsewhere: no procedure takes its id or number from a stranger or another office, or tells whose it is", { timeout: 60_000 }, async () => {
    const { asked, faults } = await elsewhere(world, door.url);
    expect(faults).toEqual([]);
    expect(asked).toBeGreaterThan(100);
  });

  test("every input is closed to what it does not name", () => {
    const open = procedures().filter(({ schema }) => schema?.type === "object" && schema.properties && schema.additionalProperties === undefined).map(({ name }) => name);
    expect(open).toEqual([]);
  });

  test("a batch of more than ten calls, and one nested a hundred thousand deep, are refused", async () => {
    const batch = await fetch(`${door.url}/api/trpc/${Array.from({ length: 11 }, () => "items.facets").join(",")}?batch=1&input=%7B%7D`);
    expect([400, 413]).toContain(batch.status);
    const deep = await fetch(`${door.url}/api/trpc/applications.submit`, { method: "POST", headers: { "content-type": "application/json" }, body: `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}` });
    expect([400, 401]).toContain(deep.status);
    expect(await deep.text()).not.toMatch(/Maximum call|at /);
    expect((await fetch(`${door.url}/api/trpc/items.facets`)).status).toBe(200);
  });
});
