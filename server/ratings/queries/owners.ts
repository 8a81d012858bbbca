import { and, count, eq, gte, inArray, isNull, lte, or, type SQL } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { accounts, rectifications, staffPosts } from "@/db/schema";
import type { StaffRole } from "@/domain/core/actor";
import { addDays, type Day } from "@/domain/core/calendar";
import { isWithin } from "@/domain/departments/rules";

const handlingRoles: StaffRole[] = ["clerk", "reviewer", "approver", "certificateOfficer"];
const latelyDays = 90;

/** Which of these people held a post in a department in the last months in which cases are handled: one of theirs may be what was rated. */
export async function listHandlers(db: Reader | Tx, departmentId: string, accountIds: readonly string[], today: Day): Promise<ReadonlySet<string>> {
  if (accountIds.length === 0) return new Set();
  const rows = await db.selectDistinct({ accountId: staffPosts.accountId }).from(staffPosts).where(and(inArray(staffPosts.accountId, [...accountIds]), eq(staffPosts.departmentId, departmentId), handledLately(today)));
  return new Set(rows.map(({ accountId }) => accountId));
}

/** The departments in which somebody held such a post. */
export async function listHandled(db: Reader, accountId: string, today: Day): Promise<ReadonlySet<string>> {
  const rows = await db.selectDistinct({ departmentId: staffPosts.departmentId }).from(staffPosts).where(and(eq(staffPosts.accountId, accountId), handledLately(today)));
  return new Set(rows.map(({ departmentId }) => departmentId));
}

function handledLately(today: Day): SQL | undefined {
  const since = addDays(today, -latelyDays);
  return and(inArray(staffPosts.role, handlingRoles), or(isNull(staffPosts.endedAt), gte(staffPosts.endedAt, new Date(since))), or(isNull(staffPosts.validUntil), gte(staffPosts.validUntil, since)));
}

type Where = { departmentId: string; divisionCode: string; ratedIds: readonly string[] };

/** Who takes a new rectification on: of the department's supervisors whose own work is not rated there, the one with the fewest. */
export async function findOwner(db: Reader | Tx, { departmentId, divisionCode, ratedIds }: Where, today: Day): Promise<string | undefined> {
  const posts = await db.select({ accountId: staffPosts.accountId, divisionCode: staffPosts.divisionCode }).from(staffPosts).innerJoin(accounts, eq(accounts.id, staffPosts.accountId)).where(and(
    eq(staffPosts.departmentId, departmentId), eq(staffPosts.role, "supervisor"), isNull(staffPosts.endedAt), isNull(accounts.disabledAt),
    lte(staffPosts.validFrom, today), or(isNull(staffPosts.validUntil), gte(staffPosts.validUntil, today)),
  ));
  const covering = [...new Set(posts.filter((post) => isWithin(divisionCode, post.divisionCode) && !ratedIds.includes(post.accountId)).map(({ accountId }) => accountId))];
  const handlers = await listHandlers(db, departmentId, covering, today);
  const eligible = covering.filter((accountId) => !handlers.has(accountId));
  if (eligible.length === 0) return undefined;
  const loads = await db.select({ ownerId: rectifications.ownerId, open: count() }).from(rectifications)
    .where(and(inArray(rectifications.ownerId, eligible), eq(rectifications.status, "open"))).groupBy(rectifications.ownerId);
  const loadOf = (accountId: string) => loads.find(({ ownerId }) => ownerId === accountId)?.open ?? 0;
  return eligible.toSorted((a, b) => loadOf(a) - loadOf(b) || a.localeCompare(b))[0];
}
