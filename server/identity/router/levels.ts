import { AskRecovery, CheckById, DecideSecondLook, FindPerson, GetLevel, Prove, RecoveryById, StartCheck, VerifyPerson, VisitById } from "@/domain/identity/schema/levels";
import { procedureFor } from "@/server/api/trpc";
import { askRecovery, findPerson, issueRecoveryCode, verifyPerson } from "../commands/counter";
import { finishCheck, prove, startCheck } from "../commands/levels";
import { decideSecondLook } from "../commands/second-look";
import { getVisit, listSecondLooks } from "../queries/counter";
import { getLevel } from "../queries/levels";

const citizen = procedureFor("citizen");
const clerk = procedureFor("clerk");
const secondPerson = procedureFor("clerk", "approver");

/** Levels of assurance: proven by oneself, and at the counter. */
export const levelProcedures = {
  level: citizen.input(GetLevel).query(({ ctx, input }) => getLevel(ctx, input)),
  prove: citizen.input(Prove).mutation(({ ctx, input }) => prove(ctx, input)),
  startCheck: citizen.input(StartCheck).mutation(({ ctx, input }) => startCheck(ctx, input)),
  finishCheck: citizen.input(CheckById).mutation(({ ctx, input }) => finishCheck(ctx, input)),
  findPerson: clerk.input(FindPerson).mutation(({ ctx, input }) => findPerson(ctx, input)),
  visit: clerk.input(VisitById).query(({ ctx, input }) => getVisit(ctx, input.id)),
  verifyPerson: clerk.input(VerifyPerson).mutation(({ ctx, input }) => verifyPerson(ctx, input)),
  askRecovery: clerk.input(AskRecovery).mutation(({ ctx, input }) => askRecovery(ctx, input)),
  issueRecoveryCode: clerk.input(RecoveryById).mutation(({ ctx, input }) => issueRecoveryCode(ctx, input)),
  listSecondLooks: secondPerson.query(({ ctx }) => listSecondLooks(ctx)),
  decideSecondLook: secondPerson.input(DecideSecondLook).mutation(({ ctx, input }) => decideSecondLook(ctx, input)),
};
