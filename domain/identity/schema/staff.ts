import { z } from "zod";
import { Day } from "@/domain/core/calendar";
import { staffRoles } from "@/domain/core/actor";
import { parseEmail } from "@/domain/core/codes";
import { CitizenNumber, Phone } from "./levels";

/** What the administrators change about staff; each by one of them, confirmed by another. */
export const staffChangeKinds = ["openAccount", "closeAccount", "reopenAccount", "renewAccess", "recordPerson", "grantPost", "endPost"] as const;
export type StaffChangeKind = (typeof staffChangeKinds)[number];

/** A staff sign-in name. It begins with a letter, so that it is never taken for a phone or an ID number. */
export const SignInName = z.string().trim().toLowerCase().regex(/^[a-z][a-z0-9._-]{2,39}$/);

const Email = z.string().max(300).transform((text, ctx) => parseEmail(text) ?? (ctx.addIssue({ code: "custom", message: "not an e-mail address" }), z.NEVER));

const reason = z.string().trim().min(2).max(500);
const name = z.string().trim().min(2).max(50);

export const AccountChange = z.discriminatedUnion("kind", [
  // By the ID number the portal knows that a member of staff and a citizen are one person; the link goes to the phone or the address.
  z.strictObject({ kind: z.literal("openAccount"), name, signInName: SignInName, citizenId: CitizenNumber, phone: Phone.optional(), email: Email.optional(), reason }),
  z.strictObject({ kind: z.enum(["closeAccount", "reopenAccount", "renewAccess"]), accountId: z.uuid(), reason }),
  z.strictObject({ kind: z.literal("recordPerson"), accountId: z.uuid(), citizenId: CitizenNumber, reason }),
]);
export type AccountChange = z.infer<typeof AccountChange>;

export const PostChange = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("grantPost"), accountId: z.uuid(), role: z.enum(staffRoles), departmentId: z.uuid(), divisionCode: z.string().regex(/^\d{6}$/),
    validFrom: Day, validUntil: Day.optional(), reason,
  }),
  z.strictObject({ kind: z.literal("endPost"), postId: z.uuid(), reason }),
]);
export type PostChange = z.infer<typeof PostChange>;

/** The second person's answer: yes, or no with a reason. */
export const StaffDecision = z.discriminatedUnion("decision", [
  z.strictObject({ changeId: z.uuid(), decision: z.literal("confirmed") }),
  z.strictObject({ changeId: z.uuid(), decision: z.literal("refused"), reason }),
]);
export type StaffDecision = z.infer<typeof StaffDecision>;

export const StaffQuery = z.strictObject({
  query: z.string().trim().max(100).optional(),
  role: z.enum(staffRoles).optional(),
  departmentId: z.uuid().optional(),
  cursor: z.string().min(1).max(300).optional(),
});
export type StaffQuery = z.infer<typeof StaffQuery>;

export const AuditQuery = z.strictObject({
  /** A sign-in name, or the id of an account. */
  actor: z.string().trim().max(100).optional(),
  /** An act, or a noun with all its acts. */
  action: z.string().trim().regex(/^[a-z]+(\.[a-zA-Z]*)?$/).max(100).optional(),
  subjectId: z.string().trim().max(100).optional(),
  from: Day.optional(),
  until: Day.optional(),
  cursor: z.string().min(1).max(300).optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

/** What whoever holds an enrolment link chooses: how they sign in. The second factor follows at once. */
export const Enrolment = z.strictObject({ signInName: SignInName, password: z.string().min(1).max(200) });
export type Enrolment = z.infer<typeof Enrolment>;
