import { z } from "zod";

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

/** What an authenticator shows, as typed. */
export const TotpCode = z.strictObject({ code: z.string().trim().min(6).max(12) });
export type TotpCode = z.infer<typeof TotpCode>;
