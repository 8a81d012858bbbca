import { DecideProposal } from "@/domain/core/proposals";
import { placeDuties } from "@/domain/departments/policy";
import { EndClosure, PlanClosure, StandingOf } from "@/domain/departments/schema/closures";
import { doorProcedure, procedureFor, publicReadingProcedure } from "@/server/api/trpc";
import { decideClosure, endClosure, planClosure } from "../commands/closures";
import { getClosureOffice, getServiceStatus, getStanding } from "../queries/closures";

const keeping = procedureFor(placeDuties.propose, placeDuties.decide);

/** Planned closures: what anyone may know of them, and how two administrators plan them. */
export const closureProcedures = {
  /** Whether an item, a department, a division or the whole portal is open, and the words of the closure that is told of. */
  getStanding: publicReadingProcedure.input(StandingOf).query(({ ctx, input }) => getStanding(ctx.db, ctx.now, input)),
  /** How the portal is doing, closures now, ahead and of the last ninety days. */
  getServiceStatus: doorProcedure("status").query(({ ctx }) => getServiceStatus(ctx.db, ctx.now)),
  /** The closures that wait, those not over, and the latest decided. */
  getClosures: keeping.query(({ ctx }) => getClosureOffice(ctx.db, ctx.now)),
  planClosure: procedureFor(placeDuties.propose).input(PlanClosure).mutation(({ ctx, input }) => planClosure(ctx, input)),
  decideClosure: keeping.input(DecideProposal).mutation(({ ctx, input }) => decideClosure(ctx, input)),
  endClosure: keeping.input(EndClosure).mutation(({ ctx, input }) => endClosure(ctx, input)),
};
