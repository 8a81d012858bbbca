import { RetryWork } from "@/domain/operations/schema";
import { procedureFor, router } from "@/server/api/trpc";
import { retryWork } from "./commands/retry";
import { getStanding } from "./queries/standing";

const keeping = procedureFor("systemAdmin");

/** How the machinery behind the portal runs, for whoever keeps it running. */
export const operationsRouter = router({
  standing: keeping.query(({ ctx }) => getStanding(ctx)),
  /** Tries work again that was given up. Errors: `operations.workGone`. */
  retry: keeping.input(RetryWork).mutation(({ ctx, input }) => retryWork(ctx, input)),
});
