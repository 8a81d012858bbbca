import { and, asc, desc, eq, gte, inArray, lt, sql, type SQL } from "drizzle-orm";
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
  departmentName: departments.name, holder: accounts.name, statutoryDueOn: applications.statutoryDueOn,
};

const OpenKey = z.tuple([z.union([Day, z.literal("")]), z.uuid()]);
const ActKey = z.tuple([z.iso.datetime(), z.uuid()]);

type Row = { id: string; number: string; itemName: string; itemNameEn: string | null; status: ApplicationStatus; departmentName: string; holder: string | null; dueOn: Day | null; receivedOn: Day | null; decidedOn: Day | null; light: Light | null; workdaysLeft: number | null };
type Page = { today: Day; rows: Row[]; nextCursor: string | undefined };

const ofPeriod: ReadonlySet<CaseGroup> = new Set<CaseGroup>(["received", "deemedAccepted", "decided", "onTime", "late", "correctedOnce", "correctedMore", "automatic"]);

/** The cases behind a figure, the most urgent first; those of a period the latest first. Errors: `requests.malformedCursor`. */
export async function listCases(ctx: SupervisorCtx, input: ListCases): Promise<Page> {
  const scope = { ranges: rangesOf(ctx.actor, input), item: input.item };
  const at = { today: shanghaiDay(ctx.now), calendar: await getCalendar(ctx.db) };
  const { rows, nextCursor } = ofPeriod.has(input.group) ? await inPeriod(ctx.db, scope, input) : await openNow(ctx.db, scope, input, at);
  const shown = await lightsFor(ctx.db, rows.map((row) => ({ ...row, statutoryPassed: row.statutoryDueOn !== null && row.statutoryDueOn < at.today })), at);
  return { today: at.today, nextCursor, rows: shown.map((row) => rowOf(row, at)) };
}

type Found = Awaited<ReturnType<typeof inPeriod>>["rows"][number] & { light: Light | null };

type Shown = Omit<Found, "at" | "eventId">;

function rowOf({ id, number, itemName, itemNameEn, status, departmentName, holder, dueOn, receivedAt, decidedAt, light }: Shown, { today, calendar }: Today): Row {
  return {
    id, number, itemName, itemNameEn, status, departmentName, holder, dueOn, light, receivedOn: receivedAt && shanghaiDay(receivedAt), decidedOn: decidedAt && shanghaiDay(decidedAt),
    workdaysLeft: dueOn === null ? null : workdaysBetween(today, dueOn, calendar) - workdaysBetween(dueOn, today, calendar),
  };
}

async function openNow(db: Reader, scope: Scope, { group, value, cursor, limit }: ListCases, at: Today) {
  const after = cursor ? decodeCursor(OpenKey, cursor) : undefined;
  const where = and(inArray(applications.status, [...liveStatuses]), scope.item ? eq(applications.serviceItemId, scope.item) : undefined, condition({ group, value }, at), after && beyond(after));
  const rows = await db.select({ ...columns, deskDueOn: applications.deskDueOn }).from(applications).innerJoin(sql`${duePage(scope, where, limit + 1)} as page`, sql`page.id = ${applications.id}`)
    .innerJoin(departments, eq(departments.id, applications.departmentId)).innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, applications.revisionId)).leftJoin(accounts, eq(accounts.id, applications.claimedBy))
    .orderBy(asc(applications.deskDueOn), asc(applications.id));
  return { rows: rows.slice(0, limit), nextCursor: cursorAfter(rows, limit, ({ deskDueOn, id }) => [deskDueOn ?? "", id]) };
}

// What has no due day comes last.
function beyond([dueOn, id]: z.infer<typeof OpenKey>): SQL {
  if (dueOn === "") return sql`(${applications.deskDueOn} is null and ${applications.id} > ${id}::uuid)`;
  return sql`((${applications.deskDueOn}, ${applications.id}) > (${dueOn}::date, ${id}::uuid) or ${applications.deskDueOn} is null)`;
}

