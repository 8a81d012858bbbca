import { ByNumber } from "@/domain/applications/schema";
import { ShareById, SharedProgress } from "@/domain/applications/schema/shares";
import { doorProcedure, procedureFor } from "@/server/api/trpc";
import { revokeShare, shareProgress } from "../commands/shares";
import { getSharedProgress, listShares } from "../queries/shares";

const citizen = procedureFor("citizen");

/** A case followed by family without an account. */
export const shareProcedures = {
  shares: citizen.input(ByNumber).query(({ ctx, input }) => listShares(ctx, input)),
  shareProgress: citizen.input(ByNumber).mutation(({ ctx, input }) => shareProgress(ctx, input)),
  revokeShare: citizen.input(ShareById).mutation(({ ctx, input }) => revokeShare(ctx, input)),
  sharedProgress: doorProcedure("share").input(SharedProgress).query(({ ctx, input }) => getSharedProgress(ctx, input)),
};
