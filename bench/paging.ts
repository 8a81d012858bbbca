import { openSessions } from "./drafts";
import { inTurn, type Load, measureByTurns, type Request, type Side } from "./load";
import { callerFor, cookieOf, type Caller } from "./record";
import { startPortal } from "./rates";
import type { Row } from "./report";
import { procedure } from "./scenarios";
import type { World } from "./scenario";
import type { Verdict } from "./verdict";

// Whether any page of a list costs what the first one costs: two pages of each, by turns, on one portal.

const deepest = 200;
// Less is no depth: then there are too few rows for the list to be measured.
const shallowest = 20;
const most = 1.2;

type Page = { nextCursor?: string | null | undefined };
type List = { what: string; path: string; whose: "anybody" | "busiest" | "staff"; input: object; call(caller: Caller, input: { cursor?: string }): Promise<Page> };

const lists: readonly List[] = [
  { what: "all items", path: "items.search", whose: "anybody", input: {}, call: (caller, page) => caller.items.search(page) },
  { what: "items by word", path: "items.search", whose: "anybody", input: { query: "证" }, call: (caller, page) => caller.items.search({ query: "证", ...page }) },
  { what: "one's own applications", path: "applications.listOwn", whose: "busiest", input: {}, call: (caller, page) => caller.applications.listOwn(page) },
  { what: "the desk's queue", path: "applications.queue", whose: "staff", input: {}, call: (caller, page) => caller.applications.queue(page) },
  { what: "the desk's queue, by number", path: "applications.queue", whose: "staff", input: { sort: "-number" }, call: (caller, page) => caller.applications.queue({ sort: "-number", ...page }) },
];

/** The first page of each list and the one furthest in, up to the two hundredth. */
export async function measurePaging(world: Omit<World, "drafts">, load: Load, say: (text: string) => void): Promise<{ rows: Row[]; verdicts: Verdict[] }> {
  const [citizen = "", staff = ""] = await openSessions(world.url, [world.busiest, await busiestDesk(world)]);
  const tokens = { anybody: undefined, busiest: citizen, staff };
  const portal = await startPortal();
  const rows: Row[] = [];
  for (const list of lists) {
    say(`Turning the pages of ${list.what} …`);
    const token = tokens[list.whose];
    const { cursor, page } = await turn(await callerFor(world.pool, token), list);
    const request = (more: object): Request => ({ method: "GET", path: procedure(list.path, { ...list.input, ...more }), headers: token ? { cookie: cookieOf(token) } : {} });
    const side = (more: object): Side => ({ server: portal, source: inTurn([request(more)]) });
    const [first, deep] = await measureByTurns([side({}), side({ cursor })], load);
    rows.push({ what: `${list.what}, page ${page}`, targets: [], portal: deep, plain: first });
  }
  await portal.stop();
  return { rows, verdicts: rows.map(({ what, portal: deep, plain: first }) => ({ what, figure: "p50, of page 1", value: deep.failed + first.failed > 0 ? Number.NaN : deep.p50Ms / first.p50Ms, bound: "atMost", target: most })) };
}

/** The cursor that leads to the furthest page. */
async function turn(caller: Caller, { what, call }: List): Promise<{ cursor: string; page: number }> {
  let cursor: string | undefined;
  let page = 1;
  while (page < deepest) {
    const { nextCursor } = await call(caller, cursor ? { cursor } : {});
    if (!nextCursor) break;
    cursor = nextCursor;
    page += 1;
  }
  if (!cursor || page < shallowest) throw new Error(`${what} ends on page ${page}: too few rows to compare pages, ask for more cases.`);
  return { cursor, page };
}

/** The member of staff with most open cases before them. */
async function busiestDesk({ pool }: Pick<World, "pool">): Promise<string> {
  const { rows: [row] } = await pool.query<{ id: string }>(
    `select p.account_id as id from staff_posts p join applications a on a.department_id = p.department_id and a.division_code = p.division_code
     where p.role in ('clerk', 'reviewer', 'approver') and a.due_on is not null group by 1 order by count(*) desc, 1 limit 1`);
  return row?.id ?? "";
}
