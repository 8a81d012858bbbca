import { OrganisationById } from "@/domain/organisations/schema";
import { procedureFor, router } from "@/server/api/trpc";
import { describeRegister, getOrganisation, listOrganisations } from "./queries";

const citizen = procedureFor("citizen");

/** What the organisations are that somebody may act for. Who may, and how one comes to, is told by delegations. */
export const organisationsRouter = router({
  list: citizen.query(({ ctx }) => listOrganisations(ctx)),
  get: citizen.input(OrganisationById).query(({ ctx, input }) => getOrganisation(ctx, input)),
  register: citizen.query(({ ctx }) => describeRegister(ctx)),
});
