import { z } from "zod";
import { Day } from "@/domain/core/calendar";
import { delegatedActs } from "@/domain/core/actor";
import { secondLookDecisions } from "@/domain/identity/rules/counter";
import { maxFamilyDays } from "./rules";

const id = z.uuid();
const name = z.string().trim().min(1).max(40);
const reason = z.string().trim().min(2).max(500);
const citizenId = z.string().trim().min(15).max(40);

/** On what a delegate may act; the same shape as `DelegationScope` of the actor. Ids only: which items exist is not known here. */
export const Scope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all") }),
  z.strictObject({ kind: z.literal("items"), itemIds: z.array(id).min(1).max(20) }),
  z.strictObject({ kind: z.literal("application"), applicationId: id }),
]);
export type Scope = z.infer<typeof Scope>;

/** How far a delegate may go: to look, to fill in as well, or to submit as well. */
export const Reach = z.enum(delegatedActs);
export type Reach = z.infer<typeof Reach>;

const grant = { scope: Scope, reach: Reach, days: z.int().min(1).max(maxFamilyDays), awaitsPrincipal: z.boolean().default(true) };

/** A grant on the principal's own screen; `inviteeName` is only for them to recognise whom they meant. */
export const GrantFamily = z.strictObject({ inviteeName: name, ...grant });
export type GrantFamily = z.infer<typeof GrantFamily>;

/** The code of an invitation, digits as a person types or scans them. */
export const InvitationCode = z.strictObject({ code: z.string().trim().min(8).max(20) });
export type InvitationCode = z.infer<typeof InvitationCode>;

export const DelegationById = z.strictObject({ id });
export type DelegationById = z.infer<typeof DelegationById>;

/** A person at the counter, by the document they show. */
export const PersonAtCounter = z.strictObject({ name, citizenId });
export type PersonAtCounter = z.infer<typeof PersonAtCounter>;

/** A grant that a clerk records for a principal who is present; a second person confirms it. */
export const GrantAtCounter = z.strictObject({ principal: PersonAtCounter, delegate: PersonAtCounter, ...grant, reason });
export type GrantAtCounter = z.infer<typeof GrantAtCounter>;

/** A guardianship that a clerk records; `endsOn` is its recorded end, needed for an adult ward. */
export const RegisterGuardianship = z.strictObject({ ward: PersonAtCounter, guardian: PersonAtCounter, endsOn: Day.optional(), reason });
export type RegisterGuardianship = z.infer<typeof RegisterGuardianship>;

/** The second person's word on what a clerk recorded. */
export const DecideAtCounter = z.strictObject({ id, decision: z.enum(secondLookDecisions) });
export type DecideAtCounter = z.infer<typeof DecideAtCounter>;

export const LookUpAtCounter = z.strictObject({ citizenId, reason });
export type LookUpAtCounter = z.infer<typeof LookUpAtCounter>;

export const RevokeAtCounter = z.strictObject({ id, reason });
export type RevokeAtCounter = z.infer<typeof RevokeAtCounter>;

/** Somebody invited to be an organisation's agent (经办人), by the name and the phone they are known under, both days included. */
export const InviteAgent = z.strictObject({
  organisationId: id, name, phone: z.string().trim().min(1).max(30), scope: Scope, validFrom: Day, validUntil: Day,
});
export type InviteAgent = z.infer<typeof InviteAgent>;

export const AgentsOf = z.strictObject({ organisationId: id });
export type AgentsOf = z.infer<typeof AgentsOf>;
