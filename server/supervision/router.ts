import { Figures, ListCases } from "@/domain/supervision/schema";
import { procedureFor, router } from "@/server/api/trpc";
import { listCases } from "./queries/cases";
import { getChoices, getFigures } from "./queries/figures";

const supervisor = procedureFor("supervisor");

export const supervisionRouter = router({
  figures: supervisor.input(Figures).query(({ ctx, input }) => getFigures(ctx, input)),
  choices: supervisor.query(({ ctx }) => getChoices(ctx)),
  cases: supervisor.input(ListCases).query(({ ctx, input }) => listCases(ctx, input)),
});
