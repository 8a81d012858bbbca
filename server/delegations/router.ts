import { DelegationById, GrantAtCounter, GrantFamily, InvitationCode, LookUpAtCounter, RegisterGuardianship, RevokeAtCounter } from "@/domain/delegations/schema";
import { freshProcedureFor, procedureFor, router } from "@/server/api/trpc";
import { lookUpAtCounter, revokeAtCounter } from "./commands/counter";
import { grantAtCounter, grantFamily } from "./commands/family";
import { registerGuardianship } from "./commands/guardianship";
import { acceptInvitation, revokeDelegation } from "./commands/invitations";
import { getInvitation } from "./queries/invitation";
import { getDelegation, listDelegations } from "./queries/list";

const citizen = procedureFor("citizen");
const clerk = procedureFor("clerk");

/** Who acts for whom. Acting itself begins in server/auth, where the session is. */
export const delegationsRouter = router({
  list: citizen.query(({ ctx }) => listDelegations(ctx)),
  get: citizen.input(DelegationById).query(({ ctx, input }) => getDelegation(ctx, input)),
  grantFamily: freshProcedureFor("citizen").input(GrantFamily).mutation(({ ctx, input }) => grantFamily(ctx, input)),
  invitation: citizen.input(InvitationCode).query(({ ctx, input }) => getInvitation(ctx, input)),
  accept: citizen.input(InvitationCode).mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
  revoke: citizen.input(DelegationById).mutation(({ ctx, input }) => revokeDelegation(ctx, input)),

  lookUpAtCounter: clerk.input(LookUpAtCounter).mutation(({ ctx, input }) => lookUpAtCounter(ctx, input)),
  grantAtCounter: clerk.input(GrantAtCounter).mutation(({ ctx, input }) => grantAtCounter(ctx, input)),
  registerGuardianship: clerk.input(RegisterGuardianship).mutation(({ ctx, input }) => registerGuardianship(ctx, input)),
  revokeAtCounter: clerk.input(RevokeAtCounter).mutation(({ ctx, input }) => revokeAtCounter(ctx, input)),
});
