import { View } from "@/domain/identity/schema";
import { procedureFor, publicProcedure, router } from "@/server/api/trpc";
import { savePreferences } from "./commands/preferences";
import { listDemoAccounts, viewer } from "./queries/viewer";
import { clientProcedures } from "./router/clients";
import { elderOfferProcedures } from "./router/elder-offer";
import { levelProcedures } from "./router/levels";
import { securityProcedures } from "./router/security";
import { staffProcedures } from "./router/staff";

/** Signing in and out happens in server/auth, where the cookie is; procedures tell who somebody is and what they like. */
export const identityRouter = router({
  viewer: procedureFor("signedIn").query(({ ctx }) => viewer(ctx, ctx.actor)),
  savePreferences: procedureFor("signedIn").input(View).mutation(({ ctx, input }) => savePreferences(ctx, input)),
  ...elderOfferProcedures,
  ...securityProcedures,
  ...clientProcedures,
  ...levelProcedures,
  ...staffProcedures,
  demoAccounts: publicProcedure.query(() => listDemoAccounts()),
});
