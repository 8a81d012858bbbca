import { HandedCase, HandOver } from "@/domain/applications/schema/assignment";
import { procedureFor } from "@/server/api/trpc";
import { handOver } from "../commands/hand-over";
import { seeHanded } from "../commands/see";
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
};
