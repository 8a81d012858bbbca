import { askedRoles, caseRoles } from "@/domain/applications/policy";
import { AnswerUrging, ById, DecideReason, ExplainSignal, Figures, GiveReason, HandleSignal, ListCases, ListHot, ListOverdue, ListSignals, ListUrgings, OfCase, SettleUrging, Subscribe, Urge } from "@/domain/supervision/schema";
import { doorProcedure, procedureFor, router } from "@/server/api/trpc";
import { decideReason, explainSignal, giveReason, handleSignal } from "./commands/handling";
import { subscribe, unsubscribe } from "./commands/reports";
import { answerUrging, settleUrging, urge } from "./commands/urgings";
import { listCases } from "./queries/cases";
import { getChoices, getFigures } from "./queries/figures";
import { countWaiting, getInbox, getOfCase, listOverdue, listReasons, listSignals, listUrgings } from "./queries/handling";
import { listHot } from "./queries/hot";
import { downloadReport, listReports } from "./queries/reports";

const supervisor = procedureFor("supervisor");
const desk = procedureFor(...caseRoles);
const worker = procedureFor(...askedRoles);

export const supervisionRouter = router({
  figures: supervisor.input(Figures).query(({ ctx, input }) => getFigures(ctx, input)),
  choices: supervisor.query(({ ctx }) => getChoices(ctx)),
  cases: supervisor.input(ListCases).query(({ ctx, input }) => listCases(ctx, input)),

  ofCase: desk.input(OfCase).query(({ ctx, input }) => getOfCase(ctx, input)),
  inbox: desk.query(({ ctx }) => getInbox(ctx)),
  waiting: desk.query(({ ctx }) => countWaiting(ctx)),

  urge: supervisor.input(Urge).mutation(({ ctx, input }) => urge(ctx, input)),
  answer: worker.input(AnswerUrging).mutation(({ ctx, input }) => answerUrging(ctx, input)),
  settle: supervisor.input(SettleUrging).mutation(({ ctx, input }) => settleUrging(ctx, input)),
  urgings: supervisor.input(ListUrgings).query(({ ctx, input }) => listUrgings(ctx, input)),

  signals: supervisor.input(ListSignals).query(({ ctx, input }) => listSignals(ctx, input)),
  explain: worker.input(ExplainSignal).mutation(({ ctx, input }) => explainSignal(ctx, input)),
  handle: supervisor.input(HandleSignal).mutation(({ ctx, input }) => handleSignal(ctx, input)),

  giveReason: worker.input(GiveReason).mutation(({ ctx, input }) => giveReason(ctx, input)),
  reasons: supervisor.query(({ ctx }) => listReasons(ctx)),
  decideReason: supervisor.input(DecideReason).mutation(({ ctx, input }) => decideReason(ctx, input)),
  /** What most was filed for in the last four weeks, with how often. */
  hot: doorProcedure("hot").input(ListHot).query(({ ctx, input }) => listHot(ctx.db, ctx.now, input.audience)),
  overdue: doorProcedure("overdue").input(ListOverdue).query(({ ctx, input }) => listOverdue(ctx, input)),

  subscribe: supervisor.input(Subscribe).mutation(({ ctx, input }) => subscribe(ctx, input)),
  unsubscribe: supervisor.input(ById).mutation(({ ctx, input }) => unsubscribe(ctx, input)),
  reports: supervisor.query(({ ctx }) => listReports(ctx)),
  report: supervisor.input(ById).query(({ ctx, input }) => downloadReport(ctx, input)),
});
