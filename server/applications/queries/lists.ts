import { and, asc, desc, eq, inArray, isNull, like, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { accounts, applications, applicationSteps, serviceItemRevisions, serviceItems } from "@/db/schema";
import { askedRoles, caseRoles, holds, isColleague, serves } from "@/domain/applications/policy";
import { runningLimitDays, statutoryNow } from "@/domain/applications/rules/clocks";
import { liveStatuses, type ListOwn, type ListQueue } from "@/domain/applications/schema";
import { principalOf, type Actor, type Post, type User } from "@/domain/core/actor";
import { light, shanghaiDay, workdaysBetween, type Day, type Light, type WorkdayCalendar } from "@/domain/core/calendar";
import { parseApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { RevisionContent } from "@/domain/items/schema";
import type { ProcessStep } from "@/domain/items/schema/process";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";

/** The SQL twin of `canView`; a test holds them to the same answer over all rows and roles. */
export function visibleTo(actor: Actor): SQL | undefined {
  if (actor.kind !== "user") return sql`false`;
  if (actor.accountKind === "citizen") return ownedBy(actor);
  const posts = casePosts(actor).map((post) => and(eq(applications.departmentId, post.departmentId), like(applications.divisionCode, `${stem(post.divisionCode)}%`)));
  return and(sql`${applications.status} <> 'draft'`, or(...posts, consulted(actor)));
}

// The SQL twin of `isConsulted`: another department's cases in which a step is, or was, this actor's.
function consulted(actor: User): SQL {
  const asked = actor.posts.map(({ role, departmentId, divisionCode }) => and(eq(applicationSteps.role, role), eq(applicationSteps.departmentId, departmentId), like(applications.divisionCode, `${stem(divisionCode)}%`)));
  if (asked.length === 0) return sql`false`;
  return sql`(${inArray(applications.status, [...liveStatuses])} and exists (select 1 from ${applicationSteps} where ${applicationSteps.applicationId} = ${applications.id} and ${applicationSteps.status} in ('active', 'done') and (${or(...asked)})))`;
}

function ownedBy(actor: User): SQL | undefined {
  const { accountId, organisationId } = principalOf(actor);
  const owned = organisationId ? eq(applications.organisationId, organisationId) : and(eq(applications.applicantAccountId, accountId), isNull(applications.organisationId));
  return and(owned, delegatedTo(actor));
}

// The SQL twin of `isDelegated` for looking.
function delegatedTo({ actingFor }: User): SQL | undefined {
  if (!actingFor) return undefined;
  if (!actingFor.acts.includes("view")) return sql`false`;
  const { scope } = actingFor;
  if (scope.kind === "all") return undefined;
  return scope.kind === "items" ? inArray(applications.serviceItemId, scope.itemIds) : eq(applications.id, scope.applicationId);
}

const casePosts = (actor: User): Post[] => actor.posts.filter((post) => caseRoles.some((role) => role === post.role));

// 440000 covers 44…, 440100 covers 4401…, 440103 itself.
const stem = (code: string) => code.replace(/(00){1,2}$/, "").replace(/^0+$/, "");

const Position = z.tuple([z.union([z.iso.date(), z.iso.datetime()]), z.uuid()]);
type Cursor = z.infer<typeof Position>;

/** A keyset position as an opaque text. */
export function writeCursor([key, id]: Cursor): string {
  return Buffer.from(JSON.stringify([key, id])).toString("base64url");
}

/** Reads a cursor that `writeCursor` made. Throws `requests.malformedCursor` (invalid). */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (!text) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    return Position.parse(parsed);
  } catch {
    // Falls through to the one refusal.
  }
  throw new DomainError("invalid", "requests.malformedCursor");
}

const ownStates = {
  drafts: ["draft"],
  open: liveStatuses,
  ended: ["closed", "refused", "lapsed", "withdrawn"],
} as const;

