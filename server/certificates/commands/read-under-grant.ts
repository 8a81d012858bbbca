import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { certificates, delegations, departments, oidcClients, usageGrants } from "@/db/schema";
import { statusOn } from "@/domain/certificates/rules";
import { endOfGrant, factsOfRecord, limitTo, requireGrant, requireUsable, type CertificateFacts, type GrantBounds, type GrantReader, type ReadField } from "@/domain/certificates/rules/grants";
import { requireScopes } from "@/domain/certificates/rules/open";
import type { CertificateStatus } from "@/domain/certificates/schema";
import { Purpose, type UseKind, type UseMode } from "@/domain/certificates/schema/uses";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { commit, type AuditEntry, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { withBounds, type GrantRow } from "../queries/grants";
import { heldByPrincipal } from "../queries/held";
import { readIntact, type Intact } from "../queries/intact";
import type { CertificateRow } from "../queries/record";
import { recordUse } from "./uses";

export type UnderGrant = {
  grantId: string;
  certificateId: string;
  by: GrantReader;
  itemId: string;
  applicationId?: string;
  /** What it is read for this time. */
  purpose: string;
  fields: readonly string[];
  kind?: Exclude<UseKind, "scan">;
  /** What the token of a system reaches to; absent for staff. */
  scopes?: readonly string[];
};

/** What a reader is told; `audit` and `outbox` belong to the transaction that reads. */
export type Reading = {
  useId: string;
  grantId: string;
  grantEnds: Date;
  mode: UseMode;
  certificateId: string;
  status: CertificateStatus;
  signature: Intact["signature"];
  facts: CertificateFacts;
  fields: ReadField[];
  audit: AuditEntry;
  outbox: OutboxEntry[];
};

/** Where a certificate stands, without anything of what it says. */
export type Standing = Omit<Reading, "facts" | "fields">;

type Grant = GrantRow & GrantBounds;

/**
 * Reads a certificate under a grant, in the caller's transaction: the grant must be in force and fit reader, holder, item,
 * case and fields, the certificate valid and its signature whole. Every reading is a use that the holder sees; every
 * refusal is in the audit log, whatever becomes of the transaction. Errors: `certificates.grantNotFound`,
 * `certificates.grantRevoked`, `certificates.grantExpired`, `certificates.grantDelegationEnded`, `certificates.grantForAnother`,
 * `certificates.grantForAnotherItem`, `certificates.grantForAnotherCase`, `certificates.fieldNotGranted`,
 * `certificates.fieldUnknown`, `certificates.notFound`, `certificates.notUsable`, `certificates.signatureBroken`,
 * `certificates.notSignedYet`, `certificates.scopeMissing`, `access.forbidden`.
 */
export function readUnderGrant(tx: Tx, ctx: Ctx, asked: UnderGrant): Promise<Reading> {
  return refusalsKept(ctx, asked, async () => {
    const { row, grant } = await admitted(tx, ctx, asked);
    const { signature, record } = await readIntact(row);
    const status = statusOn(row, shanghaiDay(ctx.now));
    requireUsable(status, signature);
    if (!record) throw new DomainError("conflict", "certificates.signatureBroken");
    const fields = limitTo(record, asked.fields);
    return { ...(await used(tx, ctx, asked, { row, grant })), status, signature, facts: factsOfRecord(record), fields };
  });
}

/** Asks under a grant only where a certificate stands and whether its signature holds, also of one that is valid no more. Errors: as `readUnderGrant`, without those of its state. */
export function checkUnderGrant(tx: Tx, ctx: Ctx, asked: Omit<UnderGrant, "fields" | "kind">): Promise<Standing> {
  return refusalsKept(ctx, { ...asked, fields: [] }, async () => {
    const { row, grant } = await admitted(tx, ctx, { ...asked, fields: [] });
    const { signature } = await readIntact(row);
    return { ...(await used(tx, ctx, { ...asked, fields: [] }, { row, grant })), status: statusOn(row, shanghaiDay(ctx.now)), signature };
  });
}

/** The rows are held until the transaction ends: who takes a grant back, or a certificate away, waits for a reading that has begun. */
async function admitted(tx: Tx, { actor, now }: Ctx, asked: UnderGrant): Promise<{ row: CertificateRow; grant: Grant }> {
  const { certificateId, by, itemId, applicationId, fields, scopes } = asked;
  if (actor.kind === "user" && actor.accountKind === "staff" && !(by.kind === "department" && actor.posts.some(({ departmentId }) => departmentId === by.id))) throw new DomainError("forbidden", "access.forbidden");
  const [certificate] = await tx.select().from(certificates).where(eq(certificates.id, certificateId)).for("share");
  if (!certificate) throw new DomainError("not_found", "certificates.notFound");
  if (scopes) requireScopes(scopes, certificate.typeId, fields);
  const grant = await getGrant(tx, now, asked.grantId);
  const { holderAccountId, holderOrganisationId } = grant;
  const held = await tx.select({ id: certificates.id }).from(certificates)
    .where(and(eq(certificates.id, certificateId), heldByPrincipal({ accountId: holderAccountId ?? "", organisationId: holderOrganisationId })));
  requireGrant(grant, { certificate, heldByGranter: held.length > 0, by, itemId, applicationId, fields }, now);
  return { row: certificate, grant };
}

async function getGrant(tx: Tx, now: Date, id: string): Promise<Grant> {
  const [grant] = await tx.select().from(usageGrants).where(eq(usageGrants.id, id)).for("share");
  if (!grant) throw new DomainError("not_found", "certificates.grantNotFound");
  return withBounds(tx, now, grant);
}

async function used(tx: Tx, { now }: Ctx, { by, purpose, fields, kind = "read", ...asked }: UnderGrant, { row, grant }: { row: CertificateRow; grant: Grant }) {
  const name = await nameOf(tx, by);
  const useId = await recordUse(tx, now, {
    certificateId: row.id, kind, mode: grant.mode, by: { kind: by.kind, id: by.id, name }, purpose: Purpose.parse(purpose), fields, grantId: grant.id, itemId: asked.itemId,
    ...(asked.applicationId ? { applicationId: asked.applicationId } : {}),
  });
  const audit: AuditEntry = { action: "certificates.use", subject: { type: "certificate", id: row.id }, after: { useId, grantId: grant.id, kind, by, fields } };
  return { useId, grantId: grant.id, grantEnds: endOfGrant(grant), mode: grant.mode, certificateId: row.id, audit, outbox: await tidings(tx, useId, { grant, row, reader: name }) };
}

/** What is read by duty, the holder did not know of beforehand: they are told, an organisation through its representative. */
async function tidings(tx: Tx, useId: string, { grant, row, reader }: { grant: Grant; row: CertificateRow; reader: string }): Promise<OutboxEntry[]> {
  if (grant.mode !== "duty") return [];
  const accountId = grant.holderAccountId ?? (await representativeOf(tx, grant.holderOrganisationId ?? ""));
  if (!accountId) return [];
  return [{ topic: "notices.tell", payload: { accountId, template: "certificateUsedByDuty", params: { reader, certificate: row.name }, dedupeKey: `certificateUsedByDuty:${useId}` } }];
}

async function representativeOf(tx: Tx, organisationId: string): Promise<string | null | undefined> {
  const [row] = await tx.select({ accountId: delegations.delegateAccountId }).from(delegations)
    .where(and(eq(delegations.organisationId, organisationId), eq(delegations.kind, "representative"), isNull(delegations.revokedAt), isNotNull(delegations.acceptedAt))).limit(1);
  return row?.accountId;
}

async function nameOf(tx: Tx, { kind, id }: UnderGrant["by"]): Promise<string> {
  const [row] = kind === "client"
    ? await tx.select({ name: oidcClients.name }).from(oidcClients).where(and(eq(oidcClients.id, id), isNull(oidcClients.disabledAt))).limit(1)
    : await tx.select({ name: departments.name }).from(departments).where(eq(departments.id, id)).limit(1);
  if (!row) throw new DomainError("forbidden", "access.forbidden");
  return row.name;
}

/** In a transaction of its own, because the one that was refused leaves nothing. */
async function refusalsKept<Told>(ctx: Ctx, { certificateId, grantId, by, itemId, applicationId, fields }: UnderGrant, read: () => Promise<Told>): Promise<Told> {
  try {
    return await read();
  } catch (error) {
    if (isDomainError(error)) {
      const after = { code: error.code, grantId, by, itemId, applicationId: applicationId ?? null, fields };
      await commit({ ...ctx, idempotency: undefined }, async () => ({ value: undefined, audit: { action: "certificates.refuseUse", subject: { type: "certificate", id: certificateId }, after } }));
    }
    throw error;
  }
}
