import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Pool } from "pg";

/** Rows of a table and a sum over their whole content: equal sums are equal rows, in whatever order. */
export type Figure = { table: string; rows: string; sum: string };

export async function figuresOf(pool: Pool): Promise<Figure[]> {
  const { rows: tables } = await pool.query<{ table: string }>("select format('%I', table_name) as table from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1");
  const figures: Figure[] = [];
  for (const { table } of tables) {
    const { rows: [figure] } = await pool.query<{ rows: string; sum: string }>(`select count(*) as rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as sum from ${table} t`);
    figures.push({ table, rows: figure?.rows ?? "", sum: figure?.sum ?? "" });
  }
  return figures;
}

export type Verdict = "same" | "changed meanwhile" | "DIFFERENT";

/** A table is compared with how it stood before and after the restore point; one that changed in between tells nothing. */
export function compareFigures(before: readonly Figure[], after: readonly Figure[], restored: readonly Figure[]): { table: string; rows: string; verdict: Verdict }[] {
  const textOf = (figures: readonly Figure[], table: string) => JSON.stringify(figures.find((one) => one.table === table));
  return before.map(({ table, rows }) => {
    const now = textOf(restored, table);
    if (now === textOf(before, table) || now === textOf(after, table)) return { table, rows, verdict: "same" };
    return { table, rows, verdict: textOf(before, table) === textOf(after, table) ? "DIFFERENT" : "changed meanwhile" };
  });
}

/** Every file that a row names with its SHA-256: how many were looked at, and the keys of those that are missing or others. */
export async function compareFiles(pool: Pool, folder: string): Promise<{ looked: number; wrong: string[] }> {
  const { rows } = await pool.query<{ key: string; sha256: string }>(`
    select storage_key as key, sha256 from files where deleted_at is null
    union select pdf_key, pdf_sha256 from certificates where pdf_key is not null and pdf_sha256 is not null
    union select pdf_key, pdf_sha256 from notices where pdf_key is not null and pdf_sha256 is not null`);
  const wrong: string[] = [];
  for (const { key, sha256 } of rows) if ((await digestOf(join(folder, key))) !== sha256) wrong.push(key);
  return { looked: rows.length, wrong };
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
    return hash.digest("hex");
  } catch {
    return "";
  }
}
