import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { applications, applicationSteps, caseAssignments } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { accountName, giftPlace } from "../queries/assignments";

/** Locks a case until the end of the transaction: whoever claims, releases, hands over or acts takes turns. */
export async function lockCase(tx: Tx, id: string): Promise<void> {
  await tx.select({ id: applications.id }).from(applications).where(eq(applications.id, id)).for("update");
}

type Assignment = typeof caseAssignments.$inferInsert;
/** What is given, to whom (nobody: to whoever takes it), and why. */
export type Gift = Omit<Assignment, "id" | "at" | "seenAt">;

/**
 * Puts a locked case, or a step of it, into somebody's hands or nobody's and writes down why; false where its event was
 * answered already. That a case is given is no act on it: its version and the time to take it back stay.
 */
export async function give(tx: Tx, { now }: Ctx, gift: Gift): Promise<boolean> {
  const id = await newId(tx);
  const [written] = await tx.insert(caseAssignments).values({ ...gift, id, word: gift.word ? seal(gift.word, giftPlace(id)) : null, at: now }).onConflictDoNothing().returning({ id: caseAssignments.id });
  if (!written) return false;
  const { applicationId, step, toAccountId: claimedBy = null } = gift;
  if (step) await tx.update(applicationSteps).set({ claimedBy }).where(and(eq(applicationSteps.applicationId, applicationId), eq(applicationSteps.key, step), eq(applicationSteps.status, "active")));
  else await tx.update(applications).set({ claimedBy, claimedAt: claimedBy ? now : null }).where(eq(applications.id, applicationId));
  return true;
}

/** The conflict that tells who holds a case. */
export async function claimedByOther(tx: Tx, accountId: string | null): Promise<DomainError> {
  return new DomainError("conflict", "applications.claimedByOther", { who: await accountName(tx, accountId) });
}
