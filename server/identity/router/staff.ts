import { z } from "zod";
import { mayDecideChanges, mayProposeAccounts, mayProposePosts, mayReadStaff } from "@/domain/identity/policy";
import { AccountChange, AuditQuery, PostChange, StaffDecision, StaffQuery } from "@/domain/identity/schema/staff";
import { freshProcedureFor, procedureFor } from "@/server/api/trpc";
import { decideStaffChange, proposeAccountChange, proposePostChange } from "../commands/staff-changes";
import { endStaffSessions } from "../commands/staff-sessions";
import { listAudit } from "../queries/audit";
import { getStaff, listStaff } from "../queries/staff";
import { countWaiting, getStaffChange, listStaffChanges } from "../queries/staff-changes";

const Person = z.strictObject({ accountId: z.uuid() });

/** The three administrators' work; who may do what is the table in domain/identity/policy.ts. */
export const staffProcedures = {
  listStaff: procedureFor(...mayReadStaff).input(StaffQuery).query(({ ctx, input }) => listStaff(ctx, input)),
  getStaff: procedureFor(...mayReadStaff).input(Person).query(({ ctx, input }) => getStaff(ctx, input.accountId)),
  listStaffChanges: procedureFor(...mayReadStaff)
    .input(z.strictObject({ state: z.enum(["open", "decided"]).default("open"), cursor: z.string().min(1).max(300).optional() }))
    .query(({ ctx, input }) => listStaffChanges(ctx, input)),
  getStaffChange: procedureFor(...mayReadStaff).input(z.strictObject({ changeId: z.uuid() })).query(({ ctx, input }) => getStaffChange(ctx, input.changeId)),
  countWaitingChanges: procedureFor(...mayReadStaff).query(({ ctx }) => countWaiting(ctx.db, ctx.actor)),
  proposeAccountChange: freshProcedureFor(...mayProposeAccounts).input(AccountChange).mutation(({ ctx, input }) => proposeAccountChange(ctx, input)),
  proposePostChange: freshProcedureFor(...mayProposePosts).input(PostChange).mutation(({ ctx, input }) => proposePostChange(ctx, input)),
  decideStaffChange: freshProcedureFor(...mayDecideChanges).input(StaffDecision).mutation(({ ctx, input }) => decideStaffChange(ctx, input)),
  endStaffSessions: procedureFor(...mayDecideChanges).input(Person).mutation(({ ctx, input }) => endStaffSessions(ctx, input)),
  listAudit: procedureFor("auditAdmin").input(AuditQuery).query(({ ctx, input }) => listAudit(ctx, input)),
};
