import { and, between, eq, inArray, like, notInArray, or, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { keyedDigests } from "@/db/personal-data";
import { accounts, applications, applicationSteps, organisations, serviceItemRevisions, serviceItems } from "@/db/schema";
import { caseRoles, serves } from "@/domain/applications/policy";
import { deliveryLimit, noticeLimit, statutoryNow } from "@/domain/applications/rules/clocks";
import { lightDays, lightSpan, soughtBy, type Sought } from "@/domain/applications/rules/queue";
import { endedStatuses, liveStatuses, type ApplicationStatus } from "@/domain/applications/schema";
import type { QueueFilters } from "@/domain/applications/schema/queue";
import type { Actor, Post, User } from "@/domain/core/actor";
import { stemOf } from "@/domain/departments/rules";
import { stepKinds } from "@/domain/items/schema/process";
import { addDays, type Day, type Light, type WorkdayCalendar } from "@/domain/core/calendar";

/** A department between two codes of divisions. */
export type Place = { departmentId: string; low: string; high: string };

const casePosts = (actor: Actor): Post[] => (actor.kind === "user" ? actor.posts.filter((post) => caseRoles.some((role) => role === post.role)) : []);

/** Where an actor's cases lie; each place once. */
export function placesOf(actor: Actor): Place[] {
  const places = casePosts(actor).map(({ departmentId, divisionCode }) => ({ departmentId, ...spanOf(divisionCode) }));
  return [...new Map(places.map((place) => [`${place.departmentId}/${place.low}`, place])).values()];
}

/** A division and all beneath it, as a range of codes. */
export function spanOf(divisionCode: string): { low: string; high: string } {
  const start = stemOf(divisionCode);
  return { low: divisionCode, high: start === divisionCode ? divisionCode : `${start}999999`.slice(0, 6) };
}

// Posts are many and lie in few divisions. Spelt out one by one, `or` over them takes PostgreSQL a hundred times as long to plan as to run.
const grouped = <Row extends { departmentId: string }>(rows: readonly Row[], keyOf: (row: Row) => string): { one: Row; departmentIds: string[] }[] =>
  Object.values(Object.groupBy(rows, keyOf)).flatMap((group = []) => group.slice(0, 1).map((one) => ({ one, departmentIds: [...new Set(group.map(({ departmentId }) => departmentId))] })));

const isAnyOf = (column: SQLWrapper, ids: readonly string[]): SQL => sql`${column} = any(${sql.param(ids)}::uuid[])`;

type Located = { departmentId: SQLWrapper; divisionCode: SQLWrapper };

const liesIn = ({ departmentId, divisionCode }: Located, places: readonly Place[]): SQL | undefined =>
  or(sql`false`, ...grouped(places, ({ low, high }) => `${low}/${high}`).map(({ one: { low, high }, departmentIds }) => and(isAnyOf(departmentId, departmentIds), between(divisionCode, low, high))));

/** Whether a case lies in one of these places. */
export const inPlaces = (places: readonly Place[]): SQL | undefined => liesIn(applications, places);

/** The items whose cases lie with an actor. */
export const inItemPlaces = (actor: Actor): SQL | undefined => liesIn(serviceItems, placesOf(actor));

/** Of whom, when, what; `due` is the day by which a row is to be done, `holder` who holds it. `unasked`: no step is asked of their departments now. */
export type Asked = { actor: User; filters: QueueFilters; today: Day; calendar: WorkdayCalendar; unasked?: boolean };
type Row = { due: SQL; holder: SQL };

/** Whether so few cases can match that they are looked up by themselves, wherever they lie. */
export function isNarrow({ filters: { query, applicant, assignee, item } }: Asked): boolean {
  const sought = soughtBy(query ?? "");
  // The start of a number may be that of a city's every case.
  return (sought !== undefined && sought.by !== "prefix") || applicant !== undefined || item !== undefined || (assignee !== undefined && assignee !== "claimable" && assignee !== "nobody");
}

/** Nobody reads at the desk what they filed themselves: the SQL twin of `isOwnCase`. */
export const notOwn = ({ id, citizenAccountId }: User): SQL => notInArray(applications.applicantAccountId, [id, ...(citizenAccountId ? [citizenAccountId] : [])]);

/** Every condition of the filters on one row. */
export function conditions(asked: Asked, row: Row): (SQL | undefined)[] {
  const { filters } = asked;
  const { item, step, division } = filters;
  return [
    notOwn(asked.actor), statusCondition(filters), searchCondition(filters), heldCondition(asked, row), dayCondition(filters, row),
    item ? eq(applications.serviceItemId, item) : undefined,
    step ? atStep(step) : undefined,
    division ? between(applications.divisionCode, spanOf(division).low, spanOf(division).high) : undefined,
    filters.lights ? lightCondition(asked, filters.lights, row.due) : undefined,
  ];
}

/** At a step of a kind, which an index of its own serves, or at the one an item calls so. */
function atStep(step: string): SQL {
  if (stepKinds.some((kind) => kind === step)) return sql`${applications.openKinds} @> array[${step}]::text[]`;
  return sql`exists (select 1 from ${applicationSteps} as open_step where open_step.application_id = ${applications.id} and open_step.status = 'active' and open_step.key = ${step})`;
}

// Who names a case by its number finds it closed, too.
function statusCondition({ status, query }: QueueFilters): SQL {
  if (status) return eq(applications.status, status);
  return inArray(applications.status, soughtBy(query ?? "")?.by === "number" ? [...liveStatuses, ...endedStatuses] : [...liveStatuses]);
}

const byPerson = (digests: string[]) => sql`(${applications.organisationId} is null and ${inArray(applications.applicantAccountId, sql`(select ${accounts.id} from ${accounts} where ${inArray(accounts.citizenIdIndex, digests)} and ${accounts.kind} = 'citizen')`)})`;

function searchCondition({ query, applicant }: QueueFilters): SQL | undefined {
  return and(soughtCondition(soughtBy(query ?? "")), applicant ? byPerson([applicant]) : undefined);
}

function soughtCondition(sought: Sought | undefined): SQL | undefined {
  switch (sought?.by) {
    case "number": return eq(applications.number, sought.number);
    // A range, since not every collation serves LIKE; digits stand before letters in all of them.
    case "prefix": return between(applications.number, sought.low, sought.high);
    case "citizenId": return byPerson(keyedDigests("citizenId", sought.citizenId));
    case "uscc": return inArray(applications.organisationId, sql`(select ${organisations.id} from ${organisations} where ${organisations.uscc} = ${sought.uscc})`);
    case "name": return eq(applications.applicantName, sought.name);
    case undefined: return undefined;
  }
}

function heldCondition({ actor, filters: { assignee } }: Asked, { holder }: Row): SQL | undefined {
  if (!assignee || holderOf(assignee, actor)) return undefined;
  if (assignee === "nobody") return sql`${holder} is null`;
  return and(sql`${holder} is null`, claimable(actor));
}

const holderOf = (assignee: NonNullable<QueueFilters["assignee"]>, { id }: User): string | undefined => (assignee === "nobody" || assignee === "claimable" ? undefined : assignee === "me" ? id : assignee);

/** The two ways of holding a case, each found by an index of its own; one condition without effect where the filter names nobody. */
export function heldWays({ actor, filters: { assignee } }: Asked): SQL[] {
  const who = assignee && holderOf(assignee, actor);
  if (!who) return [sql`true`];
  const mine = sql`${applications.claimedBy} = ${who}::uuid`;
  return [mine, sql`(${applications.claimedBy} is distinct from ${who}::uuid and ${applications.id} = any(array(select held.application_id from ${applicationSteps} as held where held.claimed_by = ${who}::uuid and held.status = 'active')))`];
}

/** The states in which a case is this actor's work; what another department is asked for is theirs in any. */
function claimable(actor: Actor): SQL {
  const statuses = liveStatuses.filter((status) => casePosts(actor).some((post) => serves(actor, { status, ...post })));
  const asked = sql`exists (select 1 from ${applicationSteps} as asked_step where asked_step.application_id = ${applications.id} and asked_step.department_id is not null and asked_step.status = 'active' and asked_step.claimed_by is null)`;
  return sql`(${statuses.length > 0 ? inArray(applications.status, statuses) : sql`false`} or (not ${inPlaces(placesOf(actor))} and ${asked}))`;
}

function dayCondition({ dueFrom, dueTo, receivedFrom, receivedTo }: QueueFilters, { due }: Row): SQL | undefined {
  return and(
    dueFrom ? sql`${due} >= ${dueFrom}::date` : undefined, dueTo ? sql`${due} <= ${dueTo}::date` : undefined,
    receivedFrom ? sql`${applications.receivedAt} >= ${`${receivedFrom}T00:00:00+08:00`}::timestamptz` : undefined,
    receivedTo ? sql`${applications.receivedAt} < ${`${addDays(receivedTo, 1)}T00:00:00+08:00`}::timestamptz` : undefined,
  );
}

const deciding = liveStatuses.filter((status: ApplicationStatus) => statutoryNow(status, true));

/**
 * The SQL twin of `light`, as ranges over the due day: which days are orange and yellow is worked out beforehand, so that an
 * index finds them and no calendar is needed in the database. A test holds them to the same answer.
 */
export function lightCondition({ today, calendar }: Pick<Asked, "today" | "calendar">, lights: readonly Light[], due: SQLWrapper): SQL | undefined {
  const days = lightDays(today, calendar);
  const { from, to } = lightSpan(lights, today, days);
  const black = sql`(${inArray(applications.status, deciding)} and ${applications.statutoryDueOn} is not null and ${applications.statutoryDueOn} < ${today}::date)`;
  const yellowUntil = sql`(${sql.param(days)}::date[])[least(${yellowDays(due)}, ${days.length - 1}) + 1]`;
  const orangeUntil = sql`${days[0] ?? today}::date`;
  const day: Record<Light, SQL> = {
    black, red: sql`(${due} < ${today}::date and not ${black})`,
    orange: sql`(${due} between ${today}::date and ${orangeUntil} and not ${black})`,
    yellow: sql`(${due} > ${orangeUntil} and ${due} <= ${yellowUntil} and not ${black})`,
    green: sql`(${due} > ${yellowUntil} and not ${black})`,
  };
  return and(from ? sql`${due} >= ${from}::date` : undefined, to ? sql`${due} <= ${to}::date` : undefined, or(...lights.map((light) => day[light])));
}

const ofRevision = (column: SQL) => sql`(select ${column} from ${serviceItemRevisions} as edition where edition.id = ${applications.revisionId})`;
// In whole numbers: of thousands of rows, each division that needs none is felt.
const fifth = (days: SQL) => sql`greatest(1, (${days} + 4) / 5)`;

/** How many workdays before its day the running clock turns yellow: the step's where the step is due first, else the case's. */
function yellowDays(due: SQLWrapper): SQL {
  const limit = sql`(case when ${applications.status} = 'submitted' then ${noticeLimit.value}::int when ${applications.status} = 'correction' then ${ofRevision(sql`edition.correction_days`)}
    when ${inArray(applications.status, deciding)} then coalesce(${applications.decisionDays}, ${ofRevision(sql`edition.decision_days`)}) else ${deliveryLimit.value}::int end)`;
  if (due === applications.dueOn) return fifth(limit);
  const ofStep = sql`(select coalesce((process->>'yellowDays')::int, ${fifth(sql`coalesce((process->>'limitDays')::int, ${limit})`)})
    from ${applicationSteps} as due_step join ${serviceItemRevisions} as edition on edition.id = ${applications.revisionId}
    cross join lateral jsonb_array_elements(edition.content->'steps') as process
    where due_step.application_id = ${applications.id} and due_step.status = 'active' and due_step.due_on = ${due} and process->>'key' = due_step.key
    order by due_step.position limit 1)`;
  return sql`(case when ${due} is distinct from ${applications.dueOn} then coalesce(${ofStep}, ${fifth(limit)}) else ${fifth(limit)} end)`;
}

/** The posts by which steps are asked of an actor, as a condition on a row of steps and its case. */
export const askedOf = (posts: readonly Post[]): SQL | undefined =>
  or(...grouped(posts, ({ role, divisionCode }) => `${role}/${stemOf(divisionCode)}`).map(({ one: { role, divisionCode }, departmentIds }) =>
    and(eq(applicationSteps.role, role), isAnyOf(applicationSteps.departmentId, departmentIds), like(applications.divisionCode, `${stemOf(divisionCode)}%`))));
