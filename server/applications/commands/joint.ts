import { and, eq, isNull } from "drizzle-orm";
import { applicationSteps, departments } from "@/db/schema";
import type { AskDepartment, HandBack } from "@/domain/applications/schema/joint";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import type { Case } from "../queries/case";
import { act, type Acted } from "./act";

/** A branch that waits for an opinion, asked of another department or not. */
function branchOf({ facts }: Case, key: string, asked: boolean) {
  const step = facts.steps.find((one) => one.key === key);
  if (step?.kind !== "consult" || step.status !== "active" || (step.departmentId !== null) !== asked) throw new DomainError("conflict", asked ? "applications.noBranchAsked" : "applications.noBranchToAsk");
  return step;
}

/**
 * Gives a branch back to the department that asked: it is not this one's to say. The branch stays open and is then the asking
 * department's own, to answer itself or to ask another. Errors: `applications.noBranchAsked` (conflict), `access.forbidden`.
 */
export function handBack(ctx: Ctx, { id, version, step, reason }: HandBack): Promise<Acted> {
  return act(ctx, { id, version, action: "handBack", step }, async (found, tx) => {
    const { departmentId } = branchOf(found, step, true);
    const [organ] = await tx.select({ name: departments.name }).from(departments).where(eq(departments.id, departmentId ?? ""));
    await tx.update(applicationSteps).set({ departmentId: null, role: null, claimedBy: null }).where(and(eq(applicationSteps.applicationId, id), eq(applicationSteps.key, step)));
    return { reason, payload: { step, departmentName: organ?.name ?? null } };
  });
}

/** Asks another department for the opinion of a branch that is the own department's now. Errors: `applications.noBranchToAsk` (conflict), `applications.departmentUnknown` (invalid). */
export function askDepartment(ctx: Ctx, { id, version, step, departmentId }: AskDepartment): Promise<Acted> {
  return act(ctx, { id, version, action: "askDepartment" }, async (found, tx) => {
    const { role } = branchOf(found, step, false);
    const [organ] = await tx.select({ name: departments.name }).from(departments).where(and(eq(departments.id, departmentId), isNull(departments.closedOn)));
    if (!organ || departmentId === found.application.departmentId) throw new DomainError("invalid", "applications.departmentUnknown");
    await tx.update(applicationSteps).set({ departmentId, role, claimedBy: null }).where(and(eq(applicationSteps.applicationId, id), eq(applicationSteps.key, step)));
    return { payload: { step, departmentName: organ.name } };
  });
}
