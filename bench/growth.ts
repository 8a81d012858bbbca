import { Pool } from "pg";
import { openSessions } from "./drafts";
import { inTurn, type Load, measureByTurns, type Request } from "./load";
import { scanBeside } from "./like";
import { multiply } from "./many";
import { startPortal } from "./rates";
import { cookieOf } from "./record";
import type { Row } from "./report";
import type { World } from "./scenario";
import { procedure, queries } from "./scenarios";
import type { Verdict } from "./verdict";

// Whether what people look for most costs the same in a city of many more cases: two portals, one on a copy of the database
// as it was, one on the same with many more cases, measured by turns.

const most = 1.2;
const faster = 5;
const copy = "bench_few";

type Grown = { rows: Row[]; search: Row; verdicts: Verdict[] };

export async function measureGrowth({ folder, ...world }: Omit<World, "drafts"> & { folder: string }, { load, cases, many }: { load: Load; cases: number; many: number }, say: (text: string) => void): Promise<Grown> {
  const clerks = await openSessions(world.url, world.staff);
  say("Copying the database …");
  await copyDatabase(world.url);
  await multiply(world.pool, { from: cases, to: many, say });
  const [few, more] = [await startPortal({ DATABASE_URL: at(process.env["DATABASE_URL"] ?? world.url, copy) }), await startPortal()];
  const asked = (path: string, tokens: readonly string[]) => () => inTurn(tokens.map((token): Request => ({ method: "GET", path, headers: { cookie: cookieOf(token) } })));
  const lists = [
    { what: "the desk's queue", source: asked(procedure("applications.queue", {}), clerks) },
    { what: "the desk's queue, by an applicant's name", source: asked(procedure("applications.queue", { query: "王芳文" }), clerks) },
    { what: "search by word, pinyin and initials", source: () => inTurn(queries.map((query): Request => ({ method: "GET", path: procedure("items.search", { query }), headers: {} }))) },
  ];
  const rows: Row[] = [];
  for (const { what, source } of lists) {
    say(`Measuring ${what} with ${many} cases …`);
    const [before, after] = await measureByTurns([{ server: few, source: source() }, { server: more, source: source() }], load);
    rows.push({ what, targets: [], portal: after, plain: before });
  }
  await few.stop();
  say(`Looking for an applicant among ${many} cases …`);
  const search = await scanBeside(more, { databaseUrl: world.url, folder, tokens: clerks, load });
  await more.stop();
  const found: Verdict = { what: `${search.what}, ${many} cases`, figure: "requests/s, of a LIKE scan's", value: search.portal.failed + search.plain.failed > 0 ? Number.NaN : search.portal.perSecond / search.plain.perSecond, bound: "atLeast", target: faster };
  return { rows, search, verdicts: [...rows.map(({ what, portal, plain }) => ({ what: `${what}, ${many} cases`, figure: `p50, of that with ${cases}`, value: portal.failed + plain.failed > 0 ? Number.NaN : portal.p50Ms / plain.p50Ms, bound: "atMost" as const, target: most })), found] };
}

const at = (url: string, database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href;

/** A database is copied while nobody is in it but whoever copies from another. */
async function copyDatabase(url: string): Promise<void> {
  const outside = new Pool({ connectionString: at(url, "template1"), max: 1 });
  try {
    const database = new URL(url).pathname.slice(1);
    await outside.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [database]);
    await outside.query(`create database ${copy} template "${database}" strategy file_copy`);
  } finally {
    await outside.end();
  }
}
