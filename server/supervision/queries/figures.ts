import { eq, inArray, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { accounts, departments, divisions, serviceItemRevisions, serviceItems } from "@/db/schema";
import { postsIn, type User } from "@/domain/core/actor";
import { shanghaiDay, type Light } from "@/domain/core/calendar";
import { ancestry, isWithin } from "@/domain/departments/rules";
import { rangesOf } from "@/domain/supervision/policy";
import { addUp, turningRed, type Period } from "@/domain/supervision/rules";
import type { Figures } from "@/domain/supervision/schema";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { ageGroups, heldGroups, openGroups, type OpenGroup, type Scope } from "./open";
import { countsBy, ratingFigures, ratingLevelsIn, shares, sumOf, workdaysBy, type Counts } from "./period";

export type SupervisorCtx = Ctx & { actor: User };
type Lights = Record<Light, number>;

const mostRows = 30;

function lightsOf(groups: readonly { light: Light | null; count: number }[]): Lights & { open: number } {
  const lights = { black: 0, red: 0, orange: 0, yellow: 0, green: 0, open: 0 };
  for (const { light, count } of groups) {
    lights.open += count;
    if (light) lights[light] += count;
  }
  return lights;
}

const countOf = (groups: readonly OpenGroup[], holds: (group: OpenGroup) => boolean) => groups.filter(holds).reduce((sum, { count }) => sum + count, 0);

/** How supervision stands now and stood over a period, in the departments and divisions of this supervisor. */
export const getFigures = ({ db, actor, now }: SupervisorCtx, { fromOn, throughOn, ...filters }: Figures) =>
  figuresIn(db, { ranges: rangesOf(actor, filters), item: filters.item }, { fromOn, throughOn }, now);

/** The same of any places. */
export async function figuresIn(db: Reader, scope: Scope, period: Period, now: Date) {
  const [today, calendar] = [shanghaiDay(now), await getCalendar(db)];
  const at = { today, calendar };
  const [groups, held, ages, byDepartment, byItem, byDay, workdays, levels] = await Promise.all([
    openGroups(db, scope, at), heldGroups(db, scope, at), ageGroups(db, scope, at),
    countsBy(db, "departmentId", scope, period), countsBy(db, "serviceItemId", scope, period), countsBy(db, "day", scope, period), workdaysBy(db, scope, period), ratingLevelsIn(db, scope, period),
  ]);
  const total = sumOf(byDepartment);
  return {
    today, ...period,
    open: {
      ...lightsOf(groups), awaitingApplicant: countOf(groups, ({ status }) => status === "correction"), stepOver: countOf(groups, ({ stepOver }) => stepOver),
      suspendedOver: countOf(groups, ({ status, dueOn }) => status === "suspended" && dueOn !== null && dueOn < today),
    },
    ages, forecast: turningRed(today).map(({ redOn, dueOn }) => ({ redOn, dueOn, count: countOf(groups, (group) => group.dueOn === dueOn && group.light !== null) })),
    period: { ...total, ...shares(total, addUp([...workdays.values()])) },
    days: byDay.map(({ key, received, decided }) => ({ day: key, received, decided })).toSorted((a, b) => a.day.localeCompare(b.day)),
    departments: await departmentRows(db, groups, byDepartment, workdays),
    items: await itemRows(db, groups, byItem),
    people: await peopleRows(db, held),
    ratings: ratingFigures(levels),
  };
}

type Row = Lights & { open: number } & Counts & { id: string };

function rowsOf(groups: readonly OpenGroup[], key: "departmentId" | "serviceItemId", counts: readonly (Counts & { key: string })[]): Row[] {
  const open = Object.groupBy(groups, (group) => group[key]);
  const ids = [...new Set([...Object.keys(open), ...counts.map((row) => row.key)])];
  const rows = ids.map((id) => ({ id, ...lightsOf(open[id] ?? []), ...sumOf(counts.filter((row) => row.key === id)) }));
  return rows.toSorted((a, b) => b.black - a.black || b.red - a.red || b.open - a.open || b.decided - a.decided || a.id.localeCompare(b.id));
}

async function departmentRows(db: Reader, groups: readonly OpenGroup[], counts: readonly (Counts & { key: string })[], workdays: ReadonlyMap<string, number[]>) {
  const rows = rowsOf(groups, "departmentId", counts);
  const names = await namesOf(db, departments, rows.map(({ id }) => id));
  return rows.map((row) => ({ ...row, ...shares(row, workdays.get(row.id) ?? []), name: names.get(row.id) ?? "" }));
}

async function itemRows(db: Reader, groups: readonly OpenGroup[], counts: readonly (Counts & { key: string })[]) {
  const rows = rowsOf(groups, "serviceItemId", counts).slice(0, mostRows);
  const named = rows.length === 0 ? [] : await db.select({ id: serviceItems.id, name: sql<string>`${serviceItemRevisions.content}->>'name'`, nameEn: sql<string | null>`${serviceItemRevisions.content}->>'nameEn'` })
    .from(serviceItems).innerJoin(serviceItemRevisions, eq(serviceItemRevisions.serviceItemId, serviceItems.id)).where(sql`${inArray(serviceItems.id, rows.map(({ id }) => id))} and ${serviceItemRevisions.number} = (select max(newer.number) from ${serviceItemRevisions} as newer where newer.service_item_id = ${serviceItems.id} and newer.status <> 'draft')`);
  const names = new Map(named.map((one) => [one.id, one]));
  return rows.map((row) => ({ ...row, onTimeRate: shares(row, []).onTimeRate, name: names.get(row.id)?.name ?? "", nameEn: names.get(row.id)?.nameEn ?? null }));
}

async function peopleRows(db: Reader, held: Awaited<ReturnType<typeof heldGroups>>) {
  const groups = Object.groupBy(held, ({ accountId }) => accountId);
  const rows = Object.entries(groups).map(([id, group = []]) => ({ id, ...lightsOf(group) }))
    .toSorted((a, b) => b.black - a.black || b.red - a.red || b.open - a.open || a.id.localeCompare(b.id)).slice(0, mostRows);
  const names = await namesOf(db, accounts, rows.map(({ id }) => id));
  return rows.map((row) => ({ ...row, name: names.get(row.id) ?? "" }));
}

async function namesOf(db: Reader, table: typeof departments | typeof accounts, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select({ id: table.id, name: table.name }).from(table).where(inArray(table.id, [...ids]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What this supervisor may choose: the departments of their posts, and the divisions whose items those carry, with what they lie in. */
export async function getChoices({ db, actor, now }: SupervisorCtx) {
  const posts = postsIn(actor, "supervisor");
  const ids = posts.map(({ departmentId }) => departmentId);
  const own = await db.select({ id: departments.id, name: departments.name }).from(departments).where(inArray(departments.id, ids)).orderBy(departments.name);
  const carried = await db.selectDistinct({ departmentId: serviceItems.departmentId, divisionCode: serviceItems.divisionCode }).from(serviceItems).where(inArray(serviceItems.departmentId, ids));
  const codes = [...carried.map(({ divisionCode }) => divisionCode), ...posts.map(({ divisionCode }) => divisionCode)].flatMap((code) => ancestry(code)).filter((code) => posts.some((post) => isWithin(code, post.divisionCode)));
  const places = await db.select({ code: divisions.code, name: divisions.name }).from(divisions).where(inArray(divisions.code, [...new Set(codes)])).orderBy(divisions.code);
  return { today: shanghaiDay(now), departments: own, divisions: places };
}
