import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "./baseline";
import { inTurn, type Load, measureByTurns, type Request } from "./load";
import { type Server, startServer } from "./machine";
import { cookieOf } from "./record";
import type { Row } from "./report";
import type { Prepared, Scenario } from "./scenario";

// What a search would be without an index of words: every row read for the text, and counted.
const items = `select code, name, department_name, count(*) over () as total from item_search
  where name like $1 or pinyin like $1 or initials like $1 order by rank, code limit 21`;
const cases = `select number, applicant_name, item_name, status, due_on, count(*) over () as total from applications
  where status <> 'draft' and applicant_name like $1 order by due_on, id limit 51`;

const statement = (name: string, text: string, query: string) => [{ name, text, values: [`%${query}%`] }];
const paths = (queries: readonly string[]) => queries.map((_, index): Request => ({ method: "GET", path: `/like/${index}`, headers: {} }));

/** The portal's search of items beside one that looks for the text in every row. Items are few: a scan of them is quick. */
export function likeSearch(named: Pick<Scenario, "name" | "what">, queries: readonly string[]): Scenario {
  return {
    ...named,
    async prepare(): Promise<Prepared> {
      const portal = queries.map((query): Request => ({ method: "GET", path: `/api/trpc/items.search?input=${encodeURIComponent(JSON.stringify({ query }))}`, headers: {} }));
      const reads = Object.fromEntries(queries.map((query, index) => [`/like/${index}`, statement("items", items, query)]));
      return { portal: inTurn(portal), plain: inTurn(paths(queries)), reads };
    },
  };
}

const names = ["王芳文", "李静思", "张磊宇", "刘勇佳", "陈娟梦"];

type Scan = { databaseUrl: string; folder: string; tokens: readonly string[]; load: Load };

/** The desk's search of an applicant, with how many cases there are, beside one that looks for the name in every case. */
export async function scanBeside(portal: Server, { databaseUrl, folder, tokens, load }: Scan): Promise<Row> {
  const plan: Plan = { databaseUrl, reads: { "/": [], ...Object.fromEntries(names.map((name, index) => [`/like/${index}`, statement("cases", cases, name)])) } };
  const planFile = join(folder, "scan.json");
  await writeFile(planFile, JSON.stringify(plan), { mode: 0o600 });
  const plain = await startServer("bench/baseline.ts", "/", [planFile]);
  const asked = names.flatMap((query) => tokens.map((token): Request => {
    const input = encodeURIComponent(JSON.stringify({ 0: { query }, 1: { filters: { query } } }));
    return { method: "GET", path: `/api/trpc/applications.queue,applications.queueCounts?batch=1&input=${input}`, headers: { cookie: cookieOf(token) } };
  }));
  const [scan, own] = await measureByTurns([{ server: plain, source: inTurn(paths(names)) }, { server: portal, source: inTurn(asked) }], load);
  await plain.stop();
  return { what: "an applicant's cases at the desk, and how many", targets: [], portal: own, plain: scan };
}
