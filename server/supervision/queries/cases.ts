import { and, desc, eq, gte, inArray, isNotNull, lt, sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { accounts, applicationEvents, applications, departments, serviceItemRevisions, serviceItems } from "@/db/schema";
import { liveStatuses, type ApplicationStatus } from "@/domain/applications/schema";
import { lightColours } from "@/domain/applications/schema/queue";
import { addDays, Day, shanghaiDay, startOfDay, workdaysBetween, type Light } from "@/domain/core/calendar";
import { organStatuses, rangesOf } from "@/domain/supervision/policy";
import { ageDays, ageNames } from "@/domain/supervision/rules";
import type { CaseGroup, ListCases } from "@/domain/supervision/schema";
import { lightCondition } from "@/server/applications/queries/queue-where";
import { getCalendar } from "@/server/core/calendar";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import type { SupervisorCtx } from "./figures";
import { lightsFor, type Scope, type Today } from "./open";
import { isThere, places } from "./scope";

const columns = {
  id: applications.id, number: applications.number, itemName: applications.itemName, itemNameEn: sql<string | null>`${serviceItemRevisions.content}->>'nameEn'`,
  status: applications.status, revisionId: applications.revisionId, dueOn: applications.dueOn, receivedAt: applications.receivedAt, decidedAt: applications.decidedAt,
  departmentName: departments.name, holder: accounts.name, statutoryDueOn: applications.statutoryDueOn, deskDueOn: applications.deskDueOn,
};

const OpenKey = z.tuple([z.union([Day, z.literal("")]), z.uuid()]);
const ActKey = z.tuple([z.iso.datetime(), z.uuid()]);

type Row = { id: string; number: string; itemName: string; itemNameEn: string | null; status: ApplicationStatus; departmentName: string; holder: string | null; dueOn: Day | null; receivedOn: Day | null; decidedOn: Day | null; light: Light | null; workdaysLeft: number | null };
type Page = { today: Day; rows: Row[]; nextCursor: string | undefined };

const ofActs: ReadonlySet<CaseGroup> = new Set<CaseGroup>(["received", "deemedAccepted"]);
const ofDecisions: ReadonlySet<CaseGroup> = new Set<CaseGroup>(["decided", "onTime", "late", "correctedOnce", "correctedMore", "automatic"]);

/** The cases behind a figure, the most urgent first; those of a period the latest first. Errors: `requests.malformedCursor`. */
export async function listCases(ctx: SupervisorCtx, input: ListCases): Promise<Page> {
  const scope = { ranges: rangesOf(ctx.actor, input), item: input.item };
  const at = { today: shanghaiDay(ctx.now), calendar: await getCalendar(ctx.db) };
  const { rows, nextCursor } = ofActs.has(input.group) ? await acted(ctx.db, scope, input) : ofDecisions.has(input.group) ? await decided(ctx.db, scope, input) : await openNow(ctx.db, scope, input, at);
  const shown = await lightsFor(ctx.db, rows.map((row) => ({ ...row, statutoryPassed: row.statutoryDueOn !== null && row.statutoryDueOn < at.today })), at);
  return { today: at.today, nextCursor, rows: shown.map((row) => rowOf(row, at)) };
}

type Shown = Awaited<ReturnType<typeof decided>>["rows"][number] & { light: Light | null };

function rowOf({ id, number, itemName, itemNameEn, status, departmentName, holder, dueOn, receivedAt, decidedAt, light }: Shown, { today, calendar }: Today): Row {
  return {
    id, number, itemName, itemNameEn, status, departmentName, holder, dueOn, light, receivedOn: receivedAt && shanghaiDay(receivedAt), decidedOn: decidedAt && shanghaiDay(decidedAt),
    workdaysLeft: dueOn === null ? null : workdaysBetween(today, dueOn, calendar) - workdaysBetween(dueOn, today, calendar),
  };
}

async function openNow(db: Reader, scope: Scope, { group, value, cursor, limit }: ListCases, at: Today) {
  const after = cursor ? decodeCursor(OpenKey, cursor) : undefined;
  // A light is found by the day on the clock of the case; everything else in the order of the desk's queue.
  const due = lightColours.some((colour) => colour === group) ? applications.dueOn : applications.deskDueOn;
  const where = and(inArray(applications.status, [...liveStatuses]), condition({ group, value }, at), after && beyond(due, after));
  const rows = await pageOf(db, scope, { where, by: due, direction: sql.raw("asc"), most: limit + 1 });
  return { rows: rows.slice(0, limit), nextCursor: cursorAfter(rows, limit, ({ dueOn, deskDueOn, id }) => [(due === applications.dueOn ? dueOn : deskDueOn) ?? "", id]) };
}

// What has no due day comes last.
function beyond(due: AnyPgColumn, [dueOn, id]: z.infer<typeof OpenKey>): SQL {
  if (dueOn === "") return sql`(${due} is null and ${applications.id} > ${id}::uuid)`;
  return sql`((${due}, ${applications.id}) > (${dueOn}::date, ${id}::uuid) or ${due} is null)`;
}

type Wanted = { where: SQL | undefined; by: AnyPgColumn; direction: SQL; most: number };

/** As in the desk's queue: one ordered scan of an index per department and division that has items, merged. */
function pageOf(db: Reader, { ranges, item }: Scope, { where, by, direction, most }: Wanted) {
  const page = sql`(
    with pairs as materialized (select distinct ${serviceItems.departmentId} as department_id, ${serviceItems.divisionCode} as division_code from ${serviceItems} join ${places(ranges)} on ${isThere(serviceItems)})
    select hit.id from pairs cross join lateral (
      select ${applications.id}, ${by} as place from ${applications}
      where ${and(sql`${applications.departmentId} = pairs.department_id and ${applications.divisionCode} = pairs.division_code`, item ? eq(applications.serviceItemId, item) : undefined, where)}
      order by ${by} ${direction}, ${applications.id} ${direction} limit ${most}
    ) hit order by hit.place ${direction}, hit.id ${direction} limit ${most}) as page`;
  return db.select(columns).from(applications).innerJoin(page, sql`page.id = ${applications.id}`)
    .innerJoin(departments, eq(departments.id, applications.departmentId)).innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, applications.revisionId)).leftJoin(accounts, eq(accounts.id, applications.claimedBy))
    .orderBy(sql`${by} ${direction}`, sql`${applications.id} ${direction}`);
}

