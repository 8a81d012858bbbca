import { procedureFor, publicProcedure, router } from "@/server/api/trpc";
import { listDemoAccounts, viewer } from "./queries";

/** Signing in and out happens in server/auth, where the cookie is; procedures tell who somebody is. */
export const identityRouter = router({
  viewer: procedureFor("signedIn").query(({ ctx }) => viewer(ctx, ctx.actor)),
  demoAccounts: publicProcedure.query(() => listDemoAccounts()),
});
