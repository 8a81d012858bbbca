import { isDomainError } from "@/domain/core/errors";
import type { Ctx } from "./context";

/**
 * What a noun does in the background, as actor `system`. `topics` react to messages of the outbox and `schedules` run by
 * the clock; both may run again after a crash, so each must be idempotent.
 */
export type NounJobs = {
  topics?: Record<string, (ctx: Ctx, payload: unknown) => Promise<void>>;
  /** By name: a cron expression (Asia/Shanghai) and the act, which tells how many rows it moved. One that reads much is given `hours`, else five minutes. */
  schedules?: Record<string, { cron: string; hours?: number; run: (ctx: Ctx) => Promise<number> }>;
};

/** A message of the outbox may come twice; what it asks for is then done already. */
export async function once(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isDomainError(error) || error.kind !== "conflict") throw error;
  }
}