type Asked = Pick<ListCases, "group" | "value">;

const forecast = (dueOn: string | undefined): SQL | undefined => (Day.safeParse(dueOn).success ? and(eq(applications.dueOn, dueOn ?? ""), sql`${applications.status} <> 'correction'`) : sql`false`);

/** What is true of the open cases in a group. */
function condition({ group, value }: Asked, at: Today): SQL | undefined {
  switch (group) {
    case "open": return undefined;
    case "stepOver": return sql`${applications.stepDueOn} < ${at.today}::date and ${applications.status} <> 'suspended'`;
    case "suspendedOver": return sql`${applications.status} = 'suspended' and ${applications.dueOn} < ${at.today}::date`;
    case "held": return z.uuid().safeParse(value).success ? eq(applications.claimedBy, value ?? "") : sql`false`;
    case "aged": return aged(value, at);
    case "forecast": return forecast(value);
    default: return lit(group, at);
  }
}

function aged(value: string | undefined, { today, calendar }: Today): SQL | undefined {
  const age = ageDays(today, calendar)[ageNames.findIndex((name) => name === value)];
  if (!age) return sql`false`;
  return and(lt(applications.receivedAt, startOfDay(addDays(age.throughOn, 1))), age.fromOn ? gte(applications.receivedAt, startOfDay(age.fromOn)) : undefined);
}

// The SQL twin of the rule by which the figure was counted, on the organ's clock: while the applicant is asked for a correction there is no light.
function lit(group: CaseGroup, at: Today): SQL | undefined {
  const colour = lightColours.find((one) => one === group);
  return colour ? and(inArray(applications.status, [...organStatuses]), lightCondition(at, [colour], applications.dueOn)) : sql`false`;
}

// As the index of what was late has it.
const onTime = sql`coalesce((${applications.decidedAt} at time zone 'Asia/Shanghai')::date <= ${applications.promisedDueOn}, false)`;

/** What is true of the decisions that a figure of a period counts; the same as `countDay` counts. */
function decision(group: CaseGroup): SQL | undefined {
  switch (group) {
    case "onTime": return onTime;
    case "late": return sql`not ${onTime}`;
    case "correctedOnce": return sql`${applications.correctionCount} = 1`;
    case "correctedMore": return sql`${applications.correctionCount} > 1`;
    case "automatic": return sql`${applications.automaticDecision} is not null`;
    default: return undefined;
  }
}

const period = ({ fromOn, throughOn }: ListCases) => [startOfDay(fromOn), startOfDay(addDays(throughOn, 1))] as const;

async function decided(db: Reader, scope: Scope, input: ListCases) {
  const { group, cursor, limit } = input;
  const before = cursor ? decodeCursor(ActKey, cursor) : undefined;
  const [from, until] = period(input);
  const where = and(
    gte(applications.decidedAt, from), lt(applications.decidedAt, until), isNotNull(applications.decidedAt), decision(group),
    before ? sql`(${applications.decidedAt}, ${applications.id}) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : undefined,
  );
  const rows = await pageOf(db, scope, { where, by: applications.decidedAt, direction: sql.raw("desc"), most: limit + 1 });
  return { rows: rows.slice(0, limit), nextCursor: cursorAfter(rows, limit, ({ decidedAt, id }) => [decidedAt?.toISOString() ?? "", id]) };
}

const takenBack = sql`exists (select 1 from ${applicationEvents} as later where later.application_id = ${applications.id} and later.action = 'takeBack' and later.sequence > ${applicationEvents.sequence})`;

async function acted(db: Reader, scope: Scope, input: ListCases) {
  const { group, cursor, limit } = input;
  const before = cursor ? decodeCursor(ActKey, cursor) : undefined;
  const [from, until] = period(input);
  const rows = await db.select({ ...columns, at: applicationEvents.at, eventId: applicationEvents.id }).from(applicationEvents).innerJoin(applications, eq(applications.id, applicationEvents.applicationId)).innerJoin(places(scope.ranges), isThere(applications))
    .innerJoin(departments, eq(departments.id, applications.departmentId)).innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, applications.revisionId)).leftJoin(accounts, eq(accounts.id, applications.claimedBy))
    .where(and(
      gte(applicationEvents.at, from), lt(applicationEvents.at, until), scope.item ? eq(applications.serviceItemId, scope.item) : undefined,
      group === "received" ? sql`${applicationEvents.action} = 'submit' and not ${takenBack}` : eq(applicationEvents.action, "deemAccept"),
      before ? sql`(${applicationEvents.at}, ${applicationEvents.id}) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : undefined,
    )).orderBy(desc(applicationEvents.at), desc(applicationEvents.id)).limit(limit + 1);
  return { rows: rows.slice(0, limit), nextCursor: cursorAfter(rows, limit, ({ at, eventId }) => [at.toISOString(), eventId]) };
}
