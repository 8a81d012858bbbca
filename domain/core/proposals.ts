import { z } from "zod";

/** The answer to a proposal: another person's confirmation, their refusal with a reason, or the proposer's second thoughts. */
export const DecideProposal = z.strictObject({ id: z.uuid(), outcome: z.enum(["confirmed", "refused", "withdrawn"]), reason: z.string().trim().max(500).optional() });
export type DecideProposal = z.infer<typeof DecideProposal>;
