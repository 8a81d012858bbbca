import { CloneItem, ListRunRows, ListRuns, RunReference } from "@/domain/items/schema/exchange";
import { procedureFor } from "@/server/api/trpc";
import { startClone } from "../commands/clone";
import { cancelRun, confirmRun } from "../commands/import";
import { listRunRows, listRuns, viewRun } from "../queries/runs";

const editing = procedureFor("itemEditor");

/** Imports and clones of many items. A file comes in by `POST /api/items/import`, and exports go out by `GET /api/items/export`. */
export const exchangeProcedures = {
  /** One's own runs, the latest first. */
  listRuns: editing.input(ListRuns).query(({ ctx, input }) => listRuns(ctx.db, ctx.actor, input)),
  /** A run with its figures. Errors: `items.runNotFound`. */
  getRun: editing.input(RunReference).query(({ ctx, input }) => viewRun(ctx.db, ctx.actor, input.runId)),
  /** Its rows: what each would do or did, field by field, or why not. Errors: `items.runNotFound`. */
  listRunRows: editing.input(ListRunRows).query(({ ctx, input }) => listRunRows(ctx.db, ctx.actor, input)),
  /** Errors: `items.runNotFound`, `items.runNotReady`. */
  confirmRun: editing.input(RunReference).mutation(({ ctx, input }) => confirmRun(ctx, input)),
  /** Errors: `items.runNotFound`, `items.runOver`. */
  cancelRun: editing.input(RunReference).mutation(({ ctx, input }) => cancelRun(ctx, input)),
  /** Prepares copies for other departments and divisions, to be confirmed. Errors: `items.notFound`, `items.noTargets`. */
  startClone: editing.input(CloneItem).mutation(({ ctx, input }) => startClone(ctx, input)),
};
