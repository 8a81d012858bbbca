import { View } from "@/domain/identity/schema";
import { ByAuthorization, ByClient, RegisterClient } from "@/domain/identity/schema/clients";
import { KeptFormReference, SecurityLogPage, SessionReference, TakeKeptForm, TotpCode } from "@/domain/identity/schema/security";
import { freshProcedureFor, procedureFor, publicProcedure, router } from "@/server/api/trpc";
import { getKeptForm, takeKeptForm } from "@/server/auth/kept-forms";
import { confirmTotp, removeTotp, startTotp } from "@/server/auth/totp";
import { disableClient, registerClient, rotateClientSecret, rotateTokenKeys } from "./commands/clients";
import { revokeConsent } from "./commands/consents";
import { savePreferences } from "./commands/preferences";
import { endOtherSessions, endSession, extendSession } from "./commands/sessions";
import { getAuthorization, listClients, listConsents } from "./queries/clients";
import { listSecurityEvents, listSessions } from "./queries/sessions";
import { listDemoAccounts, viewer } from "./queries/viewer";
import { levelProcedures } from "./router.levels";
import { staffProcedures } from "./router/staff";

/** Signing in and out happens in server/auth, where the cookie is; procedures tell who somebody is and what they like. */
export const identityRouter = router({
  viewer: procedureFor("signedIn").query(({ ctx }) => viewer(ctx, ctx.actor)),
  savePreferences: procedureFor("signedIn").input(View).mutation(({ ctx, input }) => savePreferences(ctx, input)),
  listSessions: procedureFor("signedIn").query(({ ctx }) => listSessions(ctx)),
  extendSession: procedureFor("signedIn").mutation(({ ctx }) => extendSession(ctx)),
  endSession: procedureFor("signedIn").input(SessionReference).mutation(({ ctx, input }) => endSession(ctx, input)),
  endOtherSessions: procedureFor("signedIn").mutation(({ ctx }) => endOtherSessions(ctx)),
  listSecurityEvents: procedureFor("signedIn").input(SecurityLogPage).query(({ ctx, input }) => listSecurityEvents(ctx, input)),
  keptForm: procedureFor("signedIn").input(KeptFormReference).query(({ ctx, input }) => getKeptForm(ctx, input)),
  takeKeptForm: procedureFor("signedIn").input(TakeKeptForm).mutation(({ ctx, input }) => takeKeptForm(ctx, input)),
  startTotp: freshProcedureFor("signedIn").mutation(({ ctx }) => startTotp(ctx)),
  confirmTotp: freshProcedureFor("signedIn").input(TotpCode).mutation(({ ctx, input }) => confirmTotp(ctx, input)),
  removeTotp: freshProcedureFor("signedIn").mutation(({ ctx }) => removeTotp(ctx)),
  /** What another system asks of whoever is signed in here. Errors: `identity.authorizationExpired`. */
  authorization: publicProcedure.input(ByAuthorization).query(({ ctx, input }) => getAuthorization(ctx, input.uid)),
  listConsents: procedureFor("signedIn").query(({ ctx }) => listConsents(ctx)),
  revokeConsent: procedureFor("signedIn").input(ByClient).mutation(({ ctx, input }) => revokeConsent(ctx, input)),
  listClients: procedureFor("securityAdmin").query(({ ctx }) => listClients(ctx.db)),
  registerClient: freshProcedureFor("securityAdmin").input(RegisterClient).mutation(({ ctx, input }) => registerClient(ctx, input)),
  rotateClientSecret: freshProcedureFor("securityAdmin").input(ByClient).mutation(({ ctx, input }) => rotateClientSecret(ctx, input)),
  disableClient: freshProcedureFor("securityAdmin").input(ByClient).mutation(({ ctx, input }) => disableClient(ctx, input)),
  rotateTokenKeys: freshProcedureFor("securityAdmin").mutation(({ ctx }) => rotateTokenKeys(ctx)),
  ...staffProcedures,
  ...levelProcedures,
  demoAccounts: publicProcedure.query(() => listDemoAccounts()),
});
