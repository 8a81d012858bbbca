import { z } from "zod";
import { DivisionCode } from "@/domain/departments/schema";
import { publicProcedure, router } from "@/server/api/trpc";
import { getDivision, listDepartments, listDivisions } from "./queries";

export const departmentsRouter = router({
  /** The divisions beneath another; without one, the provinces. */
  listDivisions: publicProcedure.input(z.strictObject({ parent: DivisionCode.default("000000") })).query(({ ctx, input }) => listDivisions(ctx.db, input.parent)),
  /** A division and what it lies in. Errors: `departments.divisionNotFound`. */
  getDivision: publicProcedure.input(z.strictObject({ code: DivisionCode })).query(({ ctx, input }) => getDivision(ctx.db, input.code)),
  /** The departments of a division. */
  list: publicProcedure.input(z.strictObject({ division: DivisionCode })).query(({ ctx, input }) => listDepartments(ctx.db, input.division)),
});
