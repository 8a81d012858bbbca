import { z } from "zod";
import { FaceField } from "../schema";
import { mostCopies, offlineFaces } from "./limits";

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

/**
 * What a copy on a phone holds: what can be read, nothing that proves. It has no signature, no file, no code, and not the
 * identifier by which the certificate is verified; a masked one has not its number either.
 */
export const OfflineCopy = z.strictObject({
  id: z.uuid(),
  face: z.enum(offlineFaces),
  name: z.string(),
  issuer: z.string(),
  issuedOn: z.iso.date(),
  validUntil: z.iso.date().nullable(),
  /** The instant after its last day. */
  endsAt: z.iso.datetime().nullable(),
  number: z.string().nullable(),
  holders: z.array(z.strictObject({ name: z.string(), code: z.string() })),
  fields: z.array(FaceField.omit({ key: true })),
  demo: z.boolean(),
});
export type OfflineCopy = z.infer<typeof OfflineCopy>;

/** A copy as it is kept: for which account, and when the portal last said that its certificate is valid, by its clock (`asOf`) and by the phone's. */
export const KeptCopy = OfflineCopy.extend({ owner: z.string(), asOf: z.iso.datetime(), checkedAt: z.iso.datetime() });
export type KeptCopy = z.infer<typeof KeptCopy>;

export const KeepOffline = z.strictObject({ id: z.uuid(), face: z.enum(offlineFaces) });
export type KeepOffline = z.infer<typeof KeepOffline>;

/** The copies on a phone, to be asked after. */
export const CheckOffline = z.strictObject({ ids: z.array(z.uuid()).max(mostCopies) });
export type CheckOffline = z.infer<typeof CheckOffline>;

/** The last day of a certificate for a calendar, in the language of the page it was asked from. */
export const ExpiryCalendar = z.strictObject({ id: z.uuid(), language: z.enum(["zh", "en"]).default("zh") });
export type ExpiryCalendar = z.infer<typeof ExpiryCalendar>;
