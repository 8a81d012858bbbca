import { z } from "zod";

/** How a legal person stands in the register: 存续, 吊销 (its licence was revoked), 注销 (it has ceased to exist). */
export const registeredStatuses = ["inOperation", "revoked", "cancelled"] as const;
export type RegisteredStatus = (typeof registeredStatuses)[number];

export const OrganisationById = z.strictObject({ id: z.uuid() });
export type OrganisationById = z.infer<typeof OrganisationById>;

/** A unified social credit code as a person types it. */
export const OrganisationByCode = z.strictObject({ uscc: z.string().trim().min(1).max(40) });
export type OrganisationByCode = z.infer<typeof OrganisationByCode>;
