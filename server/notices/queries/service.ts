import { asc, eq, inArray } from "drizzle-orm";
import type { Database, Reader } from "@/db/client";
import { applicationEvents, messages, noticeServices, notices } from "@/db/schema";
import { doerOf } from "@/domain/core/actor";
import type { Day } from "@/domain/core/calendar";
import { messageTemplate } from "@/domain/notices/rules";
import { servedOn, type ServiceWay } from "@/domain/notices/rules/service";
import { getCase } from "@/server/applications/queries/case";
import type { Ctx } from "@/server/core/context";
import { throughDoor } from "@/server/core/scope";

type NoticeRow = typeof notices.$inferSelect;
type Told = { sentAt: string | null; mailedAt: string | null; readAt: string | null };
export type NoticeService = {
  noticeId: string; number: string; placedAt: string; servedOn: Day | null; told: Told | null;
  ways: { way: ServiceWay; at: string; by: string; receivedBy: string | null }[];
};

/** Notes that the addressee, or whoever acts for them, has a notice in hand: the first time counts. Others leave no mark here. */
export async function noteService(ctx: Ctx, notice: { id: string }, { addressed, way }: { addressed: boolean; way: Exclude<ServiceWay, "counter"> }): Promise<void> {
  if (ctx.actor.kind !== "user" || !addressed) return;
  const { id, name } = doerOf(ctx.actor);
  await writable(ctx).insert(noticeServices).values({ noticeId: notice.id, way, at: ctx.now, accountId: id, accountName: name }).onConflictDoNothing();
}

// Safe: a look is proof whether or not anything else is written; a query must be able to write it.
const writable = ({ db }: Ctx): Pick<Database, "insert"> => db as Database;

/** The day each of some notices was served; those that lie unread are absent. */
export async function serviceDays(db: Reader, rows: readonly Pick<NoticeRow, "id">[]): Promise<ReadonlyMap<string, Day>> {
  if (rows.length === 0) return new Map();
  const services = await throughDoor({ db }, "served").db.select().from(noticeServices).where(inArray(noticeServices.noticeId, rows.map(({ id }) => id)));
  return new Map(Object.entries(Object.groupBy(services, ({ noticeId }) => noticeId)).flatMap(([id, of = []]): [string, Day][] => {
    const day = servedOn(of);
    return day ? [[id, day]] : [];
  }));
}

/**
 * How each notice of a case came to its addressee (送达情况): put into their space, told by which ways, read, downloaded,
 * handed over at a counter. Errors: `applications.notFound`.
 */
export async function listServices({ db, actor }: Ctx, number: string): Promise<NoticeService[]> {
  const { application } = await getCase(db, actor, { number });
  const rows = await db.select({ notice: notices, action: applicationEvents.action }).from(notices)
    .innerJoin(applicationEvents, eq(applicationEvents.id, notices.eventId)).where(eq(notices.applicationId, application.id)).orderBy(asc(notices.createdAt), asc(notices.id));
  if (rows.length === 0) return [];
  const keyOf = ({ notice, action }: (typeof rows)[number]) => `${notice.eventId}:${messageTemplate(action) ?? ""}`;
  const [services, told] = await Promise.all([
    db.select().from(noticeServices).where(inArray(noticeServices.noticeId, rows.map(({ notice }) => notice.id))).orderBy(asc(noticeServices.at)),
    db.select().from(messages).where(inArray(messages.dedupeKey, rows.map(keyOf))),
  ]);
  return rows.map((row) => {
    const ways = services.filter(({ noticeId }) => noticeId === row.notice.id);
    const message = told.find(({ dedupeKey }) => dedupeKey === keyOf(row));
    return {
      noticeId: row.notice.id, number: row.notice.number, placedAt: row.notice.createdAt.toISOString(), servedOn: servedOn(ways),
      told: message ? { sentAt: message.sentAt?.toISOString() ?? null, mailedAt: message.mailedAt?.toISOString() ?? null, readAt: message.readAt?.toISOString() ?? null } : null,
      ways: ways.map(({ way, at, accountName, receivedBy }) => ({ way, at: at.toISOString(), by: accountName, receivedBy })),
    };
  });
}
