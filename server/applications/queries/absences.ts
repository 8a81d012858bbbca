import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, lte, or, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Reader } from "@/db/client";
import { open } from "@/db/personal-data";
import { absences, accounts } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { isDeputyFor, supervises } from "@/domain/applications/policy/assignment";
import { routedRoles, type ListAbsences } from "@/domain/applications/schema/assignment";
import type { User } from "@/domain/core/actor";
import { shanghaiDay, type Day } from "@/domain/core/calendar";
import { listStaff } from "@/server/auth/staff";
import type { Ctx } from "@/server/core/context";

type StaffCtx = Ctx & { actor: User };
export const wordPlace = (row: string): Place => ({ table: "absences", column: "word", row });
export type AbsenceRow = typeof absences.$inferSelect;

const lasts = (today: Day) => and(isNull(absences.endedAt), lte(absences.fromOn, today), gte(absences.untilOn, today));

/** Who is away today, with who stands in. */
export async function awayOn(db: Reader, today: Day): Promise<Map<string, string>> {
  const rows = await db.select({ id: absences.accountId, deputy: absences.deputyId }).from(absences).where(lasts(today));
  return new Map(rows.map(({ id, deputy }) => [id, deputy]));
}

/** The absence of somebody that has a day in common with these; nothing when they are there. */
export async function findAbsence(db: Reader, accountId: string, { fromOn, untilOn }: { fromOn: Day; untilOn: Day }): Promise<AbsenceRow | undefined> {
  const [row] = await db.select().from(absences)
    .where(and(eq(absences.accountId, accountId), isNull(absences.endedAt), lte(absences.fromOn, untilOn), gte(absences.untilOn, fromOn))).limit(1);
  return row;
}

const deputies = alias(accounts, "deputies");
const pastShown = 50;

/**
 * One's own absences and those in which one stands in, or those of the people one supervises: what lasts or comes, or with
 * `past` what was, the latest first.
 */
export async function listAbsences(ctx: StaffCtx, { of, past }: ListAbsences) {
  const today = shanghaiDay(ctx.now);
  const people = of === "office" ? (await listSupervised(ctx)).map(({ id }) => id) : [];
  const whose = of === "own" ? or(eq(absences.accountId, ctx.actor.id), eq(absences.deputyId, ctx.actor.id)) : inArray(absences.accountId, people);
  if (of === "office" && people.length === 0) return { today, rows: [] };
  const rows = await ctx.db.select({ row: absences, name: accounts.name, deputyName: deputies.name }).from(absences)
    .innerJoin(accounts, eq(accounts.id, absences.accountId)).innerJoin(deputies, eq(deputies.id, absences.deputyId))
    .where(and(whose, past ? isOver(today) : and(isNull(absences.endedAt), gte(absences.untilOn, today))))
    .orderBy(past ? desc(absences.untilOn) : asc(absences.fromOn), asc(absences.id)).limit(past ? pastShown : 500);
  return { today, rows: rows.map(({ row, name, deputyName }) => ({ ...shown(row), name, deputyName, mine: row.accountId === ctx.actor.id, lasts: row.endedAt === null && row.fromOn <= today && row.untilOn >= today })) };
}

const isOver = (today: Day): SQL | undefined => or(lt(absences.untilOn, today), isNotNull(absences.endedAt));

const shown = ({ id, fromOn, untilOn, word, startedAt, moved, freed, endedAt }: AbsenceRow) =>
  ({ id, fromOn, untilOn, word: word && open(word, wordPlace(id)), startedAt: startedAt?.toISOString() ?? null, moved, freed, endedAt: endedAt?.toISOString() ?? null });

/** The people who work on cases where this actor supervises. */
export async function listSupervised({ db, actor, now }: StaffCtx): Promise<User[]> {
  const departments = [...new Set(actor.posts.filter(({ role }) => role === "supervisor").map(({ departmentId }) => departmentId))];
  if (departments.length === 0) return [];
  const people = await listStaff(db, now, { departments, roles: routedRoles });
  return people.filter((person) => supervises(actor, person));
}

/**
 * For whom an absence may be recorded here, each with who may stand in: oneself, and whom one supervises.
 */
export async function absenceChoices(ctx: StaffCtx) {
  const [me] = await listStaff(ctx.db, ctx.now, { ids: [ctx.actor.id] });
  const mine = me && me.posts.some(({ role }) => routedRoles.some((one) => one === role)) ? [me] : [];
  const people = [...mine, ...(await listSupervised(ctx)).filter(({ id }) => id !== ctx.actor.id)];
  const departments = [...new Set(people.flatMap(({ posts }) => posts.map(({ departmentId }) => departmentId)))];
  const colleagues = departments.length > 0 ? await listStaff(ctx.db, ctx.now, { departments, roles: routedRoles }) : [];
  return people.map((person) => ({
    id: person.id, name: person.name, self: person.id === ctx.actor.id,
    deputies: colleagues.filter((colleague) => isDeputyFor(colleague, person)).map(({ id, name }) => ({ id, name })),
  }));
}
