import { randomInt } from "node:crypto";
import { and, eq, gt, isNotNull, isNull, lt } from "drizzle-orm";
import { accounts, qrSignIns } from "@/db/schema";
import { reaches, type User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { isFresh } from "@/domain/identity/rules";
import { maskAddress } from "@/domain/identity/rules/addresses";
import { deviceOf, type Device } from "@/domain/identity/rules/devices";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { proceed, type Client, type SignedIn } from "./enter";
import { sessionStore } from "./session";
import { digestOf, newToken } from "./tokens";

const minutes = 2;
const perAddress = { act: "identity.qr", max: 120, windowSeconds: 600 };

// The QR code carries a digest of the cookie's secret: who photographs it can approve, but never redeem.
const approvalOf = (token: string) => Buffer.from(digestOf(`approve|${token}`), "hex").toString("base64url");

/** Begins a sign-in that a phone will approve; returns the opaque id for this browser's `qr` cookie. Errors: `requests.tooMany`. */
export async function startQr(ctx: Ctx, { userAgent }: Client): Promise<string> {
  await limit(ctx.db, ctx.now, { ...perAddress, subject: ctx.address });
  const token = newToken();
  const store = sessionStore(ctx.db);
  await store.delete(qrSignIns).where(lt(qrSignIns.expiresAt, new Date(ctx.now.getTime() - 3_600_000)));
  await store.insert(qrSignIns).values({
    idHash: digestOf(token), approvalHash: digestOf(approvalOf(token)), pairing: String(randomInt(10_000)).padStart(4, "0"),
    userAgent: userAgent?.slice(0, 300) ?? null, addressMasked: maskAddress(ctx.address), createdAt: ctx.now, expiresAt: new Date(ctx.now.getTime() + minutes * 60_000),
  });
  return token;
}

export type QrState = "waiting" | "approved" | "refused";
type Row = typeof qrSignIns.$inferSelect;

const stateOf = ({ decidedAt, accountId }: Row): QrState => (!decidedAt ? "waiting" : accountId ? "approved" : "refused");

/** What this browser's QR sign-in is at: nothing once it has expired or was used. `approval` belongs into the QR code. */
export async function findQr(ctx: Ctx, token: string | undefined): Promise<{ state: QrState; pairing: string; approval: string; expiresAt: Date } | undefined> {
  const [row] = token ? await ctx.db.select().from(qrSignIns).where(and(eq(qrSignIns.idHash, digestOf(token)), gt(qrSignIns.expiresAt, ctx.now), isNull(qrSignIns.usedAt))).limit(1) : [];
  return row && token ? { state: stateOf(row), pairing: row.pairing, approval: approvalOf(token), expiresAt: row.expiresAt } : undefined;
}

export type QrRequest = Device & { pairing: string; place: string; at: Date };

const undecided = (ctx: Ctx, approval: string) => and(eq(qrSignIns.approvalHash, digestOf(approval)), isNull(qrSignIns.decidedAt), gt(qrSignIns.expiresAt, ctx.now));

/** What a phone is asked to approve. Errors: `identity.qrExpired` (not_found). */
export async function getQrRequest(ctx: Ctx, approval: string): Promise<QrRequest> {
  const [row] = await ctx.db.select().from(qrSignIns).where(undecided(ctx, approval)).limit(1);
  if (!row) throw new DomainError("not_found", "identity.qrExpired");
  return { ...deviceOf(row.userAgent), pairing: row.pairing, place: row.addressMasked, at: row.createdAt };
}

/**
 * Approves or refuses, once, as somebody who has just proven themselves on their own phone. The other device gets a session
 * of its own, never with a higher level than this one has.
 * Errors: `identity.proofNeeded`, `identity.qrForCitizens` (forbidden), `identity.qrExpired` (not_found).
 */
export async function decideQr(ctx: Ctx & { actor: User }, approval: string, approve: boolean): Promise<void> {
  const { actor, now } = ctx;
  // Staff prove a second factor on the device they work at.
  if (approve && actor.accountKind === "staff") throw new DomainError("forbidden", "identity.qrForCitizens");
  if (approve && !isFresh(actor.authenticatedAt, now)) throw new DomainError("forbidden", "identity.proofNeeded");
  await commit(ctx, async (tx) => {
    const decision = { decidedAt: now, ...(approve ? { accountId: actor.id, level: actor.assuranceLevel } : {}) };
    const [row] = await tx.update(qrSignIns).set(decision).where(undecided(ctx, approval)).returning();
    if (!row) throw new DomainError("not_found", "identity.qrExpired");
    return { value: undefined, audit: { action: approve ? "identity.approveQr" : "identity.refuseQr", subject: { type: "account", id: actor.id }, after: { qrSignInId: row.id } } };
  });
}

/**
 * Signs in by the approval of a phone: only the browser that showed the code, once.
 * Errors: `identity.qrWaiting`, `identity.qrRefused` (conflict), `identity.qrExpired` (not_found), as `proceed`.
 */
export async function redeemQr(ctx: Ctx, token: string | undefined, client: Client): Promise<SignedIn> {
  const found = await findQr(ctx, token);
  if (found?.state === "waiting") throw new DomainError("conflict", "identity.qrWaiting");
  if (found?.state === "refused") throw new DomainError("conflict", "identity.qrRefused");
  const { account, level } = await takeApproval(ctx, token);
  // What the phone's session could not do, this one cannot either; nothing is capped that reached its owner's own level.
  return proceed(ctx, account, { factors: ["qr"], levelCap: reaches(level, account.assuranceLevel) ? undefined : level }, client);
}

async function takeApproval(ctx: Ctx, token: string | undefined) {
  const [row] = await sessionStore(ctx.db).update(qrSignIns).set({ usedAt: ctx.now })
    .where(and(eq(qrSignIns.idHash, digestOf(token ?? "")), isNull(qrSignIns.usedAt), isNotNull(qrSignIns.accountId), gt(qrSignIns.expiresAt, ctx.now))).returning();
  const [account] = row?.accountId ? await ctx.db.select().from(accounts).where(eq(accounts.id, row.accountId)).limit(1) : [];
  if (!row?.level || !account) throw new DomainError("not_found", "identity.qrExpired");
  return { account, level: row.level };
}
