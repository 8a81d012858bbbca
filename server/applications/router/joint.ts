import { ByNumber } from "@/domain/applications/schema";
import { AskDepartment, HandBack } from "@/domain/applications/schema/joint";
import { procedureFor } from "@/server/api/trpc";
import { askDepartment, handBack } from "../commands/joint";
import { getJoint } from "../queries/joint";

/** Several departments on one case (行政许可法 26): their branches, and giving one back. */
export const jointProcedures = {
  joint: procedureFor("clerk", "reviewer", "approver", "certificateOfficer", "supervisor").input(ByNumber).query(({ ctx, input }) => getJoint(ctx, ctx.actor, input)),
  handBack: procedureFor("clerk", "reviewer", "approver", "certificateOfficer").input(HandBack).mutation(({ ctx, input }) => handBack(ctx, input)),
  askDepartment: procedureFor("reviewer", "approver").input(AskDepartment).mutation(({ ctx, input }) => askDepartment(ctx, input)),
};
