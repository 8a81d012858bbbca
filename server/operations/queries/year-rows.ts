import { sql, type SQL } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { YearLine } from "@/domain/audit/schema";
import { parseJson } from "@/domain/core/json";
import { yearTexts, type YearHead } from "@/server/core/documents/year-file";
import type { HerePart } from "./years";

/** What a year's rows are, in whatever order: how many, and a sum over what the database tells of each. */
export type Content = { rows: number; sum: bigint };
export const contentText = ({ rows, sum }: Content) => `${rows}/${sum}`;

const page = 2000;
/** Of one row, the same on every server: the first eight bytes of a digest over what it says in UTC. */
const digest = sql`('x' || substr(encode(sha256(convert_to(t::text, 'UTF8')), 'hex'), 1, 16))::bit(64)::bigint`;

export async function rowsOf<Row>(db: Database | Tx, statement: SQL): Promise<Row[]> {
  // Safe: node-postgres answers every statement with its rows.
  return ((await db.execute(statement)) as { rows: Row[] }).rows;
}

type Told = { id: string; row: string; content: string; seq: string | null; hash: string | null; salt: string | null };

/** The name of a part's own table, which the owner alone may use. */
export const partTable = ({ table, year }: Pick<HerePart, "table" | "year">) => sql`${sql.identifier("years")}.${sql.identifier(`${table}_${year}`)}`;

/** Rows of `table` out of a batch of a file's lines, as a list that a statement selects from. */
export const rowsFrom = (table: HerePart["table"], batch: string) =>
  sql`jsonb_populate_recordset(null::${sql.identifier("public")}.${sql.identifier(table)}, (select jsonb_agg(line->'row') from jsonb_array_elements(${batch}::jsonb) as line))`;

/** The lines of a year's file, read from its part page by page; `content` grows with them. */
export async function* linesOf(tx: Tx, part: HerePart, head: YearHead, content: Content): AsyncGenerator<string> {
  yield `${JSON.stringify(head)}\n`;
  for (let rows = await nextPage(tx, part, undefined); rows.length > 0; rows = rows.length < page ? [] : await nextPage(tx, part, rows.at(-1))) {
    for (const { row, content: one, seq, hash, salt } of rows) {
      content.rows += 1;
      content.sum += BigInt(one);
      const seal = seq === null ? "" : `,"seal":${JSON.stringify({ seq: Number(seq), hash, salt })}`;
      yield `{"row":${row}${seal}}\n`;
    }
  }
  yield `${JSON.stringify({ end: { rows: content.rows, content: contentText(content) } })}\n`;
}

/** Of the log by the numbers of the seals, so that a file can be read beside the chain; the history by id. */
function nextPage(tx: Tx, part: HerePart, last: Told | undefined): Promise<Told[]> {
  const told = sql`t.id, to_jsonb(t)::text as row, ${digest}::text as content`;
  return part.table === "audit_log"
    ? rowsOf<Told>(tx, sql`select ${told}, s.seq::text, s.hash, s.salt::text from audit_seals s join ${partTable(part)} t on t.id = s.audit_id
        where s.seq >= coalesce(${last?.seq ?? null}::bigint + 1, (select min(seq) from audit_seals where audit_id >= coalesce(${part.fromId}::uuid, '00000000-0000-0000-0000-000000000000') and audit_id < ${part.toId}::uuid)) order by s.seq limit ${page}`)
    : rowsOf<Told>(tx, sql`select ${told}, null as seq, null as hash, null as salt from ${partTable(part)} t where ${last?.id ?? null}::uuid is null or t.id > ${last?.id ?? null}::uuid order by t.id limit ${page}`);
}

/** What the database makes of the rows that a file holds. `each` is given them in batches, as they stand there. */
export async function contentOf(tx: Tx, path: string, table: HerePart["table"], each: (batch: string) => Promise<unknown> = async () => undefined): Promise<Content & { end: string }> {
  const content = { rows: 0, sum: 0n, end: "" };
  const take = async (texts: string[]) => {
    if (texts.length === 0) return;
    const batch = `[${texts.join()}]`;
    const [told] = await rowsOf<{ rows: number; sum: string }>(tx, sql`select count(*)::int as rows, coalesce(sum((${digest})::numeric), 0)::text as sum from ${rowsFrom(table, batch)} t`);
    content.rows += told?.rows ?? 0;
    content.sum += BigInt(told?.sum ?? 0);
    await each(batch);
  };
  let texts: string[] = [];
  for await (const text of yearTexts(path)) {
    if (text.startsWith('{"row":')) texts.push(text);
    const line = text.startsWith('{"end":') ? YearLine.safeParse(parseJson(text)).data : undefined;
    if (line && "end" in line) content.end = line.end.content;
    if (texts.length === page) [texts] = [[], await take(texts)];
  }
  await take(texts);
  return content;
}
