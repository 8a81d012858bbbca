import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openDoor } from "./door";
import { faultIn, fuzz } from "./fuzz";
import { openWorld, type World } from "./world";

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
