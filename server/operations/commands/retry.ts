import { DomainError } from "@/domain/core/errors";
import type { RetryWork } from "@/domain/operations/schema";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { isGivenUp } from "../queries/work";

/**
 * Puts a piece of work that was given up back into its queue. It is the jobs that do it, when the message reaches them: who
 * serves people may not write the queue. Errors: `operations.workGone`.
 */
export function retryWork(ctx: Ctx, { id }: RetryWork): Promise<void> {
  return commit(ctx, async (tx) => {
    if (!(await isGivenUp(tx, id))) throw new DomainError("not_found", "operations.workGone");
    return { value: undefined, audit: { action: "operations.retry", subject: { type: "work", id } }, outbox: [{ topic: "operations.retry", payload: { id } }] };
  });
}
