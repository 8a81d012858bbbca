import { createHmac } from "node:crypto";
import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Reader, Tx } from "@/db/client";
import { derivedSecret } from "@/db/personal-data";
import { accounts, counterReceptions, counterVisits, departments, ratingDevices, ratingTickets, serviceWindows } from "@/db/schema";
import { postsIn, type User } from "@/domain/core/actor";
import { maskName } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { RatingChannel } from "@/domain/ratings/schema";
import { digestOf } from "@/server/auth/tokens";
import type { Ctx } from "@/server/core/context";

export type Ticket = typeof ratingTickets.$inferSelect;

/** The secret in a ticket's address: made from its id and nowhere kept, so that the screen at the window can show it too. */
export const ticketToken = (id: string) => createHmac("sha256", derivedSecret("rating-ticket")).update(id).digest("base64url");

const isOpen = (now: Date) => and(eq(ratingTickets.used, false), gt(ratingTickets.expiresAt, now));

/** What a token in an address opens: a screen at a window with the visit that waits there, or one visit on one's own phone. */
export type Opened = { kind: "device" | "ticket"; windowId: string; channel: RatingChannel; ticket: Ticket | undefined };

/** Errors: `ratings.tokenUnknown` (not_found): never made, taken back, or long over. */
export async function openToken(db: Reader | Tx, now: Date, token: string): Promise<Opened> {
  const digest = digestOf(token);
  const [device] = await db.select().from(ratingDevices).where(and(eq(ratingDevices.tokenDigest, digest), isNull(ratingDevices.revokedAt))).limit(1);
  if (device) {
    const [ticket] = await db.select().from(ratingTickets).where(and(eq(ratingTickets.windowId, device.windowId), isOpen(now))).orderBy(desc(ratingTickets.expiresAt)).limit(1);
    return { kind: "device", windowId: device.windowId, channel: device.kind, ticket };
  }
  const [ticket] = await db.select().from(ratingTickets).where(eq(ratingTickets.tokenDigest, digest)).limit(1);
  if (!ticket) throw new DomainError("not_found", "ratings.tokenUnknown");
  const waits = !ticket.used && ticket.expiresAt !== null && ticket.expiresAt > now;
  return { kind: "ticket", windowId: ticket.windowId, channel: "qr", ticket: waits ? ticket : undefined };
}

/** What a screen at a window, or a phone, shows: where it is, and whether a visit waits to be rated. Errors: `ratings.tokenUnknown`. */
export async function getVisit({ db, now }: Ctx, token: string) {
  const { kind, windowId, ticket } = await openToken(db, now, token);
  const [row] = await db.select({ content: serviceWindows.content, departmentName: departments.name }).from(serviceWindows).innerJoin(departments, eq(departments.id, serviceWindows.departmentId))
    .where(eq(serviceWindows.id, windowId)).limit(1);
  if (!row) throw new DomainError("not_found", "ratings.tokenUnknown");
  const { name, nameEn, windowNumber } = row.content;
  return { kind, name, nameEn: nameEn ?? null, windowNumber: windowNumber ?? null, departmentName: row.departmentName, waits: ticket !== undefined, phoneToken: kind === "device" && ticket ? ticketToken(ticket.id) : null };
}

/** The windows at which somebody in this role serves: those of their departments that are not closed. */
export async function listServed(db: Reader, actor: User, role: "clerk" | "supervisor") {
  const mine = new Set(postsIn(actor, role).map(({ departmentId }) => departmentId));
  const rows = await Promise.all([...mine].map((departmentId) =>
    db.select().from(serviceWindows).where(and(eq(serviceWindows.departmentId, departmentId), isNull(serviceWindows.closedAt))).limit(100)));
  return rows.flat().map(({ id, departmentId, content: { name, windowNumber } }) => ({ id, departmentId, name, windowNumber: windowNumber ?? null }));
}

/** The people this clerk serves or has just served, whom they have not invited yet: when they came, and their names as lists show them. */
export async function listEndable({ db, now }: Ctx, actor: User) {
  const ofVisits = db.select({ id: counterVisits.id, at: counterVisits.at, name: accounts.name }).from(counterVisits).innerJoin(accounts, eq(accounts.id, counterVisits.accountId))
    .where(and(eq(counterVisits.clerkId, actor.id), gt(counterVisits.expiresAt, now), notInvited(counterVisits.id)));
  const ofReceptions = db.select({ id: counterReceptions.id, at: counterReceptions.at, name: accounts.name }).from(counterReceptions).innerJoin(accounts, eq(accounts.id, counterReceptions.accountId))
    .where(and(eq(counterReceptions.clerkId, actor.id), gt(counterReceptions.expiresAt, now), notInvited(counterReceptions.id)));
  const rows = [...(await ofVisits.limit(50)), ...(await ofReceptions.limit(50))].toSorted((one, other) => other.at.getTime() - one.at.getTime());
  return rows.map(({ id, at, name }) => ({ id, at: at.toISOString(), name: maskName(name) }));
}

const notInvited = (visit: AnyPgColumn) => sql`not exists (select 1 from ${ratingTickets} where ${ratingTickets.visitId} = ${visit})`;

/** The screens of this supervisor's departments, without their secrets. */
export async function listDevices(db: Reader, actor: User) {
  const windows = await listServed(db, actor, "supervisor");
  const mine = [...new Set(windows.map(({ departmentId }) => departmentId))];
  const rows = await Promise.all(mine.map((departmentId) => db.select().from(ratingDevices).where(and(eq(ratingDevices.departmentId, departmentId), isNull(ratingDevices.revokedAt))).limit(200)));
  const devices = rows.flat().map(({ id, windowId, kind, registeredAt }) => ({ id, kind, registeredAt: registeredAt.toISOString(), windowName: windows.find((window) => window.id === windowId)?.name ?? "" }));
  return { windows, devices };
}
