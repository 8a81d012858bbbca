import { setTimeout as pause } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { connect, type Connection } from "@/db/client";
import { bulkRuns } from "@/db/schema";
import { createApplication, createCitizen, createItem, createPlace, createStaff, revisionContent } from "@/db/testing/factories";
import { confirmBulk, prepareBulk } from "@/server/applications/commands/bulk";
import { now } from "@/server/core/clock";
import { ended, reached, work } from "./killing";

/** What stands in the end, counted in the database. */
export type BulkRemains = {
  /** Rows worked off, by the run's own count and by its rows. */
  done: number; rowsDone: number;
  accepted: number;
  /** Cases with exactly one event, one audit row and one message of their acceptance. */
  acceptedOnce: number; auditedOnce: number; toldOnce: number;
  /** How often the process was killed with some of the run done and some not. */
  killedAtWork: number;
};

/** Accepts this many cases in one run, in a process that is killed (SIGKILL) again and again on its way, and tells what is there in the end. */
export async function bulkUnderFire({ url, count, kills }: { url: string; count: number; kills: number }): Promise<BulkRemains> {
  const connection = connect(url, 4);
  try {
    const id = await confirmedRun(connection, count);
    const done = async () => (await connection.db.select({ done: bulkRuns.done }).from(bulkRuns).where(eq(bulkRuns.id, id)))[0]?.done ?? 0;
    let killedAtWork = 0;
    for (let kill = 1; kill <= kills; kill += 1) {
      const child = work("bench/working.ts", url);
      await reached(child, done, Math.floor((count * kill) / (kills + 1)));
      // Anywhere in what it is doing: at an act, between an act and its note, at the note.
      await pause(Math.random() * 40);
      await ended(child);
      const left = await done();
      if (left > 0 && left < count) killedAtWork += 1;
    }
    const last = work("bench/working.ts", url);
    await reached(last, async () => ((await hasEnded(connection, id)) ? await told(connection, id) : 0), count);
    await ended(last);
    return { ...(await remains(connection, id)), killedAtWork };
  } finally {
    await connection.close();
  }
}

async function confirmedRun({ db }: Connection, count: number): Promise<string> {
  const place = await createPlace(db);
  const item = await createItem(db, place, revisionContent({}));
  const actor = await createStaff(db, "clerk", place);
  const cases: string[] = [];
  for (let made = 0; made < count; made += 1) cases.push((await createApplication(db, { place, item, applicant: await createCitizen(db), status: "submitted" })).number);
  const ctx = { db, actor, now: now(), requestId: "bench", address: "bench" };
  const { id } = await prepareBulk(ctx, { cases, order: { act: "accept" } });
  await confirmBulk(ctx, { id });
  return id;
}

const hasEnded = async ({ db }: Connection, id: string) => (await db.select({ status: bulkRuns.status }).from(bulkRuns).where(eq(bulkRuns.id, id)))[0]?.status === "done";

async function told({ pool }: Connection, id: string): Promise<number> {
  const { rows: [row] } = await pool.query<{ told: number }>("select count(*)::int as told from messages where application_id in (select application_id from bulk_run_rows where run_id = $1)", [id]);
  return row?.told ?? 0;
}

async function remains({ pool }: Connection, id: string): Promise<Omit<BulkRemains, "killedAtWork">> {
  const { rows: [row] } = await pool.query<Omit<BulkRemains, "killedAtWork">>(`
    with cases as (select application_id as id from bulk_run_rows where run_id = $1)
    select (select done from bulk_runs where id = $1) as "done", (select count(*)::int from bulk_run_rows where run_id = $1 and outcome = 'done') as "rowsDone",
      (select count(*)::int from applications where id in (select id from cases) and status = 'accepted' and version = 1) as "accepted",
      (select count(*)::int from (select 1 from application_events where action = 'accept' and application_id in (select id from cases) group by application_id having count(*) = 1) once) as "acceptedOnce",
      (select count(*)::int from (select 1 from audit_log where action = 'applications.accept' and subject_id in (select id::text from cases) group by subject_id having count(*) = 1) once) as "auditedOnce",
      (select count(*)::int from (select 1 from messages where application_id in (select id from cases) and template = 'accepted' group by application_id having count(*) = 1) once) as "toldOnce"`, [id]);
  if (!row) throw new Error("Nothing was counted.");
  return row;
}
