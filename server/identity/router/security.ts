import { ExternalReference, KeptFormReference, NewPassword, PasskeyReference, RenamePasskey, SecurityLogPage, SessionReference, TakeKeptForm, TotpCode } from "@/domain/identity/schema/security";
import { freshProcedureFor, procedureFor } from "@/server/api/trpc";
import { removeEmail } from "@/server/auth/email";
import { listExternal, unlinkExternal } from "@/server/auth/external-links";
import { getKeptForm, takeKeptForm } from "@/server/auth/kept-forms";
import { removePasskey } from "@/server/auth/passkeys";
import { setPassword } from "@/server/auth/password";
import { confirmTotp, removeTotp, startTotp } from "@/server/auth/totp";
import { renamePasskey } from "../commands/passkeys";
import { endOtherSessions, endSession, extendSession } from "../commands/sessions";
import { getMeans } from "../queries/security";
import { listSecurityEvents, listSessions } from "../queries/sessions";

/** One's own sessions and means of signing in. */
export const securityProcedures = {
  listSessions: procedureFor("signedIn").query(({ ctx }) => listSessions(ctx)),
  extendSession: procedureFor("signedIn").mutation(({ ctx }) => extendSession(ctx)),
  endSession: procedureFor("signedIn").input(SessionReference).mutation(({ ctx, input }) => endSession(ctx, input)),
  endOtherSessions: procedureFor("signedIn").mutation(({ ctx }) => endOtherSessions(ctx)),
  listSecurityEvents: procedureFor("signedIn").input(SecurityLogPage).query(({ ctx, input }) => listSecurityEvents(ctx, input)),
  keptForm: procedureFor("signedIn").input(KeptFormReference).query(({ ctx, input }) => getKeptForm(ctx, input)),
  takeKeptForm: procedureFor("signedIn").input(TakeKeptForm).mutation(({ ctx, input }) => takeKeptForm(ctx, input)),
  startTotp: freshProcedureFor("signedIn").mutation(({ ctx }) => startTotp(ctx)),
  confirmTotp: freshProcedureFor("signedIn").input(TotpCode).mutation(({ ctx, input }) => confirmTotp(ctx, input)),
  means: procedureFor("signedIn").query(({ ctx }) => getMeans(ctx)),
  /** Answers only soon after a proof: what a page of sensitive acts asks for before it is filled in. */
  checkProof: freshProcedureFor("signedIn").query(() => true),
  setPassword: freshProcedureFor("signedIn").input(NewPassword).mutation(({ ctx, input }) => setPassword(ctx, input.password)),
  renamePasskey: procedureFor("signedIn").input(RenamePasskey).mutation(({ ctx, input }) => renamePasskey(ctx, input)),
  removePasskey: freshProcedureFor("signedIn").input(PasskeyReference).mutation(({ ctx, input }) => removePasskey(ctx, input.id)),
  listExternal: procedureFor("signedIn").query(({ ctx }) => listExternal(ctx)),
  unlinkExternal: freshProcedureFor("signedIn").input(ExternalReference).mutation(({ ctx, input }) => unlinkExternal(ctx, input.id)),
  removeTotp: freshProcedureFor("signedIn").mutation(({ ctx }) => removeTotp(ctx)),
  removeEmail: freshProcedureFor("signedIn").mutation(({ ctx }) => removeEmail(ctx)),
};
