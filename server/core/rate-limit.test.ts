import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Connection } from "@/db/client";
import { createTestDatabase } from "@/db/testing/database";
import type * as environment from "@/env";
import { limit } from "./rate-limit";

const settings = vi.hoisted(() => ({ where: "database" }));
vi.mock("@/env", async (load) => {
  const real = await load<typeof environment>();
  return { ...real, env: () => ({ ...real.env(), RATE_LIMITS: settings.where }) };
});

let database: Connection;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

const at = (second: number) => new Date(Date.UTC(2026, 2, 2) + second * 1_000);

describe.each(["database", "memory"])("a limit counted in the %s", (where) => {
  it("lets so many through in a window, tells the seconds until its end, and counts each subject and act by itself", async () => {
    settings.where = where;
    const attempt = (second: number, subject = "one", act = "test.act") => limit(database.db, at(second), { act, subject, max: 2, windowSeconds: 60 });
    await attempt(0);
    await attempt(10);
    await expect(attempt(20)).rejects.toMatchObject({ kind: "too_many", code: "requests.tooMany", params: { seconds: 40 } });
    await attempt(20, "other");
    await attempt(20, "one", "test.other");
    await expect(attempt(59)).rejects.toMatchObject({ params: { seconds: 1 } });
    await attempt(60);
  });
});
