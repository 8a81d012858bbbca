import { GiveStanding, GrantReference, ListGrants, ListUses, StandingSubject } from "@/domain/certificates/schema/uses";
import { atLevel, procedureFor } from "@/server/api/trpc";
import { revokeGrant } from "../commands/grants";
import { giveStanding } from "../commands/standing";
import { getGrantable } from "../queries/standing";
import { getGrant, listGrants, listUses } from "../queries/uses";

const citizen = procedureFor("citizen").use(atLevel("viewCertificate"));

/** Who used a holder's certificates, and who is permitted to. */
export const useProcedures = {
  /** Errors: `certificates.notFound`. */
  listUses: citizen.input(ListUses).query(({ ctx, input }) => listUses(ctx, input)),
  listGrants: citizen.input(ListGrants).query(({ ctx, input }) => listGrants(ctx, input)),
  /** Errors: `certificates.grantNotFound`. */
  getGrant: citizen.input(GrantReference).query(({ ctx, input }) => getGrant(ctx, input.id)),
  grantable: citizen.input(StandingSubject).query(({ ctx, input }) => getGrantable(ctx, input)),
  giveStanding: citizen.input(GiveStanding).mutation(({ ctx, input }) => giveStanding(ctx, input)),
  /** Errors: `certificates.grantNotFound`, `certificates.grantByDuty`, `certificates.grantRevoked`, `certificates.grantExpired`. */
  revokeGrant: citizen.input(GrantReference).mutation(({ ctx, input }) => revokeGrant(ctx, input.id)),
};
