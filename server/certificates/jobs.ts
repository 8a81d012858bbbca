import { z } from "zod";
import { isDomainError } from "@/domain/core/errors";
import type { NounJobs } from "@/server/core/jobs";
import { signCertificate } from "./commands/sign";

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
  },
};
