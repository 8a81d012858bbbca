import { createHash } from "node:crypto";
import type { BrowserContext } from "@playwright/test";
import { Client } from "pg";
import { findRunning } from "../db/embedded";

const columns = { lastSeenAt: "last_seen_at", authenticatedAt: "authenticated_at" } as const;

async function change(context: BrowserContext, sql: string, more: unknown[] = []): Promise<void> {
  const token = (await context.cookies()).find(({ name }) => name === "tongban-session")?.value ?? "";
  const client = new Client({ connectionString: findRunning(".tmp/e2e/postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query(sql, [createHash("sha256").update(token).digest("hex"), ...more]);
    if (rowCount !== 1) throw new Error("This browser has no session.");
  } finally {
    await client.end();
  }
}

/** Puts an instant of a browser's session back, as if so many minutes had passed since. */
export async function age(context: BrowserContext, what: keyof typeof columns, minutes: number): Promise<void> {
  await change(context, `update sessions set ${columns[what]} = ${columns[what]} - make_interval(secs => $2) where id_hash = $1`, [minutes * 60]);
}

/** As if whoever is signed in had never been offered senior mode, nor chosen how to see the portal. */
export async function neverAsked(context: BrowserContext): Promise<void> {
  await change(context, "update accounts set elder_asked_at = null, preferences = '{}' where id = (select account_id from sessions where id_hash = $1)");
}
