import { z } from "zod";
import { DecideProposal } from "@/domain/core/proposals";
import { placeDuties } from "@/domain/departments/policy";
import { DivisionCode } from "@/domain/departments/schema";
import { DepartmentReference, FindDepartments, PlaceChange, SaveDepartmentFacts } from "@/domain/departments/schema/changes";
import { FindWindows, SaveWindow, WindowReference } from "@/domain/departments/schema/windows";
import { procedureFor, publicReadingProcedure } from "@/server/api/trpc";
import { decideChange, proposeChange, saveFacts } from "../commands/places";
import { closeWindow, saveWindow } from "../commands/windows";
import { getDepartment, getDivisionOffice, listChanges, listDirectory } from "../queries/places";
import { getWindow, listWindowDivisions, listWindows } from "../queries/windows";

const keeping = procedureFor(placeDuties.propose, placeDuties.decide);
const writing = procedureFor(placeDuties.propose);

/** Departments, divisions and windows: what anyone may know of them, and how administrators keep them. */
export const placeProcedures = {
  /** The windows of a division, or those that take a department's item; with whether they are open now. */
  listWindows: publicReadingProcedure.input(FindWindows).query(({ ctx, input }) => listWindows(ctx.db, ctx.now, input)),
  /** The divisions that have windows. */
  listWindowDivisions: publicReadingProcedure.query(({ ctx }) => listWindowDivisions(ctx.db)),
  /** Departments to administer, keyset-paged. */
  listDirectory: keeping.input(FindDepartments).query(({ ctx, input }) => listDirectory(ctx.db, input)),
  /** One department with windows, waiting change and history. Errors: `departments.notFound`. */
  getForEdit: keeping.input(DepartmentReference).query(({ ctx, input }) => getDepartment(ctx.db, input.departmentId)),
  /** A division and what lies beneath it, with waiting change and history. Errors: `departments.divisionNotFound`. */
  getDivisionForEdit: keeping.input(z.strictObject({ code: DivisionCode })).query(({ ctx, input }) => getDivisionOffice(ctx.db, input.code)),
  /** A window as it is kept. Errors: `departments.windowNotFound`. */
  getWindow: keeping.input(z.strictObject({ windowId: z.uuid() })).query(({ ctx, input }) => getWindow(ctx.db, input.windowId)),
  /** The changes that wait to be confirmed, or the latest decided. */
  listChanges: keeping.input(z.strictObject({ open: z.boolean() })).query(({ ctx, input }) => listChanges(ctx.db, input.open)),
  proposeChange: writing.input(PlaceChange).mutation(({ ctx, input }) => proposeChange(ctx, input)),
  decideChange: keeping.input(DecideProposal).mutation(({ ctx, input }) => decideChange(ctx, input)),
  saveFacts: writing.input(SaveDepartmentFacts).mutation(({ ctx, input }) => saveFacts(ctx, input)),
  saveWindow: writing.input(SaveWindow).mutation(({ ctx, input }) => saveWindow(ctx, input)),
  closeWindow: writing.input(WindowReference).mutation(({ ctx, input }) => closeWindow(ctx, input)),
};
