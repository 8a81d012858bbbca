import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { applications, serviceItemRevisions } from "@/db/schema";
import { runningLimitDays, statutoryNow } from "@/domain/applications/rules/clocks";
import { liveStatuses, type ApplicationStatus } from "@/domain/applications/schema";
import { addDays, light, startOfDay, type Day, type Light, type WorkdayCalendar } from "@/domain/core/calendar";
import type { RevisionContent } from "@/domain/items/schema";
import { organStatuses, type Range } from "@/domain/supervision/policy";
import { ageDays } from "@/domain/supervision/rules";
import { isThere, places } from "./scope";

type Limits = Pick<RevisionContent, "promisedLimit" | "statutoryLimit" | "correctionDays">;

// What a published revision promises never changes, so it is read once.
const kept = new Map<string, Limits>();
const mostKept = 20_000;

async function limitsOf(db: Reader, ids: readonly string[]): Promise<Map<string, Limits>> {
  const missing = ids.filter((id) => !kept.has(id));
  if (kept.size + missing.length > mostKept) kept.clear();
  const wanted = ids.filter((id) => !kept.has(id));
  if (wanted.length > 0) {
    const rows = await db.select({
      id: serviceItemRevisions.id,
      limits: sql<Limits>`jsonb_build_object('promisedLimit', ${serviceItemRevisions.content}->'promisedLimit', 'statutoryLimit', ${serviceItemRevisions.content}->'statutoryLimit', 'correctionDays', ${serviceItemRevisions.content}->'correctionDays')`,
    }).from(serviceItemRevisions).where(sql`${serviceItemRevisions.id} = any(${sql.param([...wanted])}::uuid[])`);
    for (const { id, limits } of rows) kept.set(id, limits);
  }
  return kept;
}

export type Today = { today: Day; calendar: WorkdayCalendar };
type Clock = { status: ApplicationStatus; revisionId: string; dueOn: Day | null; statutoryPassed: boolean };

const isOrgans = (status: ApplicationStatus) => organStatuses.some((one) => one === status);

/** The light of a case on the organ's clock, as the case page shows it; none while the applicant is asked for a correction. */
function lightOf({ status, revisionId, dueOn, statutoryPassed }: Clock, limits: ReadonlyMap<string, Limits>, { today, calendar }: Today): Light | null {
  const limit = limits.get(revisionId);
  if (!dueOn || !limit || !isOrgans(status)) return null;
  const statutory = statutoryPassed ? statutoryNow(status, addDays(today, -1)) : null;
  return light({ dueOn, statutoryDueOn: statutory ?? undefined, limitDays: runningLimitDays(status, limit), today, calendar });
}

const live = inArray(applications.status, [...liveStatuses]);

export type Scope = { ranges: readonly Range[]; item?: string | undefined };
const ofItem = (item: string | undefined) => (item === undefined ? undefined : eq(applications.serviceItemId, item));

/** The open cases in groups of one item, status and due day, each with its light: the figures and the lists behind them come from here. */
export async function openGroups(db: Reader, { ranges, item }: Scope, at: Today) {
  const passed = sql<boolean>`coalesce(${applications.statutoryDueOn} < ${at.today}::date, false)`;
  const stepOver = sql<boolean>`coalesce(${applications.stepDueOn} < ${at.today}::date and ${applications.status} <> 'suspended', false)`;
  const rows = await db.select({
    departmentId: applications.departmentId, serviceItemId: applications.serviceItemId, revisionId: applications.revisionId, status: applications.status, dueOn: applications.dueOn,
    statutoryPassed: sql<boolean>`${passed} as passed`, stepOver: sql<boolean>`${stepOver} as step_over`, count: sql<number>`count(*)::int`,
  }).from(applications).innerJoin(places(ranges), isThere(applications)).where(and(live, ofItem(item))).groupBy(sql`1, 2, 3, 4, 5, 6, 7`);
  const limits = await limitsOf(db, [...new Set(rows.map(({ revisionId }) => revisionId))]);
  return rows.map((row) => ({ ...row, light: lightOf(row, limits, at) }));
}
export type OpenGroup = Awaited<ReturnType<typeof openGroups>>[number];

/** Who holds how many open cases, by light. */
export async function heldGroups(db: Reader, { ranges, item }: Scope, at: Today) {
  const rows = await db.select({
    accountId: sql<string>`${applications.claimedBy}`, revisionId: applications.revisionId, status: applications.status, dueOn: applications.dueOn,
    statutoryPassed: sql<boolean>`coalesce(${applications.statutoryDueOn} < ${at.today}::date, false) as passed`, count: sql<number>`count(*)::int`,
  }).from(applications).innerJoin(places(ranges), isThere(applications)).where(and(live, isNotNull(applications.claimedBy), ofItem(item))).groupBy(sql`1, 2, 3, 4, 5`);
  const limits = await limitsOf(db, [...new Set(rows.map(({ revisionId }) => revisionId))]);
  return rows.map((row) => ({ ...row, light: lightOf(row, limits, at) }));
}

/** How old the open cases are, in workdays since receipt. */
export async function ageGroups(db: Reader, { ranges, item }: Scope, { today, calendar }: Today) {
  const ages = ageDays(today, calendar);
  const since = ages.flatMap(({ fromOn }) => (fromOn ? [startOfDay(fromOn).toISOString()] : []));
  const place = sql`(select count(*) from unnest(${sql.param(since)}::timestamptz[]) as age(since) where ${applications.receivedAt} < age.since)`;
  const rows = await db.select({ place: sql<number>`${place}::int as age`, count: sql<number>`count(*)::int` }).from(applications).innerJoin(places(ranges), isThere(applications)).where(and(live, ofItem(item))).groupBy(sql`1`);
  return ages.map(({ name }, i) => ({ name, count: rows.find((row) => row.place === i)?.count ?? 0 }));
}

/** The lights of some cases, one by one. */
export async function lightsFor<Row extends Clock>(db: Reader, rows: readonly Row[], at: Today) {
  const limits = await limitsOf(db, [...new Set(rows.map(({ revisionId }) => revisionId))]);
  return rows.map((row) => ({ ...row, light: lightOf(row, limits, at) }));
}
