import { z } from "zod";
import { ByNumber } from "@/domain/applications/schema";
import { AskExpert, DeclineExpert, ExpertFile, ExpertLink, ExpertRequestById, ExpertVisit, SaveExpertDraft, SubmitExpertOpinion } from "@/domain/applications/schema/experts";
import { doorProcedure, procedureFor } from "@/server/api/trpc";
import { declineAsExpert, enterAsExpert, saveExpertDraft, sendExpertCode, submitExpertOpinion } from "../commands/expert-opinions";
import { askExpert, resendExpertLink, revokeExpert } from "../commands/experts";
import { fileForExpert, listExpertLinks, listExperts, viewExpertLink, visitAsExpert } from "../queries/experts";

const invited = doorProcedure("expert");
const desk = procedureFor("clerk", "reviewer", "approver", "certificateOfficer");
const staff = procedureFor("clerk", "reviewer", "approver", "certificateOfficer", "supervisor");

/** Opinions of experts from outside: asked at the desk, given behind a link of one's own (ADR 21). */
export const expertProcedures = {
  experts: staff.input(ByNumber).query(({ ctx, input }) => listExperts(ctx, ctx.actor, input)),
  askExpert: desk.input(AskExpert).mutation(({ ctx, input }) => askExpert(ctx, input)),
  revokeExpert: desk.input(ExpertRequestById).mutation(({ ctx, input }) => revokeExpert(ctx, input)),
  resendExpertLink: desk.input(ExpertRequestById).mutation(({ ctx, input }) => resendExpertLink(ctx, input)),
  /** Reading tells who asks and uses nothing up: a preview of the link opens nothing. */
  expertLink: invited.input(ExpertLink).query(({ ctx, input }) => viewExpertLink(ctx, input)),
  sendExpertCode: invited.input(ExpertLink).mutation(({ ctx, input }) => sendExpertCode(ctx, input)),
  enterAsExpert: invited.input(ExpertLink.extend({ codeToken: z.string().max(200), code: z.string().max(20) })).mutation(({ ctx, input }) => enterAsExpert(ctx, input)),
  visitAsExpert: invited.input(ExpertVisit).query(({ ctx, input }) => visitAsExpert(ctx, input)),
  fileForExpert: invited.input(ExpertFile).query(({ ctx, input }) => fileForExpert(ctx, input)),
  saveExpertDraft: invited.input(SaveExpertDraft).mutation(({ ctx, input }) => saveExpertDraft(ctx, input)),
  submitExpertOpinion: invited.input(SubmitExpertOpinion).mutation(({ ctx, input }) => submitExpertOpinion(ctx, input)),
  /** What a demonstration has sent; empty elsewhere. */
  sentExpertLinks: doorProcedure("outbox").query(({ ctx }) => listExpertLinks(ctx)),
  declineAsExpert: invited.input(DeclineExpert).mutation(({ ctx, input }) => declineAsExpert(ctx, input)),
};
