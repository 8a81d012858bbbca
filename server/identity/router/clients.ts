import { ByAuthorization, ByClient, RegisterClient, SetApiAccess } from "@/domain/identity/schema/clients";
import { doorProcedure, freshProcedureFor, procedureFor, publicProcedure } from "@/server/api/trpc";
import { listProviders } from "@/server/auth/external";
import { disableClient, registerClient, replaceTokenKeys, rotateClientSecret, setApiAccess } from "../commands/clients";
import { revokeConsent } from "../commands/consents";
import { getAuthorization, listClients, listConsents } from "../queries/clients";

/** Systems that sign people in through the portal, what people let them know, and the providers that sign people in here. */
export const clientProcedures = {
  /** The other OpenID providers that people may sign in with here. */
  listProviders: publicProcedure.query(() => listProviders()),
  /** What another system asks of whoever is signed in here. Errors: `identity.authorizationExpired`. */
  authorization: doorProcedure("oidc").input(ByAuthorization).query(({ ctx, input }) => getAuthorization(ctx, input.uid)),
  listConsents: procedureFor("signedIn").query(({ ctx }) => listConsents(ctx)),
  revokeConsent: procedureFor("signedIn").input(ByClient).mutation(({ ctx, input }) => revokeConsent(ctx, input)),
  listClients: procedureFor("securityAdmin").query(({ ctx }) => listClients(ctx.db)),
  registerClient: freshProcedureFor("securityAdmin").input(RegisterClient).mutation(({ ctx, input }) => registerClient(ctx, input)),
  rotateClientSecret: freshProcedureFor("securityAdmin").input(ByClient).mutation(({ ctx, input }) => rotateClientSecret(ctx, input)),
  setApiAccess: freshProcedureFor("securityAdmin").input(SetApiAccess).mutation(({ ctx, input }) => setApiAccess(ctx, input)),
  disableClient: freshProcedureFor("securityAdmin").input(ByClient).mutation(({ ctx, input }) => disableClient(ctx, input)),
  replaceTokenKeys: freshProcedureFor("securityAdmin").mutation(({ ctx }) => replaceTokenKeys(ctx)),
};
