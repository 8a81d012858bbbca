import { EndAbsence, HandedCase, HandOver, ListAbsences, RecordAbsence } from "@/domain/applications/schema/assignment";
import { procedureFor } from "@/server/api/trpc";
import { endAbsence, recordAbsence } from "../commands/absences";
import { handOver } from "../commands/hand-over";
import { seeHanded } from "../commands/see";
import { absenceChoices, listAbsences } from "../queries/absences";
import { listAssignments, listColleagues, listHandedToMe, listOfficeColleagues } from "../queries/assignments";

const staff = procedureFor("clerk", "reviewer", "approver", "certificateOfficer", "supervisor");

/** In whose hands a case is: handing over, standing in, routing, and acts on many cases. */
export const assignmentProcedures = {
  handOver: staff.input(HandOver).mutation(({ ctx, input }) => handOver(ctx, input)),
  colleagues: staff.input(HandedCase).query(({ ctx, input }) => listColleagues(ctx, input)),
  officeColleagues: staff.query(({ ctx }) => listOfficeColleagues(ctx)),
  assignments: staff.input(HandedCase.pick({ number: true })).query(({ ctx, input }) => listAssignments(ctx, input)),
  handedToMe: staff.query(({ ctx }) => listHandedToMe(ctx)),
  seeHanded: staff.mutation(({ ctx }) => seeHanded(ctx)),

  absences: staff.input(ListAbsences).query(({ ctx, input }) => listAbsences(ctx, input)),
  absenceChoices: staff.query(({ ctx }) => absenceChoices(ctx)),
  recordAbsence: staff.input(RecordAbsence).mutation(({ ctx, input }) => recordAbsence(ctx, input)),
  endAbsence: staff.input(EndAbsence).mutation(({ ctx, input }) => endAbsence(ctx, input)),
};
