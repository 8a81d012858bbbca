import { ReadByDuty } from "@/domain/applications/schema/duty";
import { freshProcedureFor, procedureFor } from "@/server/api/trpc";
import { listChoices } from "@/server/certificates/queries/catalogue";
import { readByDuty } from "../commands/duty";

/** Certificates that an organ reads by its duty, for a case it handles. */
export const dutyProcedures = {
  /** The types there are, by name. */
  dutyTypes: procedureFor("reviewer", "approver").query(({ ctx }) => listChoices(ctx.db)),
  readByDuty: freshProcedureFor("reviewer", "approver").input(ReadByDuty).mutation(({ ctx, input }) => readByDuty(ctx, input)),
};
