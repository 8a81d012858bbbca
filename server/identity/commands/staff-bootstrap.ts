import { eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { departments, divisions, staffPosts } from "@/db/schema";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { administrators, type Administrator } from "@/domain/identity/rules/staff";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { issueEnrolment, openStaffAccount } from "./staff-effects";

export type Bootstrap = { names: Record<Administrator, string>; department: { uscc: string; name: string; divisionCode: string } };
export type Bootstrapped = { role: Administrator; name: string; signInName: string; enrolmentToken: string };

const signInNames: Record<Administrator, string> = { systemAdmin: "system-admin", securityAdmin: "security-admin", auditAdmin: "audit-admin" };

/**
 * Opens an empty system: the three administrators, once, each with the secret of a one-time enrolment link. Two at the same
 * moment: one waits for the other and is refused. Errors: `identity.administratorsExist`, `identity.signInNameTaken`
 * (conflict), `departments.divisionNotFound` (not_found).
 */
export function bootstrapAdministrators(ctx: Ctx, { names, department }: Bootstrap): Promise<Bootstrapped[]> {
  return commit(ctx, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('tongban.staff-bootstrap'))`);
    const existing = await tx.select({ id: staffPosts.id }).from(staffPosts).where(inArray(staffPosts.role, [...administrators])).limit(1);
    if (existing.length > 0) throw new DomainError("conflict", "identity.administratorsExist");
    const place = await ensurePlace(tx, department);
    const opened = [];
    for (const role of administrators) {
      const person = { name: names[role], signInName: signInNames[role] };
      const accountId = await openStaffAccount(tx, ctx.now, person);
      await tx.insert(staffPosts).values({ accountId, role, ...place, validFrom: shanghaiDay(ctx.now) });
      const enrolment = await issueEnrolment(tx, ctx.now, accountId);
      if (!("token" in enrolment)) throw new Error("the first administrators are given their links by hand");
      opened.push({ accountId, role, ...person, enrolmentToken: enrolment.token });
    }
    return {
      value: opened.map(({ accountId: _id, ...told }) => told),
      audit: opened.map(({ accountId, role }) => ({ action: "identity.bootstrap", subject: { type: "account", id: accountId }, after: { role } })),
    };
  });
}

async function ensurePlace(tx: Tx, { uscc, name, divisionCode }: Bootstrap["department"]): Promise<{ departmentId: string; divisionCode: string }> {
  const [division] = await tx.select({ level: divisions.level }).from(divisions).where(eq(divisions.code, divisionCode)).limit(1);
  if (!division) throw new DomainError("not_found", "departments.divisionNotFound", { code: divisionCode });
  const level = { country: "1", province: "2", city: "3", county: "4" }[division.level];
  await tx.insert(departments).values({ uscc, name, level, divisionCode }).onConflictDoNothing({ target: departments.uscc });
  const [row] = await tx.select({ id: departments.id }).from(departments).where(eq(departments.uscc, uscc)).limit(1);
  if (!row) throw new Error("a department that was ensured is there");
  return { departmentId: row.id, divisionCode };
}
