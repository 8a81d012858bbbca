import { and, eq, inArray, isNull, ne, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyedDigest, keyedDigests, seal } from "@/db/personal-data";
import { accounts, applications, certificateHolders, certificatePresentations, delegations, externalIdentities, keptMaterials, lifeEventCases, messages, networkIdentities, noticePreferences, oidcConsents, passkeys, progressShares, totpEnrolments, usageGrants, type dataRequests } from "@/db/schema";
import { liveStatuses } from "@/domain/applications/schema";
import { DomainError } from "@/domain/core/errors";
import { eraseDrafts } from "@/server/applications/commands/draft";
import { erasing } from "@/server/applications/commands/materials";
import { tellFormer } from "@/server/auth/former";
import { revokeSessions } from "@/server/auth/session";
import type { OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { eraseUnfiled } from "@/server/lifeEvents/commands/applying";

type Granted = Pick<typeof dataRequests.$inferSelect, "accountId" | "kind" | "subject"> & { value: string | undefined };

/** Does what a granted request asks; what it orders besides is returned. `other` is done by hand and told in the answer. */
export async function grant(tx: Tx, ctx: Ctx, { accountId, kind, subject, value }: Granted): Promise<OutboxEntry[]> {
  if (kind === "correction") {
    return value === undefined ? [] : correct(tx, ctx, { accountId, subject, value });
  }
  return erasures[subject]?.(tx, ctx, accountId) ?? [];
}

async function correct(tx: Tx, ctx: Ctx, { accountId, subject, value }: { accountId: string; subject: Granted["subject"]; value: string }): Promise<OutboxEntry[]> {
  if (subject === "address") return clear(tx, accountId, { address: seal(value, { table: "accounts", column: "address", row: accountId }) });
  return subject === "phone" ? changePhone(tx, ctx, accountId, value) : [];
}

/** Whoever signs in by the old phone is out, and told; the new one signs in from the next time on. */
async function changePhone(tx: Tx, ctx: Ctx, accountId: string, phone: string): Promise<OutboxEntry[]> {
  const [account] = await tx.select().from(accounts).where(eq(accounts.id, accountId)).for("update");
  const [taken] = await tx.select({ id: accounts.id }).from(accounts).where(and(inArray(accounts.phoneIndex, keyedDigests("phone", phone)), ne(accounts.id, accountId))).limit(1);
  if (taken) throw new DomainError("conflict", "records.phoneTaken");
  const sealed = seal(phone, { table: "accounts", column: "phone", row: accountId });
  await tx.update(accounts).set({ phone: sealed, phoneIndex: keyedDigest("phone", phone) }).where(eq(accounts.id, accountId));
  await revokeSessions(tx, ctx.now, accountId);
  return account ? tellFormer(account, "phone") : [];
}

const erasures: Partial<Record<Granted["subject"], (tx: Tx, ctx: Ctx, accountId: string) => Promise<OutboxEntry[]>>> = {
  address: (tx, _ctx, id) => clear(tx, id, { address: null }),
  preferences: async (tx, _ctx, id) => {
    await tx.delete(noticePreferences).where(eq(noticePreferences.accountId, id));
    return clear(tx, id, { preferences: {} });
  },
  messages: async (tx, _ctx, id) => {
    await tx.delete(messages).where(eq(messages.accountId, id));
    return [];
  },
  drafts: (tx, ctx, id) => eraseOwnDrafts(tx, ctx, id),
  account: closeAccount,
};

/** Writes fields of the account; there is nobody to tell. */
async function clear(tx: Tx, id: string, fields: Partial<typeof accounts.$inferInsert>): Promise<OutboxEntry[]> {
  await tx.update(accounts).set(fields).where(eq(accounts.id, id));
  return [];
}

/** Their own drafts; an organisation's belong to it. */
async function eraseOwnDrafts(tx: Tx, ctx: Ctx, accountId: string): Promise<OutboxEntry[]> {
  const rows = await tx.select({ id: applications.id }).from(applications)
    .where(and(eq(applications.applicantAccountId, accountId), eq(applications.status, "draft"), isNull(applications.submittedAt), isNull(applications.organisationId)));
  const outgoing = rows.length > 0 ? await eraseDrafts(tx, ctx, rows.map(({ id }) => id)) : [];
  await eraseUnfiled(tx, and(eq(lifeEventCases.applicantAccountId, accountId), isNull(lifeEventCases.organisationId)) ?? isNull(lifeEventCases.id), 1000);
  return outgoing;
}

/** What was kept for the next time goes with whoever kept it; cases keep what was handed in for them. */
async function eraseKept(tx: Tx, accountId: string): Promise<OutboxEntry[]> {
  const gone = await tx.delete(keptMaterials).where(eq(keptMaterials.accountId, accountId)).returning({ key: keptMaterials.storageKey });
  return erasing(gone.map(({ key }) => key));
}

/**
 * Closes an account: nobody signs in to it any more, and what only served signing in goes at once; the rest of the profile
 * goes by the retention table. Nobody finds it by phone or ID number again, so that the person may begin anew. While a case runs its applicant must be reached. Errors: `records.casesRunning` (conflict).
 */
async function closeAccount(tx: Tx, ctx: Ctx, accountId: string): Promise<OutboxEntry[]> {
  const [running] = await tx.select({ id: applications.id }).from(applications).where(and(eq(applications.applicantAccountId, accountId), inArray(applications.status, [...liveStatuses]))).limit(1);
  if (running) throw new DomainError("conflict", "records.casesRunning");
  await clear(tx, accountId, { disabledAt: ctx.now, phone: null, phoneIndex: null, citizenIdIndex: null, email: null, passwordHash: null, totpSecret: null, preferences: {} });
  for (const table of [passkeys, externalIdentities, networkIdentities, noticePreferences, oidcConsents, totpEnrolments]) await tx.delete(table).where(eq(table.accountId, accountId));
  await revokeSessions(tx, ctx.now, accountId);
  await endDelegations(tx, ctx, accountId);
  await endWhatOpens(tx, ctx, accountId);
  return [...(await eraseOwnDrafts(tx, ctx, accountId)), ...(await eraseKept(tx, accountId))];
}

/** No code of theirs shows a certificate any more, no address a case, and what they permitted is permitted no more. */
async function endWhatOpens(tx: Tx, { now }: Ctx, accountId: string): Promise<void> {
  const ended = { revokedAt: now, revokedBy: accountId };
  const held = tx.select({ id: certificateHolders.certificateId }).from(certificateHolders).where(eq(certificateHolders.accountId, accountId));
  const filed = tx.select({ id: applications.id }).from(applications).where(eq(applications.applicantAccountId, accountId));
  await tx.update(certificatePresentations).set(ended).where(and(inArray(certificatePresentations.certificateId, held), eq(certificatePresentations.presentedBy, accountId), isNull(certificatePresentations.revokedAt)));
  await tx.update(usageGrants).set(ended).where(and(eq(usageGrants.holderAccountId, accountId), ne(usageGrants.mode, "duty"), isNull(usageGrants.revokedAt)));
  await tx.update(progressShares).set({ revokedAt: now }).where(and(inArray(progressShares.applicationId, filed), eq(progressShares.createdBy, accountId), isNull(progressShares.revokedAt)));
}

/** Nobody acts for them any more, and they for nobody. */
async function endDelegations(tx: Tx, { now }: Ctx, accountId: string): Promise<void> {
  await tx.update(delegations).set({ revokedAt: now, revokeReason: "accountClosed", codeDigest: null, inviteePhoneIndex: null })
    .where(and(or(eq(delegations.principalAccountId, accountId), eq(delegations.delegateAccountId, accountId)), isNull(delegations.revokedAt)));
}
