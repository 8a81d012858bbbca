import type { Tx } from "@/db/client";
import { formatApplicationNumber } from "@/domain/core/codes";
import type { staffTemplates } from "@/domain/notices/schema";
import type { AuditEntry, OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { insertMessage } from "@/server/notices/commands";

export type Part = { audit: AuditEntry[]; outbox: OutboxEntry[] };
type Told = { accounts: readonly string[]; template: (typeof staffTemplates)[number]; about?: { id: string; number: string }; dueOn?: string | null; key: string };

/** Writes a message to each of these people, once per `key`: the first of them carries it, so that one look tells whether it was sent. */
export async function tellStaff(tx: Tx, ctx: Ctx, { accounts, template, about, dueOn, key }: Told): Promise<Part> {
  const params = { ...(about ? { number: formatApplicationNumber(about.number) } : {}), ...(dueOn ? { dueOn } : {}) };
  const parts: Part[] = [];
  for (const [i, accountId] of [...new Set(accounts)].toSorted().entries()) {
    const written = await insertMessage(tx, { accountId, applicationId: about?.id ?? null, template, params, dedupeKey: i === 0 ? key : `${key}:${accountId}`, createdAt: ctx.now });
    if (written) parts.push(written);
  }
  return together(parts);
}

export const together = (parts: readonly Part[]): Part => ({ audit: parts.flatMap(({ audit }) => audit), outbox: parts.flatMap(({ outbox }) => outbox) });

/** What is audited, also of work that another runner had done already. */
export const orNothing = (audit: AuditEntry[], id: string): AuditEntry[] => (audit.length > 0 ? audit : [{ action: "supervision.foundDone", subject: { type: "application", id } }]);
