import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { startJobs } from "./index";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let jobs: Awaited<ReturnType<typeof startJobs>> | undefined;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(async () => {
  await jobs?.stop();
  vi.restoreAllMocks();
  await test.close();
});

it("a clock that somebody sets back, again and again, puts no worker to sleep", async () => {
  const started = Date.now();
  let looks = 0;
  // A day less at every look.
  vi.spyOn(Date, "now").mockImplementation(() => started - (looks += 1) * 86_400_000);
  jobs = await startJobs({ connectionString: test.url });
  const worked = async () => (await test.pool.query<{ state: string }>("select state::text from pgboss.job where name = 'schedules/releaseHeld/notices' order by created_on")).rows.map(({ state }) => state);
  // Each is found by a poll that comes after another.
  for (const expected of [["completed"], ["completed", "completed"]]) {
    await test.pool.query("insert into pgboss.job (name, policy) values ('schedules/releaseHeld/notices', 'exclusive')");
    await vi.waitFor(async () => expect(await worked()).toEqual(expected), { timeout: 15_000, interval: 100 });
  }
}, 60_000);
