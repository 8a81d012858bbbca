import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { certificateEvents, certificateHolders, certificates } from "@/db/schema";
import type { CertificateEventAct } from "@/domain/certificates/schema/life";
import { renewBy } from "@/domain/certificates/rules/life";
import { DomainError } from "@/domain/core/errors";
import type { MessageTemplate } from "@/domain/notices/schema";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { findRepresentative, insertMessage } from "../commands";

/** A renewal is told by its case, and so is what a case brought. */
const templates: Partial<Record<CertificateEventAct, MessageTemplate>> = {
  suspend: "certificateSuspended", restore: "certificateRestored", revoke: "certificateRevoked", cancel: "certificateCancelled",
  reissue: "certificateReissued", change: "certificateChanged", expire: "certificateExpired",
};

/** Tells every holder what happened to a certificate, once. Errors: `notices.eventUnknown` (not_found), `notices.toldAlready` (conflict). */
export async function tellHolders(ctx: Ctx, { eventId }: { eventId: string }): Promise<void> {
  const [found] = await ctx.db.select({ event: certificateEvents, row: certificates }).from(certificateEvents).innerJoin(certificates, eq(certificates.id, certificateEvents.certificateId)).where(eq(certificateEvents.id, eventId)).limit(1);
  if (!found) throw new DomainError("not_found", "notices.eventUnknown");
  const template = templates[found.event.act];
  if (template) await tell(ctx, found.row, { template, params: { certificate: found.row.name }, key: eventId });
}

/** Tells every holder that a certificate will end, and until when a renewal is asked for. Errors: `notices.eventUnknown`, `notices.toldAlready`. */
export async function tellOfEnd(ctx: Ctx, { certificateId, daysBefore }: { certificateId: string; daysBefore: number }): Promise<void> {
  const [row] = await ctx.db.select().from(certificates).where(eq(certificates.id, certificateId)).limit(1);
  if (!row?.validUntil) throw new DomainError("not_found", "notices.eventUnknown");
  await tell(ctx, row, { template: "certificateEnding", params: { certificate: row.name, endsOn: row.validUntil, dueOn: renewBy(row.validUntil) }, key: `${certificateId}:ending:${daysBefore}` });
}

type Telling = { template: MessageTemplate; params: Record<string, string>; key: string };

async function tell(ctx: Ctx, row: typeof certificates.$inferSelect, { template, params, key }: Telling): Promise<void> {
  const people = await holdersToTell(ctx, row.id);
  if (people.length === 0) return;
  await commit(ctx, async (tx: Tx) => {
    const written = [];
    for (const accountId of people) written.push(await insertMessage(tx, { accountId, applicationId: row.applicationId, template, params, dedupeKey: `${key}:${accountId}`, createdAt: ctx.now }));
    const parts = written.filter((part) => part !== undefined);
    if (parts.length === 0) throw new DomainError("conflict", "notices.toldAlready");
    return { value: undefined, audit: parts.flatMap(({ audit }) => audit), outbox: parts.flatMap(({ outbox }) => outbox) };
  });
}

/** People themselves, an organisation by who represents it; a holder who has no account here hears by other ways. */
async function holdersToTell(ctx: Ctx, certificateId: string): Promise<string[]> {
  const holders = await ctx.db.select().from(certificateHolders).where(eq(certificateHolders.certificateId, certificateId));
  const people = await Promise.all(holders.map(async ({ accountId, organisationId }) => accountId ?? (organisationId ? findRepresentative(ctx, organisationId) : null)));
  return [...new Set(people.filter((one) => one !== null))];
}
