import type { Pool } from "pg";
import { drizzle } from "drizzle-orm/node-postgres";
import * as schema from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { exportChunks } from "@/server/applications/queries/queue-export";

const sampleMs = 20;

/** How much memory an export of every open case takes at most, in each format, masked and not, by somebody who may see them all. */
export async function measureExport(pool: Pool): Promise<string> {
  const db = drizzle(pool, { schema, casing: "snake_case" });
  const actor = await everybodysColleague(pool);
  const lines: string[] = [];
  for (const format of ["csv", "xlsx"] as const) {
    for (const full of [false, true]) lines.push(await measure({ db, now: new Date(), requestId: "bench", address: "bench", actor }, format, full));
  }
  return ["export                   rows        MB file     s   peak MB   above start", ...lines].join("\n");
}

async function everybodysColleague(pool: Pool): Promise<User> {
  const { rows: departments } = await pool.query<{ id: string }>("select distinct department_id as id from applications");
  const { rows: [clerk] } = await pool.query<{ id: string; name: string }>("select id, name from accounts where kind = 'staff' order by id limit 1");
  if (!clerk) throw new Error("Nobody works here.");
  const posts = departments.map(({ id }) => ({ role: "clerk" as const, departmentId: id, divisionCode: "000000" }));
  return { kind: "user", ...clerk, accountKind: "staff", assuranceLevel: "L3", sessionId: "bench", factors: ["password", "totp"], authenticatedAt: new Date(), posts };
}

const megabytes = (count: number) => (count / 1024 / 1024).toFixed(1);

async function measure(ctx: Parameters<typeof exportChunks>[0] & { actor: User }, format: "csv" | "xlsx", full: boolean): Promise<string> {
  globalThis.gc?.();
  const start = process.memoryUsage.rss();
  let peak = start;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), sampleMs);
  const [told, began] = [{ rows: 0 }, performance.now()];
  let bytes = 0;
  for await (const chunk of exportChunks(ctx, { filters: {}, sort: "due", format, full, reason: "measured" }, told)) bytes += Buffer.byteLength(chunk);
  clearInterval(watch);
  return `${`${format}${full ? ", unmasked" : ""}`.padEnd(18)}${String(told.rows).padStart(11)}${megabytes(bytes).padStart(15)}${((performance.now() - began) / 1000).toFixed(1).padStart(6)}${megabytes(peak).padStart(10)}${megabytes(peak - start).padStart(14)}`;
}
