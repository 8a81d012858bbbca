import { z } from "zod";

/** The secret in the address under which somebody's family follows a case. */
export const SharedProgress = z.strictObject({ token: z.string().min(20).max(100) });
export type SharedProgress = z.infer<typeof SharedProgress>;

export const ShareById = z.strictObject({ id: z.uuid() });
export type ShareById = z.infer<typeof ShareById>;
