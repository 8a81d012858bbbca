import { z } from "zod";
import { calendarDuties } from "@/domain/departments/rules/calendar";
import { DecideCalendar, DivisionCode, ProposeCalendar } from "@/domain/departments/schema";
import { DepartmentReference } from "@/domain/departments/schema/changes";
import { procedureFor, publicReadingProcedure, router } from "@/server/api/trpc";
import { decideCalendar, proposeCalendar } from "./commands/calendar";
import { getCalendarOffice, listMissingYears } from "./queries/calendar";
import { getDivision, getPublicDepartment, listDepartments, listDivisions } from "./queries/places";
import { closureProcedures } from "./router/closures";
import { placeProcedures } from "./router/places";

const keepers = [calendarDuties.propose, calendarDuties.decide, "supervisor"] as const;

export const departmentsRouter = router({
  /** The divisions beneath another; without one, the provinces. */
  listDivisions: publicReadingProcedure.input(z.strictObject({ parent: DivisionCode.default("000000") })).query(({ ctx, input }) => listDivisions(ctx.db, input.parent)),
  /** A division and what it lies in. Errors: `departments.divisionNotFound`. */
  getDivision: publicReadingProcedure.input(z.strictObject({ code: DivisionCode })).query(({ ctx, input }) => getDivision(ctx.db, input.code)),
  /** One department as anyone may know it. Errors: `departments.notFound`. */
  get: publicReadingProcedure.input(DepartmentReference).query(({ ctx, input }) => getPublicDepartment(ctx.db, input.departmentId)),
  /** The departments of a division. */
  list: publicReadingProcedure.input(z.strictObject({ division: DivisionCode })).query(({ ctx, input }) => listDepartments(ctx.db, input.division)),
  /** The State Council calendar by year, what is missing and what waits to be confirmed. */
  getCalendar: procedureFor(...keepers).query(({ ctx }) => getCalendarOffice(ctx.db, ctx.now)),
  /** Years whose calendar is wanted and not known: their deadlines are provisional. */
  listMissingYears: procedureFor(...keepers).query(({ ctx }) => listMissingYears(ctx.db, ctx.now)),
  proposeCalendar: procedureFor(calendarDuties.propose).input(ProposeCalendar).mutation(({ ctx, input }) => proposeCalendar(ctx, input)),
  decideCalendar: procedureFor(calendarDuties.decide).input(DecideCalendar).mutation(({ ctx, input }) => decideCalendar(ctx, input)),
  ...placeProcedures,
  ...closureProcedures,
});
