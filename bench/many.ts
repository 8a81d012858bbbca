import type { Pool, PoolClient } from "pg";

// A city of very many cases, made in minutes: the cases that are there, copied by PostgreSQL within their own table. A copy
// has an id and a number of its own and is in all else its original: the same item, person, days and state. It has no
// history and no steps, its answers open for nobody, and its number ends in no true check sign: enough for whatever reads
// `applications`, for nothing else.

// Above what the originals and their drafts take of a day's numbers.
const firstCopy = 200_000;
// What makes a table this size quickly: keys and triggers held when the originals were written, and an index is built at once rather than row by row.
const quickly = ["set session_replication_role = replica", "set maintenance_work_mem = '512MB'", "set max_parallel_maintenance_workers = 2", "set synchronous_commit = off"];

/** Copies the bulk cases until there are some `to` of them. */
export async function multiply(pool: Pool, { from, to, say }: { from: number; to: number; say: (text: string) => void }): Promise<void> {
  const client = await pool.connect();
  try {
    for (const setting of quickly) await client.query(setting);
    const indexes = await dropIndexes(client);
    await copyCases(client, { copies: Math.round(to / from) - 1, from, say });
    say(`Building ${indexes.length} indexes …`);
    for (const definition of indexes) await client.query(definition);
    await client.query("vacuum (analyze) applications");
  } finally {
    // Its settings are for nobody else.
    client.release(true);
  }
}

/** Drops what no constraint needs and gives how to make it again, word for word as it was. */
async function dropIndexes(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = 'applications'::regclass and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`);
  for (const { name } of rows) await client.query(`drop index "${name}"`);
  return rows.map(({ definition }) => definition);
}

async function copyCases(client: PoolClient, { copies, from, say }: { copies: number; from: number; say: (text: string) => void }): Promise<void> {
  const { rows } = await client.query<{ column: string }>(
    "select quote_ident(column_name) as column from information_schema.columns where table_name = 'applications' and table_schema = 'public' and is_generated = 'NEVER' and column_name not in ('id', 'number', 'query_code') order by 1");
  const columns = rows.map(({ column }) => column).join(", ");
  await client.query("create temporary table originals as select id, left(number, 14) as start, substr(number, 15, 6)::int as sequence from applications where status <> 'draft' and substr(number, 15, 6)::int between 1001 and 99999");
  const { rows: [widest] } = await client.query<{ span: number }>("select max(sequence) - 1000 as span from originals");
  const span = widest?.span ?? 0;
  if (firstCopy + copies * span > 999_999) throw new Error(`A day has too few numbers for ${copies} copies of ${from} cases: ask for more cases, or for fewer many.`);
  for (let copy = 0; copy < copies; copy += 1) {
    await client.query(
      `insert into applications (number, ${columns})
       select o.start || lpad((${firstCopy} + ${copy * span} + o.sequence - 1001)::text, 6, '0') || '0', ${columns} from originals o join applications a on a.id = o.id`);
    if ((copy + 1) % Math.ceil(copies / 5) === 0) say(`  ${(copy + 2) * from}`);
  }
}
