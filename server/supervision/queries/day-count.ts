import { and, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { applicationEvents, applications, suspensions, type supervisionDays } from "@/db/schema";
import { addDays, shanghaiDay, startOfDay, type Day, type WorkdayCalendar } from "@/domain/core/calendar";
import { histogramOf, workdaysTaken } from "@/domain/supervision/rules";
import { getCalendar } from "@/server/core/calendar";

export type DayRow = typeof supervisionDays.$inferInsert;
type Source = Reader | Tx;

const place = { departmentId: applications.departmentId, divisionCode: applications.divisionCode, serviceItemId: applications.serviceItemId };
const keyOf = ({ departmentId, divisionCode, serviceItemId }: Pick<DayRow, "departmentId" | "divisionCode" | "serviceItemId">) => `${departmentId}/${divisionCode}/${serviceItemId}`;

/** The instants at which a day of Shanghai begins and the next one does. */
const bounds = (day: Day) => [startOfDay(day), startOfDay(addDays(day, 1))] as const;

/** How a day went, counted from the history of the cases; the same however often it is counted. */
export async function countDay(db: Source, day: Day): Promise<DayRow[]> {
  const calendar = await getCalendar(db);
  const rows = new Map<string, DayRow>();
  const rowOf = (at: Pick<DayRow, "departmentId" | "divisionCode" | "serviceItemId">) => {
    const row = rows.get(keyOf(at)) ?? { day, ...at, ...decided([], calendar) };
    rows.set(keyOf(at), row);
    return row;
  };
  for (const { departmentId, divisionCode, serviceItemId, ...counts } of await actsOn(db, day)) Object.assign(rowOf({ departmentId, divisionCode, serviceItemId }), counts);
  for (const group of grouped(await decisionsOn(db, day))) Object.assign(rowOf(group.at), decided(group.rows, calendar));
  return [...rows.values()];
}

const acts = (...names: string[]) => sql<number>`(count(*) filter (where ${inArray(sql`${applicationEvents.action}::text`, names)}))::int`;

function actsOn(db: Source, day: Day) {
  const [from, until] = bounds(day);
  const takenBack = sql`exists (select 1 from ${applicationEvents} as later where later.application_id = ${applicationEvents.applicationId} and later.action = 'takeBack' and later.sequence > ${applicationEvents.sequence})`;
  return db.select({
    ...place,
    received: sql<number>`(count(*) filter (where ${applicationEvents.action} = 'submit' and not ${takenBack}))::int`,
    accepted: acts("accept", "tolerantAccept", "deemAccept"), deemedAccepted: acts("deemAccept"), corrections: acts("requestCorrection"), suspended: acts("suspend"), extended: acts("extend"),
  }).from(applicationEvents).innerJoin(applications, eq(applications.id, applicationEvents.applicationId))
    .where(and(gte(applicationEvents.at, from), lt(applicationEvents.at, until))).groupBy(place.departmentId, place.divisionCode, place.serviceItemId);
}

type Decision = Awaited<ReturnType<typeof decisionsOn>>[number];

function decisionsOn(db: Source, day: Day) {
  const [from, until] = bounds(day);
  return db.select({
    ...place, action: applicationEvents.action, at: applicationEvents.at, acceptedAt: applications.acceptedAt, promisedDueOn: applications.promisedDueOn, statutoryDueOn: applications.statutoryDueOn,
    automatic: sql<boolean>`${applications.automaticDecision} is not null`,
    corrections: applications.correctionCount,
    pauses: sql<{ startOn: Day; endOn: Day }[]>`(select coalesce(jsonb_agg(jsonb_build_object('startOn', ${suspensions.startOn}, 'endOn', ${suspensions.endOn})), '[]') from ${suspensions} where ${suspensions.applicationId} = ${applications.id} and ${suspensions.endOn} is not null)`,
  }).from(applicationEvents).innerJoin(applications, eq(applications.id, applicationEvents.applicationId))
    .where(and(gte(applicationEvents.at, from), lt(applicationEvents.at, until), inArray(applicationEvents.action, ["approve", "reject"])));
}

function grouped(rows: readonly Decision[]) {
  const groups = Object.groupBy(rows, keyOf);
  return Object.values(groups).flatMap((group = []) => {
    const [first] = group;
    return first ? [{ at: { departmentId: first.departmentId, divisionCode: first.divisionCode, serviceItemId: first.serviceItemId }, rows: group }] : [];
  });
}

const by = (dueOn: Day | null, at: Date): boolean => dueOn !== null && shanghaiDay(at) <= dueOn;

/** What the decisions of one item on one day add up to. */
function decided(rows: readonly Decision[], calendar: WorkdayCalendar) {
  const count = (holds: (row: Decision) => boolean) => rows.filter(holds).length;
  return {
    decided: rows.length, approved: count(({ action }) => action === "approve"), automatic: count(({ automatic }) => automatic),
    onTime: count(({ promisedDueOn, at }) => by(promisedDueOn, at)), inLaw: count(({ statutoryDueOn, at }) => by(statutoryDueOn, at)),
    correctedOnce: count(({ corrections }) => corrections === 1), correctedMore: count(({ corrections }) => corrections > 1),
    workdays: histogramOf(rows.map(({ acceptedAt, at, pauses }) => workdaysTaken({ acceptedOn: shanghaiDay(acceptedAt ?? at), decidedOn: shanghaiDay(at), suspensions: pauses }, calendar))),
  };
}
