import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { accounts, applications, applicationSteps, divisions, serviceItemRevisions } from "@/db/schema";
import { holds, isColleague, serves } from "@/domain/applications/policy";
import { runningLimitDays, statutoryNow } from "@/domain/applications/rules/clocks";
import { queueSorts, type ListQueue, type QueueChanges, type QueueSort } from "@/domain/applications/schema/queue";
import type { User } from "@/domain/core/actor";
import { light, shanghaiDay, workdaysBetween, type Day, type Light, type WorkdayCalendar } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import type { RevisionContent } from "@/domain/items/schema";
import type { ProcessStep } from "@/domain/items/schema/process";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { decodeCursor, encodeCursor } from "@/server/core/cursor";
import { visibleTo } from "./lists";
import { orderingOf, queueMatches, queuePage, type PageAsked, type Position } from "./queue-page";

const Cursor = z.tuple([z.enum(queueSorts), z.union([z.iso.date(), z.iso.datetime(), z.string().regex(/^[0-9A-Z]{21}$/)]), z.uuid()]);

const writePosition = (sort: QueueSort, { key, id }: Position) => encodeCursor([sort, key, id]);

// A place in a list is a place in that order only.
function readPosition(cursor: string | undefined, order: QueueSort): Position | undefined {
  if (!cursor) return undefined;
  const [sort, key, id] = decodeCursor(Cursor, cursor);
  if (sort !== order) throw new DomainError("invalid", "requests.malformedCursor");
  return { key, id };
}

/**
 * The desk's cases of one's own departments and divisions, and those in which a step of one's own was asked for; `asOf` is
 * the instant of the database to which `queueChanges` compares. Errors: `requests.malformedCursor`.
 */
export async function listQueue(ctx: Ctx, actor: User, { sort, cursor, limit, ...filters }: ListQueue) {
  const today = shanghaiDay(ctx.now);
  const calendar = await getCalendar(ctx.db);
  const ordering = orderingOf({ sort, filters });
  const asked = { actor, filters, today, calendar, sort, after: readPosition(cursor, ordering.sort), limit: limit + 1 };
  const rows = await rowsOf(ctx.db, asked);
  const last = rows.at(limit - 1);
  return {
    today, asOf: rows[0]?.asOf ?? (await clockOf(ctx.db)), sort: ordering.sort,
    rows: rows.slice(0, limit).map(({ key: _key, asOf: _asOf, applicantAccountId: _account, organisationId: _organisation, ...row }) => row),
    nextCursor: last && rows.length > limit && last.key !== null ? writePosition(ordering.sort, { key: last.key, id: last.id }) : null,
  };
}

