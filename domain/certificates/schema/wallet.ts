import { z } from "zod";

/** `current` is what is valid or suspended today, `ended` everything else. */
export const walletStates = ["current", "ended"] as const;
export type WalletState = (typeof walletStates)[number];

/** A page of certificates, newest first; `query` finds them by name. */
export const ListCertificates = z.strictObject({
  state: z.enum(walletStates).optional(),
  query: z.string().trim().max(100).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(20),
});
export type ListCertificates = z.infer<typeof ListCertificates>;

/** How much of its face a copy on a phone shows: most of each value hidden, or all. */
export const offlineFaces = ["masked", "full"] as const;
export type OfflineFace = (typeof offlineFaces)[number];

export const KeepOffline = z.strictObject({ id: z.uuid(), face: z.enum(offlineFaces) });
export type KeepOffline = z.infer<typeof KeepOffline>;

/** The copies on a phone, to be asked after. */
export const CheckOffline = z.strictObject({ ids: z.array(z.uuid()).max(100) });
export type CheckOffline = z.infer<typeof CheckOffline>;
