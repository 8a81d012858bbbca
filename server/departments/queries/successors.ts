import { eq } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { departments, divisions } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";

// A successor may be closed in its turn; a chain this long is a circle.
const mostSteps = 20;

/** That a department is closed, with the open one that took over from it where there is one. */
export async function departmentClosed(db: Reader | Tx, { successorId }: { successorId: string | null }): Promise<DomainError> {
  for (let id = successorId, step = 0; id && step < mostSteps; step += 1) {
    const [next] = await db.select().from(departments).where(eq(departments.id, id)).limit(1);
    if (next && !next.closedOn) return new DomainError("conflict", "departments.closedTo", { successor: next.name });
    id = next?.successorId ?? null;
  }
  return new DomainError("conflict", "departments.closed");
}

/** That a division is closed, with the open one that took over from it where there is one. */
export async function divisionClosed(db: Reader | Tx, { code, successorCode }: { code: string; successorCode: string | null }): Promise<DomainError> {
  for (let at = successorCode, step = 0; at && step < mostSteps; step += 1) {
    const [next] = await db.select().from(divisions).where(eq(divisions.code, at)).limit(1);
    if (next && !next.closedOn) return new DomainError("conflict", "departments.divisionClosedTo", { code, successor: next.name, successorCode: next.code });
    at = next?.successorCode ?? null;
  }
  return new DomainError("conflict", "departments.divisionClosed", { code });
}