// As in the desk's queue: one ordered scan of its index per department and division that has items, merged.
const duePage = ({ ranges }: Scope, where: SQL | undefined, most: number): SQL => sql`(
  with pairs as materialized (select distinct ${serviceItems.departmentId} as department_id, ${serviceItems.divisionCode} as division_code from ${serviceItems} join ${places(ranges)} on ${isThere(serviceItems)})
  select hit.id, hit.due_on from pairs cross join lateral (
    select ${applications.id}, ${applications.deskDueOn} as due_on from ${applications}
    where ${applications.departmentId} = pairs.department_id and ${applications.divisionCode} = pairs.division_code and ${where}
    order by ${applications.deskDueOn}, ${applications.id} limit ${most}
  ) hit order by hit.due_on, hit.id limit ${most})`;

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
  return colour ? and(inArray(applications.status, [...organStatuses]), lightCondition(at, [colour], sql`${applications.dueOn}`)) : sql`false`;
}

const decision = inArray(applicationEvents.action, ["approve", "reject"]);
const decidedOn = sql`(${applicationEvents.at} at time zone 'Asia/Shanghai')::date`;
const corrections = sql`(select count(*) from ${applicationEvents} as asked where asked.application_id = ${applications.id} and asked.action = 'requestCorrection' and asked.sequence < ${applicationEvents.sequence})`;
const onTime = sql`coalesce(${decidedOn} <= ${applications.promisedDueOn}, false)`;

/** What is true of the acts that a figure of a period counts; the same as `countDay` counts. */
function acted(group: CaseGroup): SQL | undefined {
  switch (group) {
    case "received": return sql`${applicationEvents.action} = 'submit' and not exists (select 1 from ${applicationEvents} as later where later.application_id = ${applications.id} and later.action = 'takeBack' and later.sequence > ${applicationEvents.sequence})`;
    case "deemedAccepted": return eq(applicationEvents.action, "deemAccept");
    case "onTime": return and(decision, onTime);
    case "late": return and(decision, sql`not ${onTime}`);
    case "correctedOnce": return and(decision, sql`${corrections} = 1`);
    case "correctedMore": return and(decision, sql`${corrections} > 1`);
    case "automatic": return and(decision, sql`${applications.automaticDecision} is not null`);
    default: return decision;
  }
}

async function inPeriod(db: Reader, scope: Scope, { group, fromOn, throughOn, cursor, limit }: ListCases) {
  const before = cursor ? decodeCursor(ActKey, cursor) : undefined;
  const [from, until] = [startOfDay(fromOn), startOfDay(addDays(throughOn, 1))];
  // A case is decided at the instant of that act: its index leads to what was decided in a place, few as they may be.
  const decided = group === "received" || group === "deemedAccepted" ? undefined : and(gte(applications.decidedAt, from), lt(applications.decidedAt, until));
  const rows = await db.select({ ...columns, at: applicationEvents.at, eventId: applicationEvents.id }).from(applicationEvents).innerJoin(applications, eq(applications.id, applicationEvents.applicationId)).innerJoin(places(scope.ranges), isThere(applications))
    .innerJoin(departments, eq(departments.id, applications.departmentId)).innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, applications.revisionId)).leftJoin(accounts, eq(accounts.id, applications.claimedBy))
    .where(and(
      gte(applicationEvents.at, from), lt(applicationEvents.at, until), decided, scope.item ? eq(applications.serviceItemId, scope.item) : undefined, acted(group),
      before ? sql`(${applicationEvents.at}, ${applicationEvents.id}) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : undefined,
    )).orderBy(desc(applicationEvents.at), desc(applicationEvents.id)).limit(limit + 1);
  return { rows: rows.slice(0, limit), nextCursor: cursorAfter(rows, limit, ({ at, eventId }) => [at.toISOString(), eventId]) };
}
