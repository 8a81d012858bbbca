import { hindrance } from "@/domain/applications/policy";
import { openBranches } from "@/domain/applications/rules/steps";
import type { ByNumber } from "@/domain/applications/schema";
import type { User } from "@/domain/core/actor";
import type { Ctx } from "@/server/core/context";
import { recordAccess } from "@/server/core/data-access";
import { getCase } from "./case";
import { listEvents } from "./events";
import { deskSteps } from "./steps";

/** The branches of a case side by side: whose each is, by when, what was said, and what this actor may do about it. Errors: `applications.notFound`. */
export async function getJoint(ctx: Ctx, actor: User, { number }: ByNumber) {
  const found = await getCase(ctx.db, ctx.actor, { number });
  const { application, content, facts } = found;
  await recordAccess(ctx.db, ctx, { subjectId: application.applicantAccountId, kind: "open", fields: [], case: application });
  const events = await listEvents(ctx.db, application.id);
  const moved = events.filter(({ action }) => action === "handBack" || action === "askDepartment");
  const open = openBranches(facts);
  const steps = await deskSteps(ctx, actor, found);
  return {
    id: application.id, number: application.number, version: application.version, divisionCode: application.divisionCode, departmentId: application.departmentId, departmentName: found.department.name,
    itemName: application.itemName, itemNameEn: content.nameEn ?? null,
    branches: steps.filter(({ kind, status }) => (kind === "consult" || kind === "review") && status !== "skipped").map((step) => {
      const fact = open.find(({ key }) => key === step.key);
      return {
        ...step,
        canHandBack: fact?.departmentId !== null && fact !== undefined && hindrance(actor, "handBack", facts, step.key) === undefined,
        canAsk: fact?.departmentId === null && hindrance(actor, "askDepartment", facts) === undefined,
        moves: moved.filter(({ payload }) => payload["step"] === step.key).map(({ action, at, actorName, reason, payload }) => ({ action, at: at.toISOString(), actorName, reason, departmentName: typeof payload["departmentName"] === "string" ? payload["departmentName"] : null })),
      };
    }),
  };
}
