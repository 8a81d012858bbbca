import { eq, type SQLWrapper } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { answerCounts } from "@/db/schema";
import { countOrigins } from "@/domain/forms/rules/prefill";
import type { Ctx } from "@/server/core/context";
import type { Case } from "../queries/case";
import type { FiledForm } from "../queries/form";

/** Counts how the answers that are filed came about: numbers only. Filed again, they are counted anew. */
export function countedAnswers(tx: Tx, { now }: Ctx, found: Case, { answers, form, context }: FiledForm): SQLWrapper {
  const { id: applicationId, serviceItemId } = found.application;
  const fields = form.visible(answers, context).sections.flatMap((section) => section.fields);
  const counted = { serviceItemId, ...countOrigins(fields, answers, form.origins(answers, context)), filedAt: now };
  return tx.insert(answerCounts).values({ applicationId, ...counted }).onConflictDoUpdate({ target: answerCounts.applicationId, set: counted });
}

/** What was taken back was never filed. */
export async function forgetCounted(tx: Tx, applicationId: string): Promise<void> {
  await tx.delete(answerCounts).where(eq(answerCounts.applicationId, applicationId));
}
