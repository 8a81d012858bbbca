import { and, eq, gt, isNull } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { counterReceptions, counterVisits, ratingDevices, ratingTickets, serviceItems, serviceWindows } from "@/db/schema";
import { postsIn, type StaffRole, type User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import type { RateVisit, RatingLevel } from "@/domain/ratings/schema";
import type { DeviceById, EndService, RegisterDevice } from "@/domain/ratings/schema/visits";
import { digestOf, newToken } from "@/server/auth/tokens";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { cast, castAudit, nameless, type Rated } from "../commands";
import { openToken, ticketToken } from "../queries/visits";

type Signed = Ctx & { actor: User };

const ticketMinutes = 10;

/** A window of a department in which this actor holds the role. Errors: `ratings.windowUnknown` (not_found). */
async function getWindowOf(db: Reader | Tx, actor: User, role: StaffRole, windowId: string) {
  const [window] = await db.select().from(serviceWindows).where(and(eq(serviceWindows.id, windowId), isNull(serviceWindows.closedAt))).limit(1);
  if (!window || !postsIn(actor, role).some(({ departmentId }) => departmentId === window.departmentId)) throw new DomainError("not_found", "ratings.windowUnknown");
  return window;
}

/**
 * A clerk ends a service at their window: the person may rate the visit once, within ten minutes, at the screen there or on
 * their own phone. The clerk learns nothing of whether and how. Who comes next ends an unused one.
 * Errors: `ratings.windowUnknown`, `ratings.visitUnknown` (not_found), `ratings.visitEnded` (conflict), `requests.tooMany`.
 */
export async function endService(ctx: Signed, { windowId, itemCode, visitId }: EndService): Promise<{ token: string; expiresAt: string }> {
  await limit(ctx.db, ctx.now, { act: "ratings.endService", subject: ctx.actor.id, max: 60, windowSeconds: 3600 });
  const window = await getWindowOf(ctx.db, ctx.actor, "clerk", windowId);
  await checkVisit(ctx, visitId);
  const serviceItemId = itemCode ? await findItem(ctx.db, itemCode) : null;
  return commit(ctx, async (tx) => {
    await tx.update(ratingTickets).set({ expiresAt: ctx.now }).where(and(eq(ratingTickets.windowId, windowId), gt(ratingTickets.expiresAt, ctx.now)));
    const id = crypto.randomUUID();
    const token = ticketToken(id);
    const expiresAt = new Date(ctx.now.getTime() + ticketMinutes * 60_000);
    const [row] = await tx.insert(ratingTickets).values({
      id, windowId, departmentId: window.departmentId, serviceItemId, endedOn: shanghaiDay(ctx.now), visitId, identified: true, tokenDigest: digestOf(token), expiresAt,
    }).onConflictDoNothing().returning({ id: ratingTickets.id });
    if (!row) throw new DomainError("conflict", "ratings.visitEnded");
    return { value: { token, expiresAt: expiresAt.toISOString() }, audit: { action: "ratings.endService", subject: { type: "window", id: windowId } }, secret: true };
  });
}

// Somebody proven at the counter, or served there while an application was taken.
async function checkVisit({ db, actor, now }: Signed, visitId: string): Promise<void> {
  const [visit] = await db.select({ id: counterVisits.id }).from(counterVisits).where(and(eq(counterVisits.id, visitId), eq(counterVisits.clerkId, actor.id), gt(counterVisits.expiresAt, now)))
    .union(db.select({ id: counterReceptions.id }).from(counterReceptions).where(and(eq(counterReceptions.id, visitId), eq(counterReceptions.clerkId, actor.id), gt(counterReceptions.expiresAt, now)))).limit(1);
  if (!visit) throw new DomainError("not_found", "ratings.visitUnknown");
}

async function findItem(db: Reader, code: string): Promise<string | null> {
  const [item] = await db.select({ id: serviceItems.id }).from(serviceItems).where(eq(serviceItems.code, code)).limit(1);
  return item?.id ?? null;
}

// A screen at a window serves a few people an hour, and a hall's phones share one address.
const perAddress = { act: "ratings.rateVisit", max: 60, windowSeconds: 600 };

/**
 * Rates a visit, once per ticket, at the window's screen or on one's own phone; always without a name.
 * Errors: `ratings.tokenUnknown` (not_found), `ratings.nobodyWaits` (conflict: rated, over, or nobody was served), `requests.tooMany`.
 */
export async function rateVisit(ctx: Ctx, { token, level, reasons, comment, contact }: RateVisit): Promise<Rated & { level: RatingLevel }> {
  await limit(ctx.db, ctx.now, { ...perAddress, subject: ctx.address });
  return commit(nameless(ctx), async (tx) => {
    const { ticket, channel } = await openToken(tx, ctx.now, token);
    const [taken] = ticket ? await tx.update(ratingTickets).set({ used: true }).where(and(eq(ratingTickets.id, ticket.id), eq(ratingTickets.used, false))).returning() : [];
    if (!taken) throw new DomainError("conflict", "ratings.nobodyWaits");
    const { serviceItemId, departmentId } = taken;
    const receipt = await cast(tx, { level, reasons: [...new Set(reasons)], comment, contact, channel, serviceItemId, departmentId });
    return { value: { level, receipt }, audit: castAudit };
  });
}

/** A screen for a window; its secret is told this once. An earlier one there ends. Errors: `ratings.windowUnknown` (not_found). */
export async function registerDevice(ctx: Signed, { windowId, kind }: RegisterDevice): Promise<{ token: string }> {
  const { departmentId } = await getWindowOf(ctx.db, ctx.actor, "supervisor", windowId);
  return commit(ctx, async (tx) => {
    await tx.update(ratingDevices).set({ revokedAt: ctx.now }).where(and(eq(ratingDevices.windowId, windowId), isNull(ratingDevices.revokedAt)));
    const token = newToken();
    await tx.insert(ratingDevices).values({ windowId, departmentId, kind, tokenDigest: digestOf(token), registeredBy: ctx.actor.id, registeredAt: ctx.now });
    return { value: { token }, audit: { action: "ratings.registerDevice", subject: { type: "window", id: windowId }, after: { kind } }, secret: true };
  });
}

/** Takes a screen's secret back. Errors: `ratings.deviceUnknown` (not_found). */
export async function revokeDevice(ctx: Signed, { id }: DeviceById): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const [row] = await tx.select().from(ratingDevices).where(and(eq(ratingDevices.id, id), isNull(ratingDevices.revokedAt))).for("update").limit(1);
    if (!row || !postsIn(ctx.actor, "supervisor").some(({ departmentId }) => departmentId === row.departmentId)) throw new DomainError("not_found", "ratings.deviceUnknown");
    await tx.update(ratingDevices).set({ revokedAt: ctx.now }).where(eq(ratingDevices.id, id));
    return { value: { id }, audit: { action: "ratings.revokeDevice", subject: { type: "window", id: row.windowId } } };
  });
}
