import { z } from "zod";
import { standingDays } from "./limits";

/** How a certificate was used: shown and scanned, read field by field, handed out as a marked copy, put beside an application, its lines filled into a form. */
export const useKinds = ["scan", "read", "copy", "attach", "fill"] as const;
export type UseKind = (typeof useKinds)[number];

/** By whose will: the holder's own, a delegate's in the holder's name, or an organ's by its duty under law (依职能). */
export const useModes = ["holder", "delegate", "duty"] as const;
export type UseMode = (typeof useModes)[number];

/** Who used it: whoever stood there, an organ of this portal, a registered system, another organisation, or the holder (or who acts for them). */
export const userKinds = ["anyone", "department", "client", "organisation", "holder"] as const;

/** To whom a grant is given: the staff of an organ at their desk, or a registered system. */
export const readerKinds = ["department", "client"] as const;
export type ReaderKind = (typeof readerKinds)[number];

/** What a use is for, in the words of who uses it. */
export const Purpose = z.string().trim().min(2).max(200);

/** What may be granted of a certificate beside the facts that any grant opens: its holders, its number, lines of its face. */
export const CertificateField = z.string().regex(/^(holders\.(name|code)|certificate_number|face\.[a-zA-Z][A-Za-z0-9_-]{0,79})$/);

/** A page of uses of certificates one holds, newest first; of one certificate only where it is named. */
export const ListUses = z.strictObject({ certificateId: z.uuid().optional(), cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export type ListUses = z.infer<typeof ListUses>;

/** A page of permissions one has given, newest first. */
export const ListGrants = z.strictObject({ cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export type ListGrants = z.infer<typeof ListGrants>;

/** Of which certificate, for which item; its organ is the reader. */
export const StandingSubject = z.strictObject({ certificateId: z.uuid(), itemId: z.uuid() });
export type StandingSubject = z.infer<typeof StandingSubject>;

/** A permission that stands for every case of an item. */
export const GiveStanding = StandingSubject.extend({ fields: z.array(CertificateField).max(60), purpose: Purpose, days: z.literal(standingDays), agreed: z.literal(true) });
export type GiveStanding = z.infer<typeof GiveStanding>;

export const GrantReference = z.strictObject({ id: z.uuid() });
export type GrantReference = z.infer<typeof GrantReference>;
