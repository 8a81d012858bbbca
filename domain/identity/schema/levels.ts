import { z } from "zod";
import { parseCitizenId, parsePhone } from "@/domain/core/codes";
import { secondLookDecisions, secondLookKinds } from "../rules/counter";
import { counterLevels, documentKinds } from "../rules/levels";

/** A citizen identity number however it is typed, as 18 characters. */
export const CitizenNumber = z.string().max(60).transform((text, ctx) => parseCitizenId(text)?.number ?? (ctx.addIssue({ code: "custom", message: "not a citizen identity number" }), z.NEVER));
/** A mobile number however it is typed, as 11 digits. */
export const Phone = z.string().max(60).transform((text, ctx) => parsePhone(text) ?? (ctx.addIssue({ code: "custom", message: "not a mobile number" }), z.NEVER));
const Reason = z.string().trim().min(2).max(500);

/** Name and ID number as on the identity card. */
export const Person = z.strictObject({ name: z.string().trim().min(2).max(100), citizenId: CitizenNumber });
export type Person = z.infer<typeof Person>;

/** A card number as printed, in groups or not; the last digit is Luhn's. */
export const BankCard = z.string().max(40).transform((text) => text.normalize("NFKC").replace(/[\s-]/g, "")).refine((digits) => /^\d{12,19}$/.test(digits) && luhn(digits));

/** A check by what somebody knows. Name and ID number are given where the account has none yet. */
export const Prove = z.discriminatedUnion("check", [
  z.strictObject({ check: z.literal("twoFactor"), person: Person }),
  z.strictObject({ check: z.literal("phoneThreeFactor"), person: Person.optional() }),
  z.strictObject({ check: z.literal("bankFourFactor"), bankCard: BankCard }),
]);
export type Prove = z.infer<typeof Prove>;

/** A check at another system. A live face is used after a separate consent only (个人信息保护法 29). */
export const StartCheck = z.discriminatedUnion("check", [
  z.strictObject({ check: z.literal("livePerson"), faceConsent: z.literal(true), next: z.string().max(1000) }),
  z.strictObject({ check: z.literal("networkIdentity"), next: z.string().max(1000) }),
]);
export type StartCheck = z.infer<typeof StartCheck>;

export const CheckById = z.strictObject({ id: z.uuid() });
export type CheckById = z.infer<typeof CheckById>;

/** Whom a clerk looks for at the counter, by their whole number, and why. */
export const FindPerson = z.strictObject({ number: z.string().trim().min(1).max(60), reason: Reason });
export type FindPerson = z.infer<typeof FindPerson>;

export const VisitById = z.strictObject({ id: z.uuid() });
export type VisitById = z.infer<typeof VisitById>;

/** What the clerk saw: the document's kind, and name and number as on it. */
const Seen = { visitId: z.uuid(), document: z.enum(documentKinds), person: Person, reason: Reason };

export const VerifyPerson = z.strictObject({ ...Seen, level: z.enum(counterLevels) });
export type VerifyPerson = z.infer<typeof VerifyPerson>;

/** A way back in for somebody who lost theirs, to the phone they have or to another one. */
export const AskRecovery = z.strictObject({ ...Seen, newPhone: Phone.optional() });
export type AskRecovery = z.infer<typeof AskRecovery>;

/** The second person's word. */
export const DecideSecondLook = z.strictObject({ kind: z.enum(secondLookKinds), id: z.uuid(), decision: z.enum(secondLookDecisions) });
export type DecideSecondLook = z.infer<typeof DecideSecondLook>;

export const RecoveryById = z.strictObject({ id: z.uuid() });
export type RecoveryById = z.infer<typeof RecoveryById>;

/** Check digit of card numbers (ISO/IEC 7812-1 annex B). */
export function luhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** A check under way, where the page is about one. */
export const GetLevel = z.strictObject({ check: z.uuid().optional() });
export type GetLevel = z.infer<typeof GetLevel>;
