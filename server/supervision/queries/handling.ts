import { and, asc, desc, eq, inArray, isNull, lt, ne, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { open } from "@/db/personal-data";
import { accounts, applications, departments, messages, overdueReasons, supervisionSignals, urgings, urgingTurns } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { askedRoles } from "@/domain/applications/policy";
import { postsIn, type User } from "@/domain/core/actor";
import { Day, light, shanghaiDay, workdaysBetween } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { hindersAnswer, rangesOf, supervises, worksIn } from "@/domain/supervision/policy";
import { signalTable } from "@/domain/supervision/rules/signals";
import type { ListOverdue, ListSignals, ListUrgings, OfCase } from "@/domain/supervision/schema";
import { getCase } from "@/server/applications/queries/case";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { messagesInWords } from "@/server/notices/queries/texts";
import { isThere, places } from "./scope";

type StaffCtx = Ctx & { actor: User };
const issuers = alias(accounts, "issuer");
const receivers = alias(accounts, "receiver");
const DayKey = z.tuple([Day, z.uuid()]);
const InstantKey = z.tuple([z.iso.datetime(), z.uuid()]);

const urgingColumns = {
  id: urgings.id, number: urgings.number, state: urgings.state, answerBy: urgings.answerBy, expectedOn: urgings.expectedOn, issuedAt: urgings.issuedAt, version: urgings.version, stepKey: urgings.stepKey,
  departmentId: urgings.departmentId, divisionCode: urgings.divisionCode, toAccountId: urgings.toAccountId, applicationNumber: applications.number, itemName: applications.itemName,
  departmentName: departments.name, issuedByName: issuers.name, toName: receivers.name,
};

const fromUrgings = (db: Reader) => db.select(urgingColumns).from(urgings).innerJoin(applications, eq(applications.id, urgings.applicationId)).innerJoin(departments, eq(departments.id, urgings.departmentId))
  .innerJoin(issuers, eq(issuers.id, urgings.issuedBy)).leftJoin(receivers, eq(receivers.id, urgings.toAccountId));

type UrgingRow = Awaited<ReturnType<typeof fromUrgings>>[number];

/** The light of an urging: by the day its answer is due, with two workdays to spare. */
async function withLight({ db, now }: Ctx, rows: readonly UrgingRow[]) {
  const [today, calendar] = [shanghaiDay(now), await getCalendar(db)];
  return rows.map(({ id, number, state, answerBy, expectedOn, issuedAt, version, stepKey, applicationNumber, itemName, departmentName, issuedByName, toName }) => ({
    id, number, state, answerBy, expectedOn, version, stepKey, itemName, departmentName, issuedByName, toName, applicationNumber: formatApplicationNumber(applicationNumber), issuedAt: issuedAt.toISOString(),
    light: state === "open" ? light({ dueOn: answerBy, limitDays: 5, yellowDays: 2, today, calendar }) : null,
  }));
}

/** The urgings of this supervisor's places, what is due first. Keyset. */
export async function listUrgings(ctx: StaffCtx, { state = "open", cursor, limit }: ListUrgings) {
  const after = cursor ? decodeCursor(DayKey, cursor) : undefined;
  const rows = await fromUrgings(ctx.db).innerJoin(places(rangesOf(ctx.actor, {})), isThere(applications))
    .where(and(eq(urgings.state, state), after ? sql`(${urgings.answerBy}, ${urgings.id}) > (${after[0]}::date, ${after[1]}::uuid)` : undefined)).orderBy(asc(urgings.answerBy), asc(urgings.id)).limit(limit + 1);
  return { today: shanghaiDay(ctx.now), rows: await withLight(ctx, rows.slice(0, limit)), nextCursor: cursorAfter(rows, limit, ({ answerBy, id }) => [answerBy, id]) };
}

/** Whether a row lies where this actor works on cases, as SQL. */
function worksThere(actor: User, table: { departmentId: typeof urgings.departmentId; divisionCode: typeof urgings.divisionCode } | typeof supervisionSignals): SQL | undefined {
  const posts = askedRoles.flatMap((role) => postsIn(actor, role));
  const pairs = [...new Map(posts.map((post) => [`${post.departmentId}/${post.divisionCode}`, post])).values()];
  return or(sql`false`, ...pairs.map(({ departmentId, divisionCode }) => and(eq(table.departmentId, departmentId), sql`${divisionCode} = any(array[${table.divisionCode}, left(${table.divisionCode}, 4) || '00', left(${table.divisionCode}, 2) || '0000', '000000'])`)));
}

const mostShown = 50;

/** What waits for this person at the desk: urgings to answer, signals to explain, the latest messages. */
export async function getInbox(ctx: StaffCtx) {
  const { db, actor } = ctx;
  const mine = await fromUrgings(db).where(and(eq(urgings.state, "open"), or(eq(urgings.toAccountId, actor.id), and(isNull(urgings.toAccountId), worksThere(actor, urgings), or(isNull(applications.claimedBy), eq(applications.claimedBy, actor.id)))))).orderBy(asc(urgings.answerBy), asc(urgings.id)).limit(mostShown);
  const signals = await fromSignals(db).where(and(eq(supervisionSignals.state, "open"), ne(supervisionSignals.grade, "warning"), worksThere(actor, supervisionSignals))).orderBy(desc(supervisionSignals.raisedAt), desc(supervisionSignals.id)).limit(mostShown);
  const told = await db.select({ message: messages, number: applications.number }).from(messages).leftJoin(applications, eq(applications.id, messages.applicationId)).where(eq(messages.accountId, actor.id)).orderBy(desc(messages.createdAt), desc(messages.id)).limit(mostShown);
  const inWords = await messagesInWords(db, told.map(({ message }) => message));
  return {
    today: shanghaiDay(ctx.now), urgings: await withLight(ctx, mine), signals: signals.map(signalView),
    messages: told.map(({ message, number }) => ({ id: message.id, text: inWords(message), createdAt: message.createdAt.toISOString(), applicationNumber: number && formatApplicationNumber(number) })),
  };
}

const explainers = alias(accounts, "explainer");
const handlers = alias(accounts, "handler");

const fromSignals = (db: Reader) => db.select({ signal: supervisionSignals, applicationNumber: applications.number, itemName: applications.itemName, departmentName: departments.name, explainedByName: explainers.name, handledByName: handlers.name })
  .from(supervisionSignals).innerJoin(applications, eq(applications.id, supervisionSignals.applicationId)).innerJoin(departments, eq(departments.id, supervisionSignals.departmentId))
  .leftJoin(explainers, eq(explainers.id, supervisionSignals.explainedBy)).leftJoin(handlers, eq(handlers.id, supervisionSignals.handledBy));

type SignalRow = Awaited<ReturnType<typeof fromSignals>>[number];

/** What a department and a supervisor say of a signal may say anything about anybody. */
export const signalPlace = (row: string, column: "explanation" | "result"): Place => ({ table: "supervision_signals", column, row });

const signalView = ({ signal: { id, number, rule, grade, state, stepKey, dueOn, raisedAt, explanation, explainedAt, result, handledAt }, applicationNumber, itemName, departmentName, explainedByName, handledByName }: SignalRow) => ({
  id, number, rule, code: signalTable[rule].code, basis: signalTable[rule].basis, grade, state, stepKey, dueOn, raisedAt: raisedAt.toISOString(),
  explanation: explanation && open(explanation, signalPlace(id, "explanation")), explainedAt: explainedAt?.toISOString() ?? null, result: result && open(result, signalPlace(id, "result")), handledAt: handledAt?.toISOString() ?? null,
  applicationNumber: formatApplicationNumber(applicationNumber), itemName, departmentName, explainedByName, handledByName,
});

/** The signals of this supervisor's places, the latest first. Keyset. */
export async function listSignals({ db, actor }: StaffCtx, { state = "open", rule, grade, cursor, limit }: ListSignals) {
  const before = cursor ? decodeCursor(InstantKey, cursor) : undefined;
  const rows = await fromSignals(db).innerJoin(places(rangesOf(actor, {})), isThere(applications)).where(and(
    eq(supervisionSignals.state, state), rule ? eq(supervisionSignals.rule, rule) : undefined, grade ? eq(supervisionSignals.grade, grade) : undefined,
    before ? sql`(${supervisionSignals.raisedAt}, ${supervisionSignals.id}) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : undefined,
  )).orderBy(desc(supervisionSignals.raisedAt), desc(supervisionSignals.id)).limit(limit + 1);
  return { rows: rows.slice(0, limit).map(signalView), nextCursor: cursorAfter(rows, limit, ({ signal }) => [signal.raisedAt.toISOString(), signal.id]) };
}

/** What is asked and answered between colleagues may say anything about anybody. */
export const turnPlace = (row: string): Place => ({ table: "urging_turns", column: "text", row });

/** All that supervision says of one case, for whoever may see it, and what of it this person may do. Errors: `applications.notFound`. */
export async function getOfCase(ctx: StaffCtx, { number }: OfCase) {
  const { db, actor } = ctx;
  const { application, steps, content } = await getCase(db, actor, { number });
  const rows = await fromUrgings(db).where(eq(urgings.applicationId, application.id)).orderBy(desc(urgings.id));
  const turns = rows.length === 0 ? [] : await db.select().from(urgingTurns).where(inArray(urgingTurns.urgingId, rows.map(({ id }) => id))).orderBy(asc(urgingTurns.sequence));
  const signals = await fromSignals(db).where(eq(supervisionSignals.applicationId, application.id)).orderBy(desc(supervisionSignals.id));
  const reasons = await db.select().from(overdueReasons).where(eq(overdueReasons.applicationId, application.id)).orderBy(desc(overdueReasons.id));
  const lit = await withLight(ctx, rows);
  const [supervised, works, current] = [supervises(actor, application), worksIn(actor, application), reasons.find(({ outcome }) => outcome !== "returned")];
  const until = application.decidedAt ? shanghaiDay(application.decidedAt) : shanghaiDay(ctx.now);
  const overdue = application.acceptedAt !== null && application.statutoryDueOn !== null && until > application.statutoryDueOn;
  const names = new Map(content.steps.map(({ key, name }) => [key, name]));
  const holders = await db.select({ id: accounts.id, name: accounts.name }).from(accounts).where(inArray(accounts.id, [application.claimedBy, ...steps.filter(({ status }) => status === "active").map(({ claimedBy }) => claimedBy)].filter((id) => id !== null)));
  return {
    number: formatApplicationNumber(application.number), itemName: application.itemName, today: shanghaiDay(ctx.now), supervises: supervised, works, overdue,
    steps: steps.filter(({ status }) => status === "active").map(({ key }) => ({ key, name: names.get(key) ?? null })), holders: supervised ? holders : [],
    urgings: lit.map((urging, i) => ({ ...urging, answerable: urging.state === "open" && rows[i] !== undefined && !hindersAnswer(actor, rows[i]), turns: turns.filter(({ urgingId }) => urgingId === urging.id).map(({ id, kind, text, on, byName, at }) => ({ kind, text: open(text, turnPlace(id)), on, byName, at: at.toISOString() })) })),
    signals: signals.map((row) => ({ ...signalView(row), explainable: (row.signal.state === "open" || row.signal.state === "explained") && (works || worksIn(actor, row.signal)) })),
    reasons: reasons.map(({ id, reason, outcome, word, givenAt }) => ({ id, reason, outcome, word, givenAt: givenAt.toISOString() })), reasonDue: overdue && works && !current,
  };
}

/** How much waits, for the strip on the desk's first page. */
export async function countWaiting({ db, actor }: StaffCtx): Promise<{ urgings: number; answers: number; reasons: number }> {
  const ranges = rangesOf(actor, {});
  const count = { count: sql<number>`count(*)::int` };
  const [open] = await db.select(count).from(urgings).innerJoin(applications, eq(applications.id, urgings.applicationId))
    .where(and(eq(urgings.state, "open"), or(eq(urgings.toAccountId, actor.id), and(isNull(urgings.toAccountId), worksThere(actor, urgings), or(isNull(applications.claimedBy), eq(applications.claimedBy, actor.id))))));
  const [answered] = ranges.length === 0 ? [] : await db.select(count).from(urgings).innerJoin(applications, eq(applications.id, urgings.applicationId)).innerJoin(places(ranges), isThere(applications)).where(eq(urgings.state, "answered"));
  const [reasons] = ranges.length === 0 ? [] : await db.select(count).from(overdueReasons).innerJoin(applications, eq(applications.id, overdueReasons.applicationId)).innerJoin(places(ranges), isThere(applications)).where(isNull(overdueReasons.outcome));
  return { urgings: open?.count ?? 0, answers: answered?.count ?? 0, reasons: reasons?.count ?? 0 };
}

/** The reasons that wait for this supervisor. */
export async function listReasons({ db, actor }: StaffCtx) {
  const rows = await db.select({ id: overdueReasons.id, reason: overdueReasons.reason, statutoryDueOn: overdueReasons.statutoryDueOn, givenAt: overdueReasons.givenAt, givenByName: accounts.name, number: applications.number, itemName: applications.itemName, departmentName: departments.name })
    .from(overdueReasons).innerJoin(applications, eq(applications.id, overdueReasons.applicationId)).innerJoin(places(rangesOf(actor, {})), isThere(applications)).innerJoin(departments, eq(departments.id, applications.departmentId)).innerJoin(accounts, eq(accounts.id, overdueReasons.givenBy))
    .where(isNull(overdueReasons.outcome)).orderBy(asc(overdueReasons.id)).limit(mostShown);
  return rows.map(({ givenAt, number, ...row }) => ({ ...row, number: formatApplicationNumber(number), givenAt: givenAt.toISOString() }));
}

/** What is published: every case past its statutory date, how far, and why; no word about a person. Keyset, the longest overdue first. */
export async function listOverdue({ db, now }: Ctx, { cursor, limit }: ListOverdue) {
  const [today, calendar] = [shanghaiDay(now), await getCalendar(db)];
  const after = cursor ? decodeCursor(DayKey, cursor) : undefined;
  const over = and(inArray(applications.status, ["accepted", "inReview"]), lt(applications.statutoryDueOn, today));
  const published = and(eq(overdueReasons.applicationId, applications.id), eq(overdueReasons.statutoryDueOn, applications.statutoryDueOn), eq(overdueReasons.outcome, "confirmed"));
  const rows = await db.select({ id: applications.id, number: applications.number, itemName: applications.itemName, departmentName: departments.name, statutoryDueOn: sql<Day>`${applications.statutoryDueOn}`, reason: overdueReasons.reason })
    .from(applications).innerJoin(departments, eq(departments.id, applications.departmentId)).leftJoin(overdueReasons, published)
    .where(and(over, after ? sql`(${applications.statutoryDueOn}, ${applications.id}) > (${after[0]}::date, ${after[1]}::uuid)` : undefined)).orderBy(asc(applications.statutoryDueOn), asc(applications.id)).limit(limit + 1);
  const byDepartment = await db.select({ name: departments.name, count: sql<number>`count(*)::int` }).from(applications).innerJoin(departments, eq(departments.id, applications.departmentId)).where(over).groupBy(departments.id, departments.name).orderBy(desc(sql`count(*)`), asc(departments.name));
  return {
    today, departments: byDepartment, nextCursor: cursorAfter(rows, limit, ({ statutoryDueOn, id }) => [statutoryDueOn, id]),
    rows: rows.slice(0, limit).map(({ number, itemName, departmentName, statutoryDueOn, reason }) => ({ number: formatApplicationNumber(number), itemName, departmentName, statutoryDueOn, reason, workdaysOver: workdaysBetween(statutoryDueOn, today, calendar) })),
  };
}
