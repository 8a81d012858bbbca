// Forked by npm run bench -- export, once for each file, so that nothing but the export is in its memory: <csv|xlsx> <masked|full> <rows>
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import * as schema from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { exportChunks } from "@/server/applications/queries/queue-export";

const [format, kind, wanted] = process.argv.slice(2);
const pool = new Pool({ connectionString: process.env["DATABASE_URL"], max: 2 });
const actor = await everybodysColleague();
const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
const start = process.memoryUsage.rss();
const [told, began] = [{ rows: 0 }, performance.now()];
let bytes = 0;
const ctx = { db: drizzle(pool, { schema, casing: "snake_case" }), now: new Date(), requestId: "bench", address: "bench", actor };
for await (const chunk of exportChunks(ctx, { filters: {}, sort: "due", format: format === "csv" ? "csv" : "xlsx", full: kind === "full", reason: "measured" }, told)) bytes += Buffer.byteLength(chunk);
const peak = process.resourceUsage().maxRSS * 1024;
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(`${`${format}, ${kind}`.padEnd(18)}${String(told.rows).padStart(10)}${megabytes(bytes).padStart(10)}${seconds.padStart(8)}${megabytes(start).padStart(12)}${megabytes(peak).padStart(10)}`);
process.exitCode = told.rows >= Number(wanted) && peak < 200 * 1024 * 1024 ? 0 : 1;
await pool.end();

/** Somebody who may see every open case. */
async function everybodysColleague(): Promise<User> {
  const { rows: departments } = await pool.query<{ id: string }>("select distinct department_id as id from applications");
  const { rows: [clerk] } = await pool.query<{ id: string; name: string }>("select id, name from accounts where kind = 'staff' order by id limit 1");
  if (!clerk) throw new Error("Nobody works here.");
  const posts = departments.map(({ id }) => ({ role: "clerk" as const, departmentId: id, divisionCode: "000000" }));
  return { kind: "user", ...clerk, accountKind: "staff", assuranceLevel: "L3", sessionId: "bench", factors: ["password", "totp"], authenticatedAt: new Date(), posts };
}
