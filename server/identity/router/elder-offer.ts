import { AnswerElderOffer } from "@/domain/identity/schema";
import { procedureFor } from "@/server/api/trpc";
import { answerElderOffer } from "../commands/elder-offer";
import { getElderOffer } from "../queries/elder-offer";

const citizen = procedureFor("citizen");

/** Senior mode is offered once to those over sixty. */
export const elderOfferProcedures = {
  elderOffer: citizen.query(({ ctx }) => getElderOffer(ctx)),
  answerElderOffer: citizen.input(AnswerElderOffer).mutation(({ ctx, input }) => answerElderOffer(ctx, input)),
};
