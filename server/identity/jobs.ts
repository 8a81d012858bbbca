import { z } from "zod";
import { deliverCode } from "@/server/auth/codes";
import { deliverEnrolment } from "@/server/auth/enrolment-link";
import { dropExpiredExternal } from "@/server/auth/external";
import { sendToFormer } from "@/server/auth/former";
import { rotateSigningKeys } from "@/server/auth/oidc/keys";
import { tellClient } from "@/server/auth/oidc/sign-out";
import { dropExpiredModels } from "@/server/auth/oidc/store";
import type { Ctx } from "@/server/core/context";
import { once, type NounJobs } from "@/server/core/jobs";

const Code = z.object({ codeId: z.uuid() });

export const jobs: NounJobs = {
  topics: {
    "identity.sendCode": (ctx, payload) => once(deliverCode(ctx, Code.parse(payload))),
    "identity.sendEnrolment": (ctx, payload) => once(deliverEnrolment(ctx, payload)),
    "identity.clientSignOut": tellClient,
    "identity.tellFormer": (_ctx, payload) => sendToFormer(payload),
  },
  schedules: {
    "oidc-housekeeping": { cron: "17 * * * *", run: keepHouse },
  },
};

/** Drops expired codes, tokens and sign-ins at other providers, and begins a new generation of signing keys when it is due. */
async function keepHouse(ctx: Ctx): Promise<number> {
  await rotateSigningKeys(ctx.db, ctx.now);
  return (await dropExpiredModels(ctx.db)) + (await dropExpiredExternal(ctx));
}
