import { ById, PlainAct, ReasonAct } from "@/domain/applications/schema";
import { AskExtension, CheckSupplement, Terminate, TolerantAccept, Transfer } from "@/domain/applications/schema/life";
import { CaseCalendar } from "@/domain/applications/schema/dates";
import { procedureFor } from "@/server/api/trpc";
import { declineVoid, proposeVoid, terminateApplication, voidApplication } from "../commands/ending";
import { supplementApplication, checkSupplement, tolerantAccept } from "../commands/supplement";
import { transferApplication } from "../commands/transfer";
import { caseCalendar } from "../queries/dates";
import { listTransferTargets } from "../queries/transfer";
import { askExtension, declineExtension, extendApplication } from "../commands/review";

const clerk = procedureFor("clerk");
const approver = procedureFor("approver");

/** Acts beside the usual course: those that take two people, and the early ends of a case. */
export const lifeProcedures = {
  tolerantAccept: clerk.input(TolerantAccept).mutation(({ ctx, input }) => tolerantAccept(ctx, input)),
  supplement: procedureFor("citizen").input(ById).mutation(({ ctx, input }) => supplementApplication(ctx, input)),
  checkSupplement: procedureFor("clerk", "reviewer").input(CheckSupplement).mutation(({ ctx, input }) => checkSupplement(ctx, input)),
  caseCalendar: procedureFor("citizen").input(CaseCalendar).query(({ ctx, input }) => caseCalendar(ctx, input)),
  transferTargets: clerk.input(ById).query(({ ctx, input }) => listTransferTargets(ctx, input)),
  transfer: clerk.input(Transfer).mutation(({ ctx, input }) => transferApplication(ctx, input)),
  askExtension: procedureFor("reviewer").input(AskExtension).mutation(({ ctx, input }) => askExtension(ctx, input)),
  extend: approver.input(PlainAct).mutation(({ ctx, input }) => extendApplication(ctx, input)),
  declineExtension: approver.input(ReasonAct).mutation(({ ctx, input }) => declineExtension(ctx, input)),
  terminate: procedureFor("clerk", "approver").input(Terminate).mutation(({ ctx, input }) => terminateApplication(ctx, input)),
  proposeVoid: procedureFor("reviewer", "approver", "certificateOfficer").input(ReasonAct).mutation(({ ctx, input }) => proposeVoid(ctx, input)),
  void: approver.input(PlainAct).mutation(({ ctx, input }) => voidApplication(ctx, input)),
  declineVoid: approver.input(ReasonAct).mutation(({ ctx, input }) => declineVoid(ctx, input)),
};
