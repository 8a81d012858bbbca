import { z } from "zod";
import { PasskeyName } from "./passkeys";

export const SessionReference = z.strictObject({ id: z.uuid() });
export type SessionReference = z.infer<typeof SessionReference>;

/** A page of one's own security log. */
export const SecurityLogPage = z.strictObject({ cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export type SecurityLogPage = z.input<typeof SecurityLogPage>;

export const KeptFormReference = z.strictObject({ id: z.uuid() });
export type KeptFormReference = z.infer<typeof KeptFormReference>;

/** A kept form, asked for by the page that it belongs to. */
export const TakeKeptForm = z.strictObject({ id: z.uuid(), path: z.string().startsWith("/").max(1000) });
export type TakeKeptForm = z.infer<typeof TakeKeptForm>;

/** A new password as typed; the rule about it is `passwordFault`. */
export const NewPassword = z.strictObject({ password: z.string().min(1).max(300) });
export type NewPassword = z.infer<typeof NewPassword>;

export const PasskeyReference = z.strictObject({ id: z.uuid() });
export type PasskeyReference = z.infer<typeof PasskeyReference>;

export const RenamePasskey = z.strictObject({ id: z.uuid(), name: PasskeyName });
export type RenamePasskey = z.infer<typeof RenamePasskey>;

/** What an authenticator shows, as typed. */
export const TotpCode = z.strictObject({ code: z.string().trim().min(6).max(12) });
export type TotpCode = z.infer<typeof TotpCode>;

/** An identity at another provider, linked to one's account. */
export const ExternalReference = z.strictObject({ id: z.uuid() });
export type ExternalReference = z.infer<typeof ExternalReference>;
