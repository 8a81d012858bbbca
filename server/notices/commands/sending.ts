import { and, asc, eq, inArray, lte, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { heldMessages, messages, noticePreferences } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { sendingTime, weightOf } from "@/domain/notices/rules/sending";
import type { NotificationPreferences, SendingWay } from "@/domain/notices/schema/sending";
import { commit, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { preferencesOf } from "../queries/sending";

/** Keeps how somebody wants to hear of news. */
export function savePreferences(ctx: Ctx & { actor: User }, { sms, mail, quiet, daily }: NotificationPreferences): Promise<void> {
  return commit(ctx, async (tx) => {
    const row = { sms, mail, daily, quietFrom: quiet?.from ?? null, quietUntil: quiet?.until ?? null, updatedAt: ctx.now };
    await tx.insert(noticePreferences).values({ accountId: ctx.actor.id, ...row }).onConflictDoUpdate({ target: noticePreferences.accountId, set: row });
    return { value: undefined, audit: { action: "notices.savePreferences", subject: { type: "account", id: ctx.actor.id }, after: { sms, mail, daily, quiet } } };
  });
}

type Message = typeof messages.$inferSelect;

/** Whether a message may go out that way now; one for later is put by, and one that is not wanted that way stays in the space alone. */
export async function mayGoNow(tx: Tx, { now }: Ctx, message: Message, by: SendingWay): Promise<boolean> {
  const time = sendingTime(message, by, await preferencesOf(tx, message.accountId), now);
  if (time && time > now) await tx.insert(heldMessages).values({ messageId: message.id, by, accountId: message.accountId, until: time }).onConflictDoNothing();
  return time !== null && time <= now;
}

const batch = 500;

/**
 * Lets go what waited for its hour: one message as it is, several pieces of news for one person as a single word that there
 * is news. Rows are taken by deleting them in the transaction that orders the sending, so that two runners send each once.
 */
export async function releaseHeld(ctx: Ctx): Promise<number> {
  const [waiting] = await ctx.db.select({ id: heldMessages.messageId }).from(heldMessages).where(lte(heldMessages.until, ctx.now)).limit(1);
  if (!waiting) return 0;
  try {
    return await release(ctx);
  } catch (error) {
    // Another runner has them.
    if (isDomainError(error) && error.code === "notices.sentAlready") return 0;
    throw error;
  }
}

function release(ctx: Ctx): Promise<number> {
  return commit(ctx, async (tx) => {
    const due = await tx.select({ messageId: heldMessages.messageId, by: heldMessages.by }).from(heldMessages).where(lte(heldMessages.until, ctx.now))
      .orderBy(asc(heldMessages.until), asc(heldMessages.accountId)).limit(batch).for("update", { skipLocked: true });
    if (due.length === 0) throw new DomainError("conflict", "notices.sentAlready");
    await tx.delete(heldMessages).where(or(...due.map(({ messageId, by }) => and(eq(heldMessages.messageId, messageId), eq(heldMessages.by, by)))));
    const rows = new Map((await tx.select().from(messages).where(inArray(messages.id, [...new Set(due.map(({ messageId }) => messageId))]))).map((row) => [row.id, row]));
    const found = due.flatMap(({ messageId, by }) => { const row = rows.get(messageId); return row ? [{ row, by }] : []; });
    const outbox: OutboxEntry[] = [];
    for (const group of Map.groupBy(found, ({ row, by }) => `${row.accountId}/${by}`).values()) outbox.push(...(await ordersFor(tx, ctx, group)));
    return { value: due.length, audit: { action: "notices.releaseHeld", subject: { type: "heldMessage", id: shanghaiDay(ctx.now) }, after: { count: due.length } }, outbox };
  });
}

const ways = { phone: { topic: "notices.send", mark: "sentAt" }, email: { topic: "notices.mail", mark: "mailedAt" } } as const;

/** What one person is due one way. Of several pieces of news the first goes out in the place of all. */
async function ordersFor(tx: Tx, ctx: Ctx, group: readonly { row: Message; by: SendingWay }[]): Promise<OutboxEntry[]> {
  const [first, ...others] = group.filter(({ row }) => weightOf(row) === "news");
  const { topic, mark } = ways[group[0]?.by ?? "phone"];
  const alone = others.length > 0 ? group.filter(({ row }) => weightOf(row) !== "news") : group;
  const orders = alone.map(({ row }): OutboxEntry => ({ topic, payload: { messageId: row.id, held: "alone" } }));
  if (!first || others.length === 0) return orders;
  await tx.update(messages).set({ [mark]: ctx.now }).where(inArray(messages.id, others.map(({ row }) => row.id)));
  return [...orders, { topic, payload: { messageId: first.row.id, held: "forAll" } }];
}
