import { and, asc, desc, eq, gt, lt, ne } from "drizzle-orm";
import type { Database, Reader } from "@/db/client";
import { accounts, applicationEvents, casePresences } from "@/db/schema";
import type { WatchCase } from "@/domain/applications/schema/case";
import type { User } from "@/domain/core/actor";
import type { Ctx } from "@/server/core/context";
import { getCase } from "./case";

/** Pages look every twenty seconds; whoever has not for this long has gone. */
const presentSeconds = 75;
const keptSeconds = 3600;

/**
 * Who else has the case open now, and what happened to it since the version that the page shows. Being asked says that this
 * person has it open. Errors: `applications.notFound`.
 */
export async function watchCase(ctx: Ctx, actor: User, { number, version }: WatchCase) {
  const { application } = await getCase(ctx.db, ctx.actor, { number });
  await recordPresence(ctx, actor, application.id);
  return {
    version: application.version, present: await listPresent(ctx, actor, application.id),
    changed: application.version === version ? null : await latestEvent(ctx.db, application.id),
  };
}

const ago = (now: Date, seconds: number) => new Date(now.getTime() - seconds * 1000);

async function recordPresence({ db, now }: Ctx, { id: accountId }: User, applicationId: string): Promise<void> {
  const store = writable(db);
  const [seen] = await store.update(casePresences).set({ seenAt: now }).where(and(eq(casePresences.applicationId, applicationId), eq(casePresences.accountId, accountId), gt(casePresences.seenAt, ago(now, presentSeconds))))
    .returning({ openedAt: casePresences.openedAt });
  if (seen) return;
  await store.delete(casePresences).where(lt(casePresences.seenAt, ago(now, keptSeconds)));
  await store.insert(casePresences).values({ applicationId, accountId, openedAt: now, seenAt: now })
    .onConflictDoUpdate({ target: [casePresences.applicationId, casePresences.accountId], set: { openedAt: now, seenAt: now } });
}

async function listPresent({ db, now }: Ctx, { id }: User, applicationId: string) {
  const rows = await db.select({ name: accounts.name, openedAt: casePresences.openedAt, seenAt: casePresences.seenAt }).from(casePresences)
    .innerJoin(accounts, eq(accounts.id, casePresences.accountId))
    .where(and(eq(casePresences.applicationId, applicationId), ne(casePresences.accountId, id), gt(casePresences.seenAt, ago(now, presentSeconds))))
    .orderBy(asc(casePresences.openedAt)).limit(10);
  const minutes = (since: Date) => Math.floor((now.getTime() - since.getTime()) / 60_000);
  return rows.map(({ name, openedAt }) => ({ name, minutes: minutes(openedAt) }));
}

async function latestEvent(db: Reader, applicationId: string) {
  const [event] = await db.select({ action: applicationEvents.action, actorName: applicationEvents.actorName, actorRole: applicationEvents.actorRole, at: applicationEvents.at })
    .from(applicationEvents).where(eq(applicationEvents.applicationId, applicationId)).orderBy(desc(applicationEvents.sequence)).limit(1);
  return event ? { ...event, at: event.at.toISOString() } : null;
}

// Safe: like the counters of rate limits, who looks at what is no business data; it lives for an hour.
function writable(db: Reader): Database {
  return db as Database;
}
