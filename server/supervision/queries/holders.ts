import { and, eq, gte, inArray, isNull, lte, or } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { accounts, staffPosts } from "@/db/schema";
import { openSteps } from "@/domain/applications/rules/steps";
import type { ApplicationStatus } from "@/domain/applications/schema";
import type { StaffRole } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { ancestry } from "@/domain/departments/rules";
import type { Case } from "@/server/applications/queries/case";

type Source = Reader | Tx;
type Place = { departmentId: string; divisionCode: string };

/** Who holds one of these roles in a department, over a division, on this day. */
export async function postedIn(db: Source, roles: readonly StaffRole[], { departmentId, divisionCode }: Place, now: Date): Promise<string[]> {
  const today = shanghaiDay(now);
  const rows = await db.selectDistinct({ id: staffPosts.accountId }).from(staffPosts).innerJoin(accounts, eq(accounts.id, staffPosts.accountId)).where(and(
    inArray(staffPosts.role, [...roles]), eq(staffPosts.departmentId, departmentId), inArray(staffPosts.divisionCode, ancestry(divisionCode)),
    isNull(staffPosts.endedAt), lte(staffPosts.validFrom, today), or(isNull(staffPosts.validUntil), gte(staffPosts.validUntil, today)), isNull(accounts.disabledAt),
  ));
  return rows.map(({ id }) => id);
}

const rolesOf = (status: ApplicationStatus): readonly StaffRole[] => {
  if (status === "submitted" || status === "correction") return ["clerk"];
  if (status === "suspended") return ["reviewer", "approver"];
  return status === "accepted" || status === "inReview" ? ["approver"] : ["certificateOfficer", "clerk"];
};

/** Whose work a case, or one step of it, is now: whoever holds it, else all who may take it. */
export async function holdersOf(db: Source, { application, facts, steps }: Case, now: Date, stepKey?: string | null): Promise<string[]> {
  const open = openSteps(facts).filter(({ key }) => !stepKey || key === stepKey);
  const claimed = [...open.map(({ key }) => steps.find((step) => step.key === key)?.claimedBy ?? null), application.claimedBy].filter((id) => id !== null);
  if (claimed.length > 0) return [...new Set(claimed)];
  if (open.length === 0) return postedIn(db, rolesOf(application.status), application, now);
  const pools: string[] = [];
  for (const { role, departmentId } of open) pools.push(...await postedIn(db, [role], { departmentId: departmentId ?? application.departmentId, divisionCode: application.divisionCode }, now));
  return [...new Set(pools)];
}

export const supervisorsOf = (db: Source, place: Place, now: Date): Promise<string[]> => postedIn(db, ["supervisor"], place, now);
