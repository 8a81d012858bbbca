import { Pool } from "pg";
import { connect, standings, type Database } from "@/db/client";
import { lightColours, queueSorts } from "@/domain/applications/schema/queue";
import { addDays, shanghaiDay } from "@/domain/core/calendar";
import { caseGroups, type CaseGroup } from "@/domain/supervision/schema";
import { openSessions } from "./drafts";
import { callerOn, record, type Caller } from "./record";
import { median } from "./statistics";

const runs = 15;
// A table this small is read whole because that is quicker.
const smallRows = 20_000;
const mostMs = 50;

type Role = "clerk" | "reviewer" | "approver" | "supervisor";
/** One list of the desk as a member of staff asks for it; as those who work cases, unless other roles are named. */
type List = { what: string; roles?: readonly Role[]; call(caller: Caller, cursor?: string): Promise<unknown>; /** Where it starts, found before anything is measured. */ from?: (caller: Caller) => Promise<string | undefined> };

const queue = (filters: Omit<Parameters<Caller["applications"]["queue"]>[0], "limit">) => (caller: Caller) => caller.applications.queue({ limit: 50, ...filters });
const tomorrow = () => addDays(shanghaiDay(new Date()), 1);
const lately = () => ({ fromOn: addDays(shanghaiDay(new Date()), -30), throughOn: shanghaiDay(new Date()) });
const supervised = (group: CaseGroup) => ({ what: `supervised cases, ${group}`, roles: ["supervisor"] as const, call: (caller: Caller) => caller.supervision.cases({ ...lately(), group }) });

/** Every list, with every filter that costs something of its own. */
const lists: readonly List[] = [
  { what: "queue", call: queue({}) },
  { what: "queue, page 10", from: ninthEnd, call: (caller, cursor) => caller.applications.queue({ limit: 50, ...(cursor ? { cursor } : {}) }) },
  ...queueSorts.slice(1).map((sort) => ({ what: `queue, by ${sort}`, call: queue({ sort }) })),
  ...lightColours.map((light) => ({ what: `queue, ${light}`, call: queue({ lights: [light] }) })),
  ...(["me", "claimable", "nobody"] as const).map((assignee) => ({ what: `queue, held by ${assignee}`, call: queue({ assignee }) })),
  { what: "queue, in review", call: queue({ status: "inReview" }) },
  { what: "queue, suspended, by received", call: queue({ status: "suspended", sort: "received" }) },
  { what: "queue, at a decision", call: queue({ step: "decide" }) },
  { what: "queue, received lately", call: queue({ receivedFrom: addDays(shanghaiDay(new Date()), -3), sort: "-received" }) },
  { what: "queue, due tomorrow", call: queue({ dueFrom: tomorrow(), dueTo: tomorrow() }) },
  { what: "queue, by name", call: queue({ query: "王芳文" }) },
  { what: "queue, by nobody's name", call: queue({ query: "查无此人" }) },
  { what: "queue, by the start of a number", call: queue({ query: "440104-2026" }) },
  { what: "queue, by an ID number", call: queue({ query: "11010519491231002X" }) },
  { what: "counts of the tabs", call: (caller) => caller.applications.queueCounts({}) },
  { what: "what changed", call: (caller) => caller.applications.queueChanges({ filters: {}, since: new Date().toISOString(), shown: [] }) },
  { what: "handed to me", call: (caller) => caller.applications.handedToMe() },
  { what: "bulk runs", call: (caller) => caller.applications.bulkRuns({}) },
  { what: "absences", call: (caller) => caller.applications.absences({ of: "own" }) },
  { what: "urgings, signals and messages to me", call: (caller) => caller.supervision.inbox() },
  { what: "deliveries", roles: ["clerk"], call: (caller) => caller.applications.deliveries({}) },
  { what: "archives", roles: ["clerk"], call: (caller) => caller.records.archives({}) },
  ...caseGroups.filter((group) => group !== "held").map(supervised),
  { what: "urgings", roles: ["supervisor"], call: (caller) => caller.supervision.urgings({}) },
  { what: "signals", roles: ["supervisor"], call: (caller) => caller.supervision.signals({}) },
  { what: "reasons to confirm", roles: ["supervisor"], call: (caller) => caller.supervision.reasons() },
  { what: "rectifications", roles: ["supervisor"], call: (caller) => caller.ratings.listRectifications({}) },
];

