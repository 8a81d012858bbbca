import { AgentsOf, DecideAtCounter, DelegationById, GrantAtCounter, GrantFamily, InvitationCode, InviteAgent, LookUpAtCounter, RegisterGuardianship, RevokeAtCounter } from "@/domain/delegations/schema";
import { OrganisationByCode, OrganisationById } from "@/domain/organisations/schema";
import { atDoor, atLevel, freshProcedureFor, procedureFor, router } from "@/server/api/trpc";
import { acceptAgency, confirmAgent, declineAgency, inviteAgent } from "./commands/agents";
import { decideAtCounter, lookUpAtCounter, revokeAtCounter } from "./commands/counter";
import { grantAtCounter, grantFamily } from "./commands/family";
import { registerGuardianship } from "./commands/guardianship";
import { acceptInvitation, revokeDelegation } from "./commands/invitations";
import { bindOrganisation, refreshOrganisation } from "./commands/representatives";
import { listAgents, listOffers } from "./queries/agents";
import { getInvitation } from "./queries/invitation";
import { getDelegation, listDelegations } from "./queries/list";
import { listWaitingAtCounter } from "./queries/waiting";

const citizen = procedureFor("citizen");
const invited = citizen.use(atDoor("invitation"));
const clerk = procedureFor("clerk");
const secondPerson = procedureFor("clerk", "approver");

/** Who acts for whom. Acting itself begins in server/auth, where the session is. */
export const delegationsRouter = router({
  list: citizen.query(({ ctx }) => listDelegations(ctx)),
  get: citizen.input(DelegationById).query(({ ctx, input }) => getDelegation(ctx, input)),
  grantFamily: freshProcedureFor("citizen").use(atLevel("grantDelegation")).input(GrantFamily).mutation(({ ctx, input }) => grantFamily(ctx, input)),
  invitation: invited.input(InvitationCode).query(({ ctx, input }) => getInvitation(ctx, input)),
  accept: invited.use(atLevel("acceptDelegation")).input(InvitationCode).mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
  revoke: citizen.input(DelegationById).mutation(({ ctx, input }) => revokeDelegation(ctx, input)),

  bindOrganisation: freshProcedureFor("citizen").use(atLevel("bindOrganisation")).input(OrganisationByCode).mutation(({ ctx, input }) => bindOrganisation(ctx, input)),
  refreshOrganisation: citizen.use(atLevel("bindOrganisation")).input(OrganisationById).mutation(({ ctx, input }) => refreshOrganisation(ctx, input)),
  agents: citizen.input(AgentsOf).query(({ ctx, input }) => listAgents(ctx, input)),
  inviteAgent: freshProcedureFor("citizen").use(atLevel("inviteAgent")).input(InviteAgent).mutation(({ ctx, input }) => inviteAgent(ctx, input)),
  confirmAgent: citizen.input(DelegationById).mutation(({ ctx, input }) => confirmAgent(ctx, input)),
  offers: invited.query(({ ctx }) => listOffers(ctx)),
  acceptAgency: invited.use(atLevel("acceptAgency")).input(DelegationById).mutation(({ ctx, input }) => acceptAgency(ctx, input)),
  declineAgency: invited.input(DelegationById).mutation(({ ctx, input }) => declineAgency(ctx, input)),

  lookUpAtCounter: clerk.input(LookUpAtCounter).mutation(({ ctx, input }) => lookUpAtCounter(ctx, input)),
  grantAtCounter: clerk.input(GrantAtCounter).mutation(({ ctx, input }) => grantAtCounter(ctx, input)),
  registerGuardianship: clerk.input(RegisterGuardianship).mutation(({ ctx, input }) => registerGuardianship(ctx, input)),
  listWaitingAtCounter: secondPerson.query(({ ctx }) => listWaitingAtCounter(ctx)),
  decideAtCounter: secondPerson.input(DecideAtCounter).mutation(({ ctx, input }) => decideAtCounter(ctx, input)),
  revokeAtCounter: clerk.input(RevokeAtCounter).mutation(({ ctx, input }) => revokeAtCounter(ctx, input)),
});
