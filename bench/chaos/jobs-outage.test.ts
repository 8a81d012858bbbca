import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { outbox } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { factoryNow } from "@/db/testing/factories";
import { startJobs } from "@/server/jobs/index";
import { startRelay, type Relay } from "./relay";
import { through } from "./stage";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let line: Relay;
let jobs: Awaited<ReturnType<typeof startJobs>>;

beforeAll(async () => {
  test = await createTestDatabase();
  line = await startRelay(() => [Number(new URL(test.url).port)]);
  jobs = await startJobs({ connectionString: through(test.url, line.port) });
});
afterAll(async () => {
  await jobs.stop();
  await line.stop();
  await test.close();
});

const queue = "organisations.bound/certificates";
const waiting = "from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

async function until(question: string, values: unknown[] = []): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    const { rows: [row] } = await test.pool.query<{ holds: boolean }>(`select (${question}) as holds`, values);
    if (row?.holds) return;
    await pause(50);
  }
  throw new Error(`It never came to this: ${question}`);
}

/** As when the server is killed: whoever was asking is cut off, and nobody gets in. */
async function outage(): Promise<void> {
  line.closed = true;
  await test.pool.query(`select pg_terminate_backend(pid, 10000) ${waiting}`);
  line.reset();
  await until(`select count(*) = 0 ${waiting}`);
  line.closed = false;
}

it("a job that the database left in the middle, twice in a row, is done soon after it is back, and has all its tries still", { timeout: 120_000 }, async () => {
  const holder = await test.pool.connect();
  await holder.query("begin; lock table certificate_holders in access exclusive mode");
  await test.db.insert(outbox).values({ topic: "organisations.bound", payload: { organisationId: crypto.randomUUID() }, createdAt: factoryNow });
  for (let time = 0; time < 2; time += 1) {
    await until(`select count(*) > 0 ${waiting}`);
    await outage();
  }
  await until(`select count(*) > 0 ${waiting}`);
  await holder.query("commit");
  holder.release();
  await until("select count(*) = 1 from pgboss.job where name = $1 and state in ('completed', 'retry', 'failed')", [queue]);
  const { rows } = await test.pool.query("select state::text, retry_count from pgboss.job where name = $1", [queue]);
  expect(rows).toEqual([{ state: "completed", retry_count: 0 }]);
});