// When the statement began that read the rows: what changes later is not in them.
const readAt = sql<string>`to_char(statement_timestamp()::timestamptz(3) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

async function clockOf(db: Reader): Promise<string> {
  const [clock] = await db.select({ at: readAt }).from(sql`(select 1) as one`);
  return clock?.at ?? "";
}

export type QueueLine = Awaited<ReturnType<typeof rowsOf>>[number];

/** The rows of one page, each with its light and what of it is this actor's; `key` is its place in the order. */
export async function rowsOf(db: Reader, asked: PageAsked, editions: Editions = new Map()) {
  const { actor, today, calendar } = asked;
  const { key, direction } = orderingOf(asked);
  const turn = direction === "asc" ? asc : desc;
  const rows = await db.select({
    id: applications.id, number: applications.number, itemName: applications.itemName, applicantName: applications.applicantName, status: applications.status, channel: applications.channel,
    dueOn: sql<Day | null>`page.due_on`, caseDueOn: applications.dueOn, promisedDueOn: applications.promisedDueOn, statutoryDueOn: applications.statutoryDueOn, receivedAt: applications.receivedAt,
    departmentId: applications.departmentId, divisionCode: applications.divisionCode, divisionName: divisions.name, claimedBy: applications.claimedBy, claimedByName: accounts.name, lapseProposedAt: applications.lapseProposedAt, version: applications.version,
    applicantAccountId: applications.applicantAccountId, organisationId: applications.organisationId,
    revisionId: applications.revisionId, asOf: readAt,
  }).from(applications)
    .innerJoin(sql`${queuePage(asked)} as page`, sql`page.id = ${applications.id}`)
    .innerJoin(divisions, eq(divisions.code, applications.divisionCode))
    .leftJoin(accounts, eq(accounts.id, applications.claimedBy))
    .orderBy(turn(sql`page.key`), turn(applications.id));
  const open = await openStepsOf(db, rows.map(({ id }) => id));
  await fetchEditions(db, editions, rows.map(({ revisionId }) => revisionId));
  return rows.map(({ receivedAt, lapseProposedAt, caseDueOn, revisionId, ...row }) => {
    const { nameEn, steps, ...limits } = editions.get(revisionId) ?? unknown;
    const standing = stepNow(actor, row, (open[row.id] ?? []).map((step) => ({ ...step, process: steps.find((one) => one.key === step.key) })));
    const { process: step, held } = standing;
    const received = receivedAt?.toISOString() ?? null;
    const limitOf = row.dueOn === caseDueOn ? ("case" as const) : ("step" as const);
    return {
      ...row, ...held, ...dueNow({ ...row, step: limitOf === "step" ? step : undefined }, limits, today, calendar), limitOf, itemNameEn: nameEn, step: step?.name ?? null,
      receivedAt: received, lapseProposed: lapseProposedAt !== null, mine: standing.mine, claimable: standing.claimable,
      key: { due: row.dueOn, received, number: row.number }[key],
    };
  });
}

/** What the queue says of an edition of an item, by its id. */
export type Editions = Map<string, Limits & { nameEn: string | null; steps: ProcessStep[] }>;
const unknown = { nameEn: null, steps: [], promisedLimit: null, statutoryLimit: null, correctionDays: 0 };

// An edition is long, and many cases share one: each is unpacked once, and for a long list once in all of it.
async function fetchEditions(db: Reader, editions: Editions, ids: readonly string[]): Promise<void> {
  const missing = [...new Set(ids)].filter((id) => !editions.has(id));
  if (missing.length === 0) return;
  const rows = await db.select({
    id: serviceItemRevisions.id, nameEn: sql<string | null>`c."nameEn"`, steps: sql<ProcessStep[]>`c."steps"`, promisedLimit: sql<Limits["promisedLimit"]>`c."promisedLimit"`, statutoryLimit: sql<Limits["statutoryLimit"]>`c."statutoryLimit"`, correctionDays: sql<number>`c."correctionDays"`,
  }).from(serviceItemRevisions)
    .innerJoin(sql`lateral jsonb_to_record(${serviceItemRevisions.content}) as c("nameEn" text, "steps" jsonb, "promisedLimit" jsonb, "statutoryLimit" jsonb, "correctionDays" int)`, sql`true`)
    .where(inArray(serviceItemRevisions.id, missing));
  for (const { id, ...edition } of rows) editions.set(id, edition);
}

/** What changed of the filtered cases, and of the rows on a page, since that page was made; at most a hundred. */
export async function queueChanges({ db, now }: Ctx, actor: User, { filters, since, shown }: QueueChanges) {
  const changedSince = new Date(since);
  const asked = { actor, filters, today: shanghaiDay(now), calendar: await getCalendar(db), limit: mostChanges, changedSince };
  const matching = await db.select({ id: sql<string>`hit.id` }).from(sql`${queueMatches(asked)} as hit`);
  const mine = shown.length === 0 ? [] : await db.select({ id: applications.id }).from(applications)
    .where(and(inArray(applications.id, shown), sql`${applications.changedAt} > ${since}::timestamptz`, visibleTo(actor)));
  const changed = new Set([...matching, ...mine].map(({ id }) => id));
  return { rows: shown.filter((id) => changed.has(id)), count: Math.min(changed.size, mostChanges) };
}

const mostChanges = 100;

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
