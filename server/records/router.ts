import { AnswerRequest, ExportForm, FileRequest, ListPage, ListRequests, RequestByNumber } from "@/domain/records/schema";
import { ListArchives } from "@/domain/records/schema/archive";
import { freshProcedureFor, procedureFor, router } from "@/server/api/trpc";
import { answerRequest, fileRequest } from "./commands/requests";
import { listArchives } from "./queries/archives";
import { exportOwn } from "./queries/export";
import { getOverview, listAccesses } from "./queries/own";
import { getRequest, listOwnRequests, listRequests } from "./queries/requests";

const citizen = procedureFor("citizen");
const supervisor = procedureFor("supervisor");

/** What is held about a person, who read it, and what they ask to have put right or erased. */
export const recordsRouter = router({
  overview: citizen.query(({ ctx }) => getOverview(ctx)),
  accesses: citizen.input(ListPage).query(({ ctx, input }) => listAccesses(ctx, input)),
  export: freshProcedureFor("citizen").input(ExportForm).query(({ ctx, input }) => exportOwn(ctx, input)),
  request: freshProcedureFor("citizen").input(FileRequest).mutation(({ ctx, input }) => fileRequest(ctx, input)),
  listOwnRequests: citizen.input(ListPage).query(({ ctx, input }) => listOwnRequests(ctx, input)),
  listRequests: supervisor.input(ListRequests).query(({ ctx, input }) => listRequests(ctx, input)),
  getRequest: supervisor.input(RequestByNumber).query(({ ctx, input }) => getRequest(ctx, input)),
  archives: procedureFor("clerk", "supervisor").input(ListArchives).query(({ ctx, input }) => listArchives(ctx, input)),
  answer: freshProcedureFor("supervisor").input(AnswerRequest).mutation(({ ctx, input }) => answerRequest(ctx, input)),
});
