import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { certificateEvents, certificateHolders, certificates } from "@/db/schema";
import type { CertificateEventAct } from "@/domain/certificates/schema/life";
import { renewBy } from "@/domain/certificates/rules/life";
import { DomainError } from "@/domain/core/errors";
import type { MessageTemplate } from "@/domain/notices/schema";
import type { CertificateRow } from "@/server/certificates/queries/record";
import { commit, type AuditEntry, type Committed, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { findRepresentative, insertMessage } from "../commands";
import { writeCertificateNotice } from "./certificate-notices";

/** A renewal is told by its case, and so is what a case brought. */
const templates: Partial<Record<CertificateEventAct, MessageTemplate>> = {
  suspend: "certificateSuspended", restore: "certificateRestored", revoke: "certificateRevoked", cancel: "certificateCancelled",
  reissue: "certificateReissued", change: "certificateChanged", expire: "certificateExpired",
};

/**
 * Tells every holder what happened to a certificate, once: a message, and where it was taken away the decision in writing.
 * Errors: `notices.eventUnknown` (not_found), `notices.toldAlready` (conflict).
 */
export async function tellHolders(ctx: Ctx, { eventId }: { eventId: string }): Promise<void> {
  const [found] = await ctx.db.select({ event: certificateEvents, row: certificates }).from(certificateEvents).innerJoin(certificates, eq(certificates.id, certificateEvents.certificateId)).where(eq(certificateEvents.id, eventId)).limit(1);
  if (!found) throw new DomainError("not_found", "notices.eventUnknown");
  const { event, row } = found;
  const template = templates[event.act];
  if (!template) return;
  await commit(ctx, async (tx) => {
    // Of two runners the second finds it done.
    await tx.select({ id: certificateEvents.id }).from(certificateEvents).where(eq(certificateEvents.id, eventId)).for("update");
    const messages = await messagesTo(tx, ctx, row, { template, params: { certificate: row.name }, key: eventId });
    return together([...messages, await writeCertificateNotice(tx, ctx, { event, row })]);
  });
}

/** Tells every holder that a certificate will end, and until when a renewal is asked for. Errors: `notices.eventUnknown`, `notices.toldAlready`. */
export async function tellOfEnd(ctx: Ctx, { certificateId, daysBefore }: { certificateId: string; daysBefore: number }): Promise<void> {
  const [row] = await ctx.db.select().from(certificates).where(eq(certificates.id, certificateId)).limit(1);
  if (!row?.validUntil) throw new DomainError("not_found", "notices.eventUnknown");
  await tell(ctx, row, { template: "certificateEnding", params: { certificate: row.name, endsOn: row.validUntil, dueOn: renewBy(row.validUntil) }, key: `${certificateId}:ending:${daysBefore}` });
}

type Telling = { template: MessageTemplate; params: Record<string, string>; key: string };

type Part = { audit: AuditEntry[]; outbox: OutboxEntry[] };

async function tell(ctx: Ctx, row: CertificateRow, telling: Telling): Promise<void> {
  const people = await holdersToTell(ctx, row.id);
  if (people.length > 0) await commit(ctx, async (tx) => together(await messagesTo(tx, ctx, row, telling)));
}

async function messagesTo(tx: Tx, ctx: Ctx, row: CertificateRow, { template, params, key }: Telling): Promise<(Part | undefined)[]> {
  const written = [];
  for (const accountId of await holdersToTell(ctx, row.id)) written.push(await insertMessage(tx, { accountId, applicationId: row.applicationId, template, params, dedupeKey: `${key}:${accountId}`, createdAt: ctx.now }));
  return written;
}

/** Nothing written, though there was somebody to tell, is a repetition. */
function together(parts: readonly (Part | undefined)[]): Committed<undefined> {
  const written = parts.filter((part) => part !== undefined);
  if (written.length === 0) throw new DomainError("conflict", "notices.toldAlready");
  return { value: undefined, audit: written.flatMap(({ audit }) => audit), outbox: written.flatMap(({ outbox }) => outbox) };
}

/** People themselves, an organisation by who represents it; a holder who has no account here hears by other ways. */
async function holdersToTell(ctx: Ctx, certificateId: string): Promise<string[]> {
  const holders = await ctx.db.select().from(certificateHolders).where(eq(certificateHolders.certificateId, certificateId));
  const people = await Promise.all(holders.map(async ({ accountId, organisationId }) => accountId ?? (organisationId ? findRepresentative(ctx, organisationId) : null)));
  return [...new Set(people.filter((one) => one !== null))];
}