/** One's own applications (or the organisation's), newest first. */
export async function listOwn({ db, now }: Ctx, actor: User, { state, cursor, limit }: ListOwn) {
  const after = readCursor(cursor);
  const rows = await db.select({
    id: applications.id, number: applications.number, itemName: applications.itemName, status: applications.status, outcome: applications.outcome,
    dueOn: applications.dueOn, createdAt: applications.createdAt, savedAt: applications.savedAt, submittedAt: applications.submittedAt,
    itemNameEn: sql<string | null>`${serviceItemRevisions.content}->>'nameEn'`,
    awaitingSince: applications.awaitingPrincipalSince, awaitingBy: accounts.name,
  }).from(applications)
    .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, applications.revisionId))
    .leftJoin(accounts, eq(accounts.id, applications.awaitingPrincipalBy))
    .where(and(ownedBy(actor), state ? inArray(applications.status, [...ownStates[state]]) : undefined, after ? sql`(${applications.createdAt}, ${applications.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined))
    .orderBy(desc(applications.createdAt), desc(applications.id)).limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    today: shanghaiDay(now),
    rows: page.map((row) => ({ ...row, createdAt: row.createdAt.toISOString(), savedAt: row.savedAt.toISOString(), submittedAt: row.submittedAt?.toISOString() ?? null, awaitingSince: row.awaitingSince?.toISOString() ?? null })),
    nextCursor: last && rows.length > limit ? writeCursor([last.createdAt.toISOString(), last.id]) : null,
  };
}

/** The desk's open cases of one's own departments and divisions, ordered by what is due. */
export async function listQueue({ db, now }: Ctx, actor: User, input: ListQueue) {
  const today = shanghaiDay(now);
  const rows = await db.select({
    id: applications.id, number: applications.number, itemName: applications.itemName, applicantName: applications.applicantName, status: applications.status,
    dueOn: sql<Day | null>`page.due_on`, caseDueOn: applications.dueOn, promisedDueOn: applications.promisedDueOn, statutoryDueOn: applications.statutoryDueOn, receivedAt: applications.receivedAt,
    departmentId: applications.departmentId, divisionCode: applications.divisionCode, claimedBy: applications.claimedBy, claimedByName: accounts.name, lapseProposedAt: applications.lapseProposedAt, version: applications.version,
    itemNameEn: sql<string | null>`${serviceItemRevisions.content}->>'nameEn'`,
    limits: sql<Limits>`jsonb_build_object('promisedLimit', ${serviceItemRevisions.content}->'promisedLimit', 'statutoryLimit', ${serviceItemRevisions.content}->'statutoryLimit', 'correctionDays', ${serviceItemRevisions.content}->'correctionDays')`,
    steps: sql<ProcessStep[]>`${serviceItemRevisions.content}->'steps'`,
  }).from(applications)
    .innerJoin(sql`${duePage(actor, input, today)} as page`, sql`page.id = ${applications.id}`)
    .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, applications.revisionId))
    .leftJoin(accounts, eq(accounts.id, applications.claimedBy))
    .orderBy(sql`page.due_on`, asc(applications.id));
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const calendar = await getCalendar(db);
  const open = await openStepsOf(db, page.map(({ id }) => id));
  return {
    today,
    rows: page.map(({ receivedAt, lapseProposedAt, limits, steps, caseDueOn, ...row }) => {
      const standing = stepNow(actor, row, (open[row.id] ?? []).map((step) => ({ ...step, process: steps.find(({ key }) => key === step.key) })));
      const { process: step, held } = standing;
      return {
        ...row, ...held, ...dueNow({ ...row, step: row.dueOn === caseDueOn ? undefined : step }, limits, today, calendar), step: step?.name ?? null,
        receivedAt: receivedAt?.toISOString() ?? null, lapseProposed: lapseProposedAt !== null, mine: standing.mine, claimable: standing.claimable,
      };
    }),
    nextCursor: last?.dueOn && rows.length > input.limit ? writeCursor([last.dueOn, last.id]) : null,
  };
}

type OpenStep = Pick<typeof applicationSteps.$inferSelect, "applicationId" | "key" | "dueOn" | "departmentId" | "role" | "claimedBy"> & { claimedByName: string | null };

/** The open steps of some cases. */
async function openStepsOf(db: Reader, ids: readonly string[]): Promise<Partial<Record<string, OpenStep[]>>> {
  if (ids.length === 0) return {};
  const rows = await db.select({
    applicationId: applicationSteps.applicationId, key: applicationSteps.key, dueOn: applicationSteps.dueOn, departmentId: applicationSteps.departmentId, role: applicationSteps.role,
    claimedBy: applicationSteps.claimedBy, claimedByName: accounts.name,
  }).from(applicationSteps).leftJoin(accounts, eq(accounts.id, applicationSteps.claimedBy))
    .where(and(inArray(applicationSteps.applicationId, [...ids]), eq(applicationSteps.status, "active"))).orderBy(asc(applicationSteps.position));
  return Object.groupBy(rows, ({ applicationId }) => applicationId);
}

type Row = Pick<typeof applications.$inferSelect, "departmentId" | "divisionCode" | "dueOn" | "status" | "claimedBy"> & { claimedByName: string | null };

/** What of a case is this actor's at present: the step their department was asked for, or the open step that is due first. */
function stepNow(actor: User, row: Row, open: readonly (OpenStep & { process: ProcessStep | undefined })[]) {
  const asked = isColleague(actor, row) ? undefined : open.find(({ role, departmentId }) => role && departmentId && holds(actor, role, { departmentId, divisionCode: row.divisionCode }));
  const shown = asked ?? open.find(({ dueOn }) => dueOn !== null && dueOn === row.dueOn) ?? (open.length === 1 ? open[0] : undefined);
  const held = asked ?? row;
  return {
    process: shown?.process, held: { claimedBy: held.claimedBy, claimedByName: held.claimedByName }, mine: [row, ...open].some(({ claimedBy }) => claimedBy === actor.id),
    claimable: held.claimedBy === null && (asked !== undefined || serves(actor, row)),
  };
}

type Due = Pick<typeof applications.$inferSelect, "status" | "dueOn" | "statutoryDueOn"> & { step?: ProcessStep | undefined };
type Limits = Pick<RevisionContent, "promisedLimit" | "statutoryLimit" | "correctionDays">;

/** The light of a running clock and the workdays left on it; negative once the day has passed. */
function dueNow({ status, dueOn, statutoryDueOn, step }: Due, limits: Limits, today: Day, calendar: WorkdayCalendar): { light: Light | null; workdaysLeft: number | null } {
  if (!dueOn) return { light: null, workdaysLeft: null };
  const clock = { dueOn, statutoryDueOn: statutoryNow(status, statutoryDueOn) ?? undefined, limitDays: step?.limitDays ?? runningLimitDays(status, limits), yellowDays: step?.yellowDays, today, calendar };
  return { light: light(clock), workdaysLeft: workdaysBetween(today, dueOn, calendar) - workdaysBetween(dueOn, today, calendar) };
}

type Place = { departmentId: string; low: string; high: string };

// One ordered index scan per department and division that has items, merged: the cost of a page does not grow with the
// number of cases. Posts over a wider division are spelt out first, since a range would have to be sorted. To it come the
// cases of other departments in which a step of one's own is open, by the day that step is due.
function duePage(actor: User, input: ListQueue, today: Day) {
  const places = placesOf(actor);
  const column = (key: keyof Place) => sql.param(places.map((place) => place[key]));
  return sql`(
    with pairs as materialized (
      select distinct ${serviceItems.departmentId} as department_id, ${serviceItems.divisionCode} as division_code
      from unnest(${column("departmentId")}::uuid[], ${column("low")}::text[], ${column("high")}::text[]) as post(department_id, low, high)
      join ${serviceItems} on ${serviceItems.departmentId} = post.department_id and ${serviceItems.divisionCode} between post.low and post.high
    )
    (select hit.id, hit.due_on from pairs cross join lateral (
      select ${applications.id}, ${applications.deskDueOn} as due_on from ${applications}
      where ${applications.departmentId} = pairs.department_id and ${applications.divisionCode} = pairs.division_code and ${and(...filters(actor, input, today, "case"))}
      order by ${applications.deskDueOn}, ${applications.id} limit ${input.limit + 1}
    ) hit) ${askedPage(actor, input, today)} order by due_on, id limit ${input.limit + 1})`;
}

function placesOf(actor: User): Place[] {
  const places = casePosts(actor).map(({ departmentId, divisionCode }) => ({ departmentId, low: divisionCode, high: `${stem(divisionCode)}999999`.slice(0, 6) }))
    .map((place) => (stem(place.low) === place.low ? { ...place, high: place.low } : place));
  return [...new Map(places.map((place) => [`${place.departmentId}/${place.low}`, place])).values()];
}

// Nothing where nobody's department could be asked: the usual queue pays nothing for it.
function askedPage(actor: User, input: ListQueue, today: Day): SQL {
  const posts = actor.posts.filter(({ role }) => askedRoles.some((asked) => asked === role));
  if (posts.length === 0) return sql``;
  const asked = posts.map(({ role, departmentId, divisionCode }) => and(eq(applicationSteps.role, role), eq(applicationSteps.departmentId, departmentId), like(applications.divisionCode, `${stem(divisionCode)}%`)));
  const due = sql`coalesce(${applicationSteps.dueOn}, ${applications.deskDueOn})`;
  return sql`union all (
    select ${applications.id}, min(${due}) as due_on from ${applicationSteps} join ${applications} on ${applications.id} = ${applicationSteps.applicationId}
    where ${applicationSteps.departmentId} is not null and ${applicationSteps.status} = 'active' and (${or(...asked)})
      and not exists (select 1 from pairs where pairs.department_id = ${applications.departmentId} and pairs.division_code = ${applications.divisionCode})
      and ${and(...filters(actor, input, today, "step"))}
    group by ${applications.id} order by due_on, ${applications.id} limit ${input.limit + 1})`;
}

const sought = (name: string | undefined, number: string | undefined) => (number ? eq(applications.number, number) : name ? eq(applications.applicantName, name) : undefined);

function filters(actor: User, { status, cursor, mine, light: colour, query }: ListQueue, today: Day, of: "case" | "step"): (SQL | undefined)[] {
  const after = readCursor(cursor);
  const number = query ? parseApplicationNumber(query) : undefined;
  const due = of === "case" ? sql`${applications.deskDueOn}` : sql`coalesce(${applicationSteps.dueOn}, ${applications.deskDueOn})`;
  const claimed = sql`exists (select 1 from ${applicationSteps} as held where held.application_id = ${applications.id} and held.status = 'active' and held.claimed_by = ${actor.id})`;
  return [
    // Who names a case by its number finds it closed, too.
    inArray(applications.status, status ? [status] : number ? [...liveStatuses, ...ownStates.ended] : [...liveStatuses]),
    after ? sql`(${due}, ${applications.id}) > (${after[0]}::date, ${after[1]}::uuid)` : undefined,
    mine ? or(eq(applications.claimedBy, actor.id), claimed) : undefined,
    colour && sql`${due} ${sql.raw(colour === "red" ? "<" : "=")} ${today}::date`,
    sought(query, number),
  ];
}
