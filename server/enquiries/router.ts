import { AnswerEnquiry, EnquiryByCode, EnquiryById, ListEnquiries, ListOwnEnquiries, SendEnquiry } from "@/domain/enquiries/schema";
import { doorProcedure, procedureFor, publicProcedure, router } from "@/server/api/trpc";
import { answerEnquiry, sendEnquiry } from "./commands";
import { getByCode, getEnquiry, listEnquiries, listOwnEnquiries } from "./queries";

const answering = procedureFor("clerk", "supervisor");

/** Questions, problems and complaints, each with an answer within five workdays. */
export const enquiriesRouter = router({
  send: publicProcedure.input(SendEnquiry).mutation(({ ctx, input }) => sendEnquiry(ctx, input)),
  getByCode: doorProcedure("enquiry").input(EnquiryByCode).query(({ ctx, input }) => getByCode(ctx, input)),
  listOwn: procedureFor("citizen").input(ListOwnEnquiries).query(({ ctx, input }) => listOwnEnquiries(ctx, input)),
  list: answering.input(ListEnquiries).query(({ ctx, input }) => listEnquiries(ctx, input)),
  get: answering.input(EnquiryById).query(({ ctx, input }) => getEnquiry(ctx, input.id)),
  answer: answering.input(AnswerEnquiry).mutation(({ ctx, input }) => answerEnquiry(ctx, input)),
});
