import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Reader } from "@/db/client";
import { open } from "@/db/personal-data";
import { absences, accounts, applications, applicationSteps, caseAssignments } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { hindranceToHandOver, hindranceToTake, holderNow, partOf } from "@/domain/applications/policy/assignment";
import { openSteps } from "@/domain/applications/rules/steps";
import { liveStatuses } from "@/domain/applications/schema";
import { routedRoles, type HandedCase } from "@/domain/applications/schema/assignment";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { listStaff } from "@/server/auth/staff";
import type { Ctx } from "@/server/core/context";
import { findAbsence } from "./absences";
import { getCase } from "./case";

type StaffCtx = Ctx & { actor: User };

/** Somebody's name; nothing for nobody. */
export async function findAccountName(db: Reader, id: string | null): Promise<string | null> {
  const [account] = id === null ? [] : await db.select({ name: accounts.name }).from(accounts).where(eq(accounts.id, id)).limit(1);
  return account?.name ?? null;
}

export const accountName = async (db: Reader, id: string | null): Promise<string> => (await findAccountName(db, id)) ?? "";

/** How many open cases and steps each of these people holds. */
export async function loadsOf(db: Reader, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const cases = await db.select({ who: applications.claimedBy, cases: sql<number>`count(*)::int` }).from(applications)
    .where(and(inArray(applications.claimedBy, [...ids]), inArray(applications.status, [...liveStatuses]))).groupBy(applications.claimedBy);
  const steps = await db.select({ who: applicationSteps.claimedBy, cases: sql<number>`count(*)::int` }).from(applicationSteps)
    .where(and(inArray(applicationSteps.claimedBy, [...ids]), eq(applicationSteps.status, "active"))).groupBy(applicationSteps.claimedBy);
  const loads = new Map(ids.map((id) => [id, 0]));
  for (const { who, cases: count } of [...cases, ...steps]) if (who) loads.set(who, (loads.get(who) ?? 0) + count);
  return loads;
}

/**
 * To whom a case, or a step of it, may be handed now, with what they have in hand and until when they are away. Errors:
 * `applications.notFound`, `applications.notClaimedByYou`, `applications.ownCase`, `access.forbidden` (forbidden).
 */
export async function listColleagues(ctx: StaffCtx, { number, step: named }: HandedCase) {
  const { db, actor, now } = ctx;
  const { application, facts } = await getCase(db, actor, { number });
  const step = partOf(facts, named);
  const hindrance = hindranceToHandOver(actor, facts, step);
  if (hindrance) throw new DomainError("forbidden", hindrance);
  const departmentId = facts.steps.find(({ key }) => key === step)?.departmentId ?? facts.departmentId;
  const holder = holderNow(facts, step);
  const people = (await listStaff(db, now, { departments: [departmentId], roles: routedRoles })).filter(({ id }) => id !== holder);
  const able = people.filter((person) => hindranceToTake(person, facts, now, step) === undefined);
  const loads = await loadsOf(db, able.map(({ id }) => id));
  const today = shanghaiDay(now);
  const colleagues = [];
  for (const { id, name } of able) colleagues.push({ id, name, self: id === actor.id, load: loads.get(id) ?? 0, awayUntil: (await findAbsence(db, id, { fromOn: today, untilOn: today }))?.untilOn ?? null });
  return { id: application.id, number: application.number, itemName: application.itemName, version: application.version, holder, step: step ?? null, colleagues };
}

/** Whom this actor may hand something to at all: colleagues of their departments; each case is judged by itself. */
export async function listOfficeColleagues({ db, actor, now }: StaffCtx) {
  const departments = [...new Set(actor.posts.map(({ departmentId }) => departmentId))];
  const people = departments.length > 0 ? await listStaff(db, now, { departments, roles: routedRoles }) : [];
  return people.filter(({ id }) => id !== actor.id).map(({ id, name }) => ({ id, name }));
}

const givers = alias(accounts, "givers");
const former = alias(accounts, "former");
const receivers = alias(accounts, "receivers");
const away = alias(accounts, "away");

const told = {
  id: caseAssignments.id, kind: caseAssignments.kind, step: caseAssignments.step, word: caseAssignments.word, reason: caseAssignments.reason, at: caseAssignments.at,
  by: givers.name, from: former.name, to: receivers.name, awayName: away.name, awayUntil: absences.untilOn,
};

function assignmentsFrom(db: Reader) {
  return db.select({ ...told, number: applications.number, itemName: applications.itemName }).from(caseAssignments)
    .innerJoin(applications, eq(applications.id, caseAssignments.applicationId))
    .leftJoin(givers, eq(givers.id, caseAssignments.byAccountId)).leftJoin(former, eq(former.id, caseAssignments.fromAccountId)).leftJoin(receivers, eq(receivers.id, caseAssignments.toAccountId))
    .leftJoin(absences, eq(absences.id, caseAssignments.absenceId)).leftJoin(away, eq(away.id, absences.accountId));
}

export const giftPlace = (row: string): Place => ({ table: "case_assignments", column: "word", row });

const viewOf = <Row extends { id: string; word: string | null; at: Date }>({ at, word, ...row }: Row) => ({ ...row, word: word && open(word, giftPlace(row.id)), at: at.toISOString() });

const historyLength = 50;

/** How a case came into the hands it was in, the latest first. Errors: `applications.notFound`. */
export async function listAssignments({ db, actor }: StaffCtx, { number }: Pick<HandedCase, "number">) {
  const { application, facts, content } = await getCase(db, actor, { number });
  // Beside the case as a whole: each open step that is held, or to be held, by itself.
  const apart = openSteps(facts).filter(({ key }) => partOf(facts, key) !== undefined && hindranceToHandOver(actor, facts, key) === undefined).map(({ key }) => key);
  const rows = await assignmentsFrom(db).where(eq(caseAssignments.applicationId, application.id)).orderBy(desc(caseAssignments.at), desc(caseAssignments.id)).limit(historyLength);
  const mayHandOver = hindranceToHandOver(actor, facts) === undefined && liveStatuses.some((live) => live === facts.status);
  return { mayHandOver, steps: content.steps.filter(({ key }) => apart.includes(key)).map(({ key, name }) => ({ key, name })), rows: rows.map(viewOf) };
}

const unseenShown = 20;

/** What was put into one's hands and one has not taken note of, the latest first; what went on since is left out. */
export async function listHandedToMe({ db, actor }: StaffCtx) {
  const held = sql`(${applications.claimedBy} = ${actor.id} or exists (select 1 from ${applicationSteps} where ${applicationSteps.applicationId} = ${applications.id} and ${applicationSteps.status} = 'active' and ${applicationSteps.claimedBy} = ${actor.id}))`;
  const rows = await assignmentsFrom(db).where(and(eq(caseAssignments.toAccountId, actor.id), isNull(caseAssignments.seenAt), held))
    .orderBy(desc(caseAssignments.at), desc(caseAssignments.id)).limit(unseenShown + 1);
  return { rows: rows.slice(0, unseenShown).map(viewOf), more: rows.length > unseenShown };
}