/** Where nine pages of the queue end; or fewer, of whoever has no more. */
async function ninthEnd(caller: Caller): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < 9; page += 1) {
    const { nextCursor } = await caller.applications.queue({ limit: 50, ...(cursor ? { cursor } : {}) });
    if (!nextCursor) break;
    cursor = nextCursor;
  }
  return cursor;
}

type Node = { "Node Type": string; "Relation Name"?: string; "Actual Rows"?: number; "Rows Removed by Filter"?: number; "Actual Loops"?: number; Plans?: Node[] };

/**
 * Each list as a dozen members of staff: the time its statements take in the database (ms, median of the middle person
 * and of the slowest), as the process that serves them meets the tables, and which of them read a table whole.
 */
export async function measureDesk(pool: Pool, url: string): Promise<Desk> {
  const web = connect(url, 4, standings.web);
  // Plans differ under the policies of the tables: they are read as whoever serves the staff meets them.
  const staff = new Pool({ connectionString: url, max: 1, options: "-c role=tongban_portal -c app.sees=all" });
  try {
    return await measured(pool, { url, web: web.db, staff });
  } finally {
    await Promise.all([web.close(), staff.end()]);
  }
}

type Desk = { report: string; /** Lists that read a table whole. */ whole: string[]; /** Lists that take the middle person longer than 50 ms. */ slow: string[] };
type Portal = { url: string; web: Database; staff: Pool };

async function measured(pool: Pool, { url, web, staff }: Portal): Promise<Desk> {
  const sessions = new Map<string, readonly string[]>();
  for (const roles of new Set(lists.map(rolesOf))) sessions.set(roles, await openSessions(url, await someOf(pool, roles.split(" "))));
  const lines: string[] = [];
  const whole: string[] = [];
  const slow: string[] = [];
  for (const list of lists) {
    const { what, call: start, from = () => Promise.resolve(undefined) } = list;
    const times: number[] = [];
    const scanned = new Set<string>();
    for (const token of sessions.get(rolesOf(list)) ?? []) {
      const caller = await callerOn(web, token);
      const cursor = await from(caller);
      const call = (one: Caller) => start(one, cursor);
      times.push(await timeOf(caller, call));
      for (const table of await wholeScans(staff, await record(pool, token, call))) scanned.add(table);
    }
    if (scanned.size > 0) whole.push(`${what} (${[...scanned].join(", ")})`);
    if (median(times) > mostMs) slow.push(`${what} (${median(times).toFixed(1)})`);
    lines.push(`${what.padEnd(36)}${median(times).toFixed(1).padStart(9)}${Math.max(...times).toFixed(1).padStart(9)}   ${[...scanned].join(", ")}`);
  }
  return { report: [`${"".padEnd(36)}${"p50 ms".padStart(9)}${"slowest".padStart(9)}   read whole`, ...lines].join("\n"), whole, slow };
}

const rolesOf = ({ roles = ["clerk", "reviewer", "approver"] }: List) => roles.join(" ");

/** A dozen people who hold one of these roles, from everywhere. */
async function someOf(pool: Pool, roles: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>("select distinct account_id as id from staff_posts where role = any($1) order by 1", [roles]);
  return rows.map(({ id }) => id).filter((_, index) => index % Math.ceil(rows.length / 12) === 0);
}

async function timeOf(caller: Caller, call: (caller: Caller) => Promise<unknown>): Promise<number> {
  await call(caller);
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await call(caller);
    times.push(performance.now() - start);
  }
  return median(times);
}

async function wholeScans(pool: Pool, statements: readonly { text: string; values: unknown[] }[]): Promise<string[]> {
  const found: string[] = [];
  for (const { text, values } of statements.filter(({ text: sql }) => /^(select|with)/i.test(sql))) {
    const { rows } = await pool.query<{ "QUERY PLAN": { Plan: Node }[] }>(`explain (analyze, format json) ${text}`, values);
    for (const { Plan } of rows[0]?.["QUERY PLAN"] ?? []) found.push(...scansIn(Plan));
  }
  return found;
}

function scansIn(node: Node): string[] {
  const read = ((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0)) * (node["Actual Loops"] ?? 1);
  const own = node["Node Type"] === "Seq Scan" && read > smallRows ? [node["Relation Name"] ?? "?"] : [];
  return [...own, ...(node.Plans ?? []).flatMap(scansIn)];
}
