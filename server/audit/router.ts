import { ProofOfCase } from "@/domain/audit/schema";
import { atDoor, procedureFor, router } from "@/server/api/trpc";
import { getProof } from "./queries/proof";
import { getStanding } from "./queries/standing";

/** The chain over the audit log: how it stands, and the proof of one's own case. */
export const auditRouter = router({
  standing: procedureFor("auditAdmin").query(({ ctx }) => getStanding(ctx)),
  /** Errors: `applications.notFound`, `audit.notSealedYet`. */
  proof: procedureFor("citizen").use(atDoor("proof")).input(ProofOfCase).query(({ ctx, input }) => getProof(ctx, input)),
});
