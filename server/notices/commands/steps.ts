import { and, eq } from "drizzle-orm";
import { applicationSteps } from "@/db/schema";
import { formatApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { TellOfStep } from "@/domain/notices/schema";
import { getCase } from "@/server/applications/queries/case";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { addressee, insertMessage } from "../commands";

/**
 * Sends what a step of the process asks for as it begins or is done: once per case, step and moment, also where the case
 * was sent back to it. Errors: `notices.toldAlready` (conflict), `notices.textUnknown` (not_found).
 */
export async function tellOfStep(ctx: Ctx, { applicationId, step, moment, text }: TellOfStep): Promise<void> {
  const { application } = await getCase(ctx.db, ctx.actor, { id: applicationId });
  await commit(ctx, async (tx) => {
    const [row] = await tx.select({ dueOn: applicationSteps.dueOn }).from(applicationSteps).where(and(eq(applicationSteps.applicationId, applicationId), eq(applicationSteps.key, step)));
    const due = moment === "entered" && row?.dueOn ? { dueOn: row.dueOn } : {};
    const written = await insertMessage(tx, {
      accountId: await addressee(tx, ctx, application), applicationId, template: "stepTold", params: { number: formatApplicationNumber(application.number), text, ...due },
      dedupeKey: `${applicationId}:step:${step}:${moment}`, createdAt: ctx.now,
    });
    if (!written) throw new DomainError("conflict", "notices.toldAlready");
    return { value: undefined, ...written };
  });
}
