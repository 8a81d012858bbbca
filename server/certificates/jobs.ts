import { z } from "zod";
import { isDomainError } from "@/domain/core/errors";
import type { NounJobs } from "@/server/core/jobs";
import { expireCertificates, keyOlder, remindOfExpiry } from "./commands/expiry";
import { claimCertificates } from "./commands/holders";
import { cancelForgottenImports, continueImport } from "./commands/imports";
import { signCertificate, signLeftBehind } from "./commands/sign";

const Proven = z.object({ accountId: z.uuid() });
const Bound = z.object({ organisationId: z.uuid() });
const Sign = z.object({ certificateId: z.uuid() });

export const jobs: NounJobs = {
  topics: {
    "certificates.sign": async (ctx, payload) => {
      try {
        await signCertificate(ctx, Sign.parse(payload));
      } catch (error) {
        // The message came twice: what it asks for is done.
        if (!isDomainError(error) || error.code !== "certificates.signedAlready") throw error;
      }
    },
    /** Somebody proved who they are: what was taken over for them before is theirs now. */
    "identity.proven": async (ctx, payload) => void (await claimCertificates(ctx, Proven.parse(payload))),
    "certificates.importWaits": continueImport,
    "organisations.bound": async (ctx, payload) => void (await claimCertificates(ctx, Bound.parse(payload))),
  },
  schedules: {
    expireCertificates: { cron: "5 0 * * *", run: expireCertificates },
    remindOfExpiry: { cron: "0 9 * * *", run: remindOfExpiry },
    keyOlder: { cron: "*/10 * * * *", run: keyOlder },
    signLeftBehind: { cron: "*/30 * * * *", run: signLeftBehind },
    // Whoever came by another way than those that tell.
    "certificate-imports": { cron: "35 3 * * *", run: cancelForgottenImports },
    "certificate-holders": { cron: "25 3 * * *", run: (ctx) => claimCertificates(ctx) },
  },
};
