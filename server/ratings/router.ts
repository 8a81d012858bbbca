import { ByNumber } from "@/domain/applications/schema";
import { RateApplication } from "@/domain/ratings/schema";
import { procedureFor, router } from "@/server/api/trpc";
import { rateApplication } from "./commands";
import { getRating } from "./queries";

const citizen = procedureFor("citizen");

export const ratingsRouter = router({
  get: citizen.input(ByNumber).query(({ ctx, input }) => getRating(ctx, input.number)),
  rate: citizen.input(RateApplication).mutation(({ ctx, input }) => rateApplication(ctx, input)),
});
