import { randomInt } from "node:crypto";
import { and, desc, eq, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import { keyedDigest, keyedDigests, open, seal } from "@/db/personal-data";
import { oneTimeCodes } from "@/db/schema";
import { maskPhone, parsePhone } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { codeLife, parseOneTimeCode, type CodeChannel, type CodePurpose } from "@/domain/identity/rules/codes";
import { env } from "@/env";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { limit } from "@/server/core/rate-limit";
import { smsGateway } from "@/server/integrations/sms/gateway";
import { sessionStore } from "./session";
import { digestOf, newToken } from "./tokens";

const hour = 3600;
// An address wears out its own share of a number; the owner, elsewhere, still has theirs, and other ways to sign in.
const limits = {
  address: { act: "identity.code.address", max: 120, windowSeconds: hour },
  device: { act: "identity.code.device", max: 20, windowSeconds: hour },
  pause: { act: "identity.code.pause", max: 1, windowSeconds: codeLife.pauseSeconds },
  phoneHere: { act: "identity.code.phoneHere", max: 6, windowSeconds: hour },
  phone: { act: "identity.code.phone", max: 30, windowSeconds: 24 * hour },
  tries: { act: "identity.code.tries", max: 120, windowSeconds: hour },
};

export type CodeRequest = { purpose: CodePurpose; phone: string; channel?: CodeChannel; device?: string | undefined };

// A sign-in and a recovery belong to nobody yet, whoever else may be signed in at this browser.
const ownerOf = ({ actor }: Ctx, purpose: CodePurpose) => (actor.kind === "user" && purpose !== "signIn" && purpose !== "recover" ? actor.id : null);

/**
 * Sends a code to a phone and returns the opaque id that only this browser may know (its `code` cookie). Nothing here asks
 * whether the number has an account, and the gateway is called by a job: neither answer nor time tells. Of a code
 * that confirms an act of somebody signed in, nobody else can make use.
 * Errors: `identity.phoneInvalid` (invalid), `requests.tooMany` (too_many).
 */
export async function sendCode(ctx: Ctx, { purpose, phone: typed, channel = "text", device }: CodeRequest): Promise<string> {
  const phone = parsePhone(typed);
  if (!phone) throw new DomainError("invalid", "identity.phoneInvalid");
  await limitSending(ctx, { purpose, phone, device });
  const token = newToken();
  const idHash = digestOf(token);
  const code = String(randomInt(10 ** codeLife.digits)).padStart(codeLife.digits, "0");
  await commit(ctx, async (tx) => {
    const id = await newId(tx);
    await tx.delete(oneTimeCodes).where(lt(oneTimeCodes.expiresAt, new Date(ctx.now.getTime() - hour * 1000)));
    await tx.insert(oneTimeCodes).values({
      id, idHash, purpose, channel, accountId: ownerOf(ctx, purpose), codeDigest: keyedDigest("one-time-code", `${idHash}|${code}`),
      phone: seal(phone, { table: "one_time_codes", column: "phone", row: id }), code: seal(code, { table: "one_time_codes", column: "code", row: id }),
      createdAt: ctx.now, expiresAt: new Date(ctx.now.getTime() + codeLife.minutes * 60_000),
    });
    return { value: undefined, audit: { action: "identity.sendCode", subject: { type: "oneTimeCode", id }, after: { purpose, channel } }, outbox: [{ topic: "identity.sendCode", payload: { codeId: id } }] };
  });
  return token;
}

async function limitSending({ db, now, address }: Ctx, { purpose, phone, device }: Pick<CodeRequest, "purpose" | "phone" | "device">): Promise<void> {
  await limit(db, now, { ...limits.address, subject: address });
  if (device) await limit(db, now, { ...limits.device, subject: device });
  await limit(db, now, { ...limits.pause, subject: `${address}|${purpose}|${phone}` });
  await limit(db, now, { ...limits.phoneHere, subject: `${address}|${phone}` });
  await limit(db, now, { ...limits.phone, subject: phone });
}

/**
 * Accepts a code once, from the browser it was asked from (`token`, its cookie), for the purpose it was sent for, and
 * returns the phone that it proves. One statement counts the try and marks the use, so that of any number of parallel
 * redemptions one wins.
 * Errors: `identity.oneTimeCodeExpired`, `identity.oneTimeCodeWrong` (invalid), `requests.tooMany`.
 */
export async function redeemCode(ctx: Ctx, token: string | undefined, { purpose, code: typed }: { purpose: CodePurpose; code: string }): Promise<{ phone: string }> {
  await limit(ctx.db, ctx.now, { ...limits.tries, subject: ctx.address });
  const code = parseOneTimeCode(typed);
  if (!code) throw new DomainError("invalid", "identity.oneTimeCodeMalformed");
  const idHash = digestOf(token ?? "");
  const right = inArray(oneTimeCodes.codeDigest, keyedDigests("one-time-code", `${idHash}|${code}`));
  const [row] = await sessionStore(ctx.db).update(oneTimeCodes)
    .set({ tries: sql`${oneTimeCodes.tries} + 1`, usedAt: sql`case when ${right} then ${ctx.now}::timestamptz end` })
    .where(and(
      eq(oneTimeCodes.idHash, idHash), eq(oneTimeCodes.purpose, purpose), isNull(oneTimeCodes.usedAt), gt(oneTimeCodes.expiresAt, ctx.now),
      lt(oneTimeCodes.tries, codeLife.tries), sql`${oneTimeCodes.accountId} is not distinct from ${ownerOf(ctx, purpose)}::uuid`,
    )).returning();
  await record(ctx, row?.usedAt ? "identity.redeemCode" : "identity.codeRefused", row?.id ?? "unknown");
  if (!row) throw new DomainError("invalid", "identity.oneTimeCodeExpired");
  if (!row.usedAt) throw new DomainError("invalid", "identity.oneTimeCodeWrong", { left: codeLife.tries - row.tries });
  return { phone: open(row.phone, { table: "one_time_codes", column: "phone", row: row.id }) };
}

const record = (ctx: Ctx, action: string, id: string) =>
  commit(ctx, async () => ({ value: undefined, audit: { action, subject: { type: "oneTimeCode", id } } }));

/** What a browser waits for: where its code went, masked, and when another may be asked for. */
export type AwaitedCode = { phoneMasked: string; phone: string; channel: CodeChannel; sentAt: Date; expiresAt: Date };

/** The code that this browser asked for and has not used; nothing when there is none. */
export async function findAwaitedCode(ctx: Ctx, token: string | undefined, purpose: CodePurpose): Promise<AwaitedCode | undefined> {
  const [row] = token ? await ctx.db.select().from(oneTimeCodes)
    .where(and(eq(oneTimeCodes.idHash, digestOf(token)), eq(oneTimeCodes.purpose, purpose), isNull(oneTimeCodes.usedAt), gt(oneTimeCodes.expiresAt, ctx.now))).limit(1) : [];
  if (!row) return undefined;
  const phone = open(row.phone, { table: "one_time_codes", column: "phone", row: row.id });
  return { phone, phoneMasked: maskPhone(phone), channel: row.channel, sentAt: row.createdAt, expiresAt: row.expiresAt };
}

/**
 * Hands a code to the gateway; the gateway knows it by its row, so that a second attempt sends nothing twice. Once sent,
 * nobody can read it any more, save in a demonstration. Errors: `identity.codeSentAlready` (conflict), and what the gateway throws.
 */
export async function deliverCode(ctx: Ctx, { codeId }: { codeId: string }): Promise<void> {
  const port = smsGateway();
  const [row] = await ctx.db.select().from(oneTimeCodes).where(eq(oneTimeCodes.id, codeId)).limit(1);
  if (!port || !row?.code || row.expiresAt <= ctx.now) return;
  if (row.sentAt) throw new DomainError("conflict", "identity.codeSentAlready");
  const phone = open(row.phone, { table: "one_time_codes", column: "phone", row: row.id });
  const code = open(row.code, { table: "one_time_codes", column: "code", row: row.id });
  // Outside any transaction: a slow gateway must not keep its row from being redeemed.
  await port.send({ id: row.id, phone, template: "oneTimeCode", params: { code, minutes: String(codeLife.minutes) }, channel: row.channel });
  await commit(ctx, async (tx) => {
    await tx.update(oneTimeCodes).set({ sentAt: ctx.now, ...(env().demo ? {} : { code: null }) }).where(eq(oneTimeCodes.id, row.id));
    return { value: undefined, audit: { action: "identity.deliverCode", subject: { type: "oneTimeCode", id: row.id } } };
  });
}

export type SentCode = { id: string; code: string; phone: string; channel: CodeChannel; createdAt: string; sentAt: string | null };

/** The last codes of a demonstration, newest first; empty outside demo mode, where no code can be read. */
export async function listSentCodes({ db }: Ctx): Promise<SentCode[]> {
  if (!env().demo) return [];
  const rows = await db.select().from(oneTimeCodes).orderBy(desc(oneTimeCodes.id)).limit(20);
  return rows.flatMap(({ id, code, phone, channel, createdAt, sentAt }) => (code ? [{
    id, channel, code: open(code, { table: "one_time_codes", column: "code", row: id }),
    phone: open(phone, { table: "one_time_codes", column: "phone", row: id }), createdAt: createdAt.toISOString(), sentAt: sentAt?.toISOString() ?? null,
  }] : []));
}

/** Whether codes can be sent at all: an installation without a gateway offers none. */
export const canSendCodes = () => smsGateway() !== undefined;
