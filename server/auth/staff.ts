import { and, asc, eq, inArray, isNull, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Reader } from "@/db/client";
import { accounts, staffPosts } from "@/db/schema";
import type { Post, StaffRole, User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { isHeld } from "./session";

/** Whom to look for: by their accounts, or by a post in some departments and these roles. */
type Which = { ids: readonly string[] } | { departments: readonly string[]; roles: readonly StaffRole[] };

const citizens = alias(accounts, "citizens");

/**
 * Members of staff as the rules see them, with the posts they hold today: whoever a case may be given to, and whoever asked
 * for work that goes on without them. They bring no session and have proven nothing. Closed accounts are left out.
 */
export async function listStaff(db: Reader, now: Date, which: Which): Promise<User[]> {
  const today = shanghaiDay(now);
  const rows = await db.select({ id: accounts.id, name: accounts.name, assuranceLevel: accounts.assuranceLevel, citizenAccountId: citizens.id, role: staffPosts.role, departmentId: staffPosts.departmentId, divisionCode: staffPosts.divisionCode })
    .from(accounts).leftJoin(citizens, and(eq(citizens.citizenIdIndex, accounts.citizenIdIndex), eq(citizens.kind, "citizen"))).leftJoin(staffPosts, and(eq(staffPosts.accountId, accounts.id), isHeld(today)))
    .where(and(eq(accounts.kind, "staff"), isNull(accounts.disabledAt), wanted(db, today, which))).orderBy(asc(accounts.name), asc(accounts.id), asc(staffPosts.id));
  return Object.values(Object.groupBy(rows, ({ id }) => id)).flatMap((held) => {
    const [first] = held ?? [];
    if (!held || !first) return [];
    const posts = held.flatMap(({ role, departmentId, divisionCode }): Post[] => (role && departmentId && divisionCode ? [{ role, departmentId, divisionCode }] : []));
    const { id, name, assuranceLevel, citizenAccountId } = first;
    return [{ kind: "user", id, name, accountKind: "staff", assuranceLevel, sessionId: "", factors: [], authenticatedAt: new Date(0), posts, ...(citizenAccountId ? { citizenAccountId } : {}) }];
  });
}

function wanted(db: Reader, today: string, which: Which): SQL {
  if ("ids" in which) return inArray(accounts.id, [...new Set(which.ids)]);
  const { departments, roles } = which;
  return inArray(accounts.id, db.select({ id: staffPosts.accountId }).from(staffPosts).where(and(inArray(staffPosts.departmentId, [...departments]), inArray(staffPosts.role, [...roles]), isHeld(today))));
}
