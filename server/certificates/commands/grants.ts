import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { certificates, oidcClients, usageGrants } from "@/db/schema";
import { statusOn } from "@/domain/certificates/rules";
import { endedCodes, fieldsOfFace, longestGrantDays, stateOfGrant, requireGrantable, requireUsable } from "@/domain/certificates/rules/grants";
import { Purpose, type ReaderKind, type UseMode } from "@/domain/certificates/schema/uses";
import { isDelegated, isDelegatedAll, principalOf, type User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { commit, type AuditEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { findIssuedType } from "../queries/catalogue";
import { withBounds } from "../queries/grants";
import { heldByPrincipal } from "../queries/held";
import { readIntact } from "../queries/intact";
import { grantPurposePlace } from "../queries/record";

type UserCtx = Ctx & { actor: User };
export type GrantHolder = { accountId: string; organisationId?: never } | { organisationId: string; accountId?: never };

export type GrantUse = {
  /** One certificate, or whichever of this type the holder has when it is read. */
  subject: { certificateId: string } | { typeId: string };
  itemId: string;
  /** Absent for a standing permission, which holds for every case of the item. */
  applicationId?: string;
  reader: { kind: ReaderKind; id: string };
  fields: readonly string[];
  purpose: string;
  /** A year from now when absent, which is the longest. */
  expiresAt?: Date;
  /** Without the holder's consent, by an organ's duty: whose certificate, and under what law. */
  duty?: { holder: GrantHolder; legalBasis: string };
};

/**
 * Permits a reader to use a certificate, inside the caller's transaction, which keeps the audit row. Whoever is signed in
 * permits for themselves or their principal; staff of the reading organ do by duty. Errors: `access.forbidden`,
 * `certificates.notFound`, `certificates.typeUnknown`, `certificates.notUsable`, `certificates.signatureBroken`,
 * `certificates.notSignedYet`, and those of `requireGrantable`.
 */
export async function grantUse(tx: Tx, { actor, now }: UserCtx, grant: GrantUse): Promise<{ id: string; audit: AuditEntry }> {
  const { subject, itemId, applicationId, reader, duty } = grant;
  const mode = modeOf(actor, duty !== undefined);
  await requireRight(tx, actor, grant);
  const holder: GrantHolder = duty?.holder ?? granterOf(actor);
  const expiresAt = grant.expiresAt ?? new Date(now.getTime() + longestGrantDays * 86_400_000);
  const fields = [...new Set(grant.fields)];
  const known = "typeId" in subject ? await fieldsOfType(tx, subject.typeId) : await fieldsOfHeld(tx, now, subject.certificateId, holder);
  requireGrantable({ mode, standing: applicationId === undefined, legalBasis: duty?.legalBasis, fields, expiresAt }, known, now);
  const id = await newId(tx);
  await tx.insert(usageGrants).values({
    id, mode, ...subject, itemId, fields, expiresAt, purpose: seal(Purpose.parse(grant.purpose), grantPurposePlace(id)), legalBasis: duty?.legalBasis.trim(),
    standing: applicationId === undefined, applicationId, ...readerColumns(reader), holderAccountId: holder.accountId, holderOrganisationId: holder.organisationId,
    grantedBy: actor.id, grantedAt: now, delegationId: mode === "delegate" ? actor.actingFor?.delegationId : undefined,
  });
  const after = { ...subject, itemId, applicationId: applicationId ?? null, reader, mode, fields };
  return { id, audit: { action: "certificates.grantUse", subject: { type: "usageGrant", id }, after } };
}

function modeOf(actor: User, duty: boolean): UseMode {
  if ((actor.accountKind === "staff") !== duty) throw new DomainError("forbidden", "access.forbidden");
  return duty ? "duty" : actor.actingFor?.kind === "person" ? "delegate" : "holder";
}

const readerColumns = ({ kind, id }: GrantUse["reader"]) => (kind === "department" ? { departmentId: id } : { clientId: id });

function granterOf(actor: User): GrantHolder {
  const { accountId, organisationId } = principalOf(actor);
  return organisationId ? { organisationId } : { accountId };
}

/** A delegate permits within what was delegated; by duty, somebody of the organ that reads, itself or through its system. */
async function requireRight(tx: Tx, actor: User, { applicationId, itemId, reader, duty }: GrantUse): Promise<void> {
  if (!duty) {
    if (!isDelegated(actor.actingFor, "submit", { id: applicationId, serviceItemId: itemId })) throw new DomainError("forbidden", "access.forbidden");
    return;
  }
  const departmentId = reader.kind === "department" ? reader.id : (await tx.select({ id: oidcClients.departmentId }).from(oidcClients).where(eq(oidcClients.id, reader.id)).limit(1))[0]?.id;
  if (!actor.posts.some((post) => post.departmentId === departmentId)) throw new DomainError("forbidden", "access.forbidden");
}

async function fieldsOfType(tx: Tx, typeId: string): Promise<string[]> {
  const type = await findIssuedType(tx, typeId);
  if (!type) throw new DomainError("conflict", "certificates.typeUnknown", { type: typeId });
  return fieldsOfFace(type.content.fields);
}

async function fieldsOfHeld(tx: Tx, now: Date, id: string, { accountId, organisationId }: GrantHolder): Promise<string[]> {
  const [row] = await tx.select().from(certificates).where(and(eq(certificates.id, id), heldByPrincipal({ accountId: accountId ?? "", organisationId: organisationId ?? null }))).limit(1);
  if (!row) throw new DomainError("not_found", "certificates.notFound");
  const { signature, record } = await readIntact(row);
  requireUsable(statusOn(row, shanghaiDay(now)), signature);
  return fieldsOfFace(record?.extend_info ?? []);
}

/**
 * The holder takes a permission back; from then on nothing is read under it. What is read by duty is not the holder's to
 * end. Errors: `certificates.grantNotFound`, `certificates.grantByDuty` (conflict), `certificates.grantRevoked` (conflict),
 * `certificates.grantExpired` (conflict), `certificates.grantDelegationEnded` (conflict).
 */
export function revokeGrant(ctx: UserCtx, id: string): Promise<{ id: string }> {
  const { actor, now } = ctx;
  return commit(ctx, async (tx) => {
    const { accountId, organisationId } = granterOf(actor);
    const own = accountId ? eq(usageGrants.holderAccountId, accountId) : eq(usageGrants.holderOrganisationId, organisationId ?? "");
    const [grant] = isDelegatedAll(actor.actingFor, "submit") ? await tx.select().from(usageGrants).where(and(eq(usageGrants.id, id), own)).for("update") : [];
    if (!grant) throw new DomainError("not_found", "certificates.grantNotFound");
    if (grant.mode === "duty") throw new DomainError("conflict", "certificates.grantByDuty");
    const state = stateOfGrant(await withBounds(tx, now, grant), now);
    if (state !== "alive") throw new DomainError("conflict", endedCodes[state]);
    await tx.update(usageGrants).set({ revokedAt: now, revokedBy: actor.id }).where(eq(usageGrants.id, id));
    return { value: { id }, audit: { action: "certificates.revokeGrant", subject: { type: "usageGrant", id } } };
  });
}

/**
 * Ends a permission with what it was given for, inside the caller's transaction, which has seen that it may; of one that is
 * at an end already there is nothing to say. Where nobody acts, it counts as its giver's own doing.
 */
export async function endGrant(tx: Tx, { actor, now }: Pick<Ctx, "actor" | "now">, id: string): Promise<AuditEntry[]> {
  const revokedBy = actor.kind === "user" ? actor.id : sql`${usageGrants.grantedBy}`;
  const ended = await tx.update(usageGrants).set({ revokedAt: now, revokedBy }).where(and(eq(usageGrants.id, id), isNull(usageGrants.revokedAt))).returning({ id: usageGrants.id });
  return ended.map((grant) => ({ action: "certificates.revokeGrant", subject: { type: "usageGrant", id: grant.id } }));
}
