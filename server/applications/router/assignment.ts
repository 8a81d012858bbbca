import {
  BulkById, CreateRoutingRule, EditRoutingRule, EndAbsence, HandedCase, HandOver, ListAbsences, ListBulkRows, ListBulkRuns, ListRouting, MoveRoutingRule, PrepareBulk,
  RecordAbsence, RoutingRuleById, TryRouting,
} from "@/domain/applications/schema/assignment";
import { procedureFor } from "@/server/api/trpc";
import { endAbsence, recordAbsence } from "../commands/absences";
import { cancelBulk, confirmBulk, prepareBulk } from "../commands/bulk";
import { handOver } from "../commands/hand-over";
import { createRoutingRule, editRoutingRule, moveRoutingRule } from "../commands/routing-rules";
import { seeHanded } from "../commands/see";
import { absenceChoices, listAbsences } from "../queries/absences";
import { listAssignments, listColleagues, listHandedToMe, listOfficeColleagues } from "../queries/assignments";
import { listBulkRows, listBulkRuns, viewBulk } from "../queries/bulk";
import { getRoutingRule, listRouting, routingChoices, tryRouting } from "../queries/routing";

const staff = procedureFor("clerk", "reviewer", "approver", "certificateOfficer", "supervisor");
const supervisor = procedureFor("supervisor");

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

  routing: supervisor.input(ListRouting).query(({ ctx, input }) => listRouting(ctx, input)),
  routingRule: supervisor.input(RoutingRuleById).query(({ ctx, input }) => getRoutingRule(ctx, input)),
  routingChoices: supervisor.input(ListRouting.required()).query(({ ctx, input }) => routingChoices(ctx, input)),
  tryRouting: supervisor.input(TryRouting).query(({ ctx, input }) => tryRouting(ctx, input)),
  createRoutingRule: supervisor.input(CreateRoutingRule).mutation(({ ctx, input }) => createRoutingRule(ctx, input)),
  editRoutingRule: supervisor.input(EditRoutingRule).mutation(({ ctx, input }) => editRoutingRule(ctx, input)),
  moveRoutingRule: supervisor.input(MoveRoutingRule).mutation(({ ctx, input }) => moveRoutingRule(ctx, input)),

  prepareBulk: staff.input(PrepareBulk).mutation(({ ctx, input }) => prepareBulk(ctx, input)),
  confirmBulk: staff.input(BulkById).mutation(({ ctx, input }) => confirmBulk(ctx, input)),
  cancelBulk: staff.input(BulkById).mutation(({ ctx, input }) => cancelBulk(ctx, input)),
  bulkRuns: staff.input(ListBulkRuns).query(({ ctx, input }) => listBulkRuns(ctx, input)),
  bulkRun: staff.input(BulkById).query(({ ctx, input }) => viewBulk(ctx, input)),
  bulkRows: staff.input(ListBulkRows).query(({ ctx, input }) => listBulkRows(ctx, input)),
};
