import { randomInt } from "node:crypto";
import { and, desc, eq, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import { keyedDigest, keyedDigests, open, seal } from "@/db/personal-data";
import { oneTimeCodes } from "@/db/schema";
import { maskEmail, maskPhone, parseEmail, parsePhone } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { codeLife, parseOneTimeCode, type CodeChannel, type CodePurpose, type PhoneChannel } from "@/domain/identity/rules/codes";
import { codeLetter, expertCodeLetter } from "@/domain/identity/rules/letters";
import { env } from "@/env";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { limit } from "@/server/core/rate-limit";
import { mailServer } from "@/server/integrations/mail/gateway";
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

type PhonePurpose = Exclude<CodePurpose, "changeEmail">;
export type CodeRequest = { device?: string | undefined } & ({ purpose: PhonePurpose; phone: string; channel?: PhoneChannel } | { purpose: "changeEmail" | "expert"; email: string });
type Destination = { column: "phone" | "email"; value: string; channel: CodeChannel };

function destinationOf(request: CodeRequest): Destination {
  if ("email" in request) {
    const email = parseEmail(request.email);
    if (!email) throw new DomainError("invalid", "identity.emailInvalid");
    return { column: "email", value: email, channel: "mail" };
  }
  const phone = parsePhone(request.phone);
  if (!phone) throw new DomainError("invalid", "identity.phoneInvalid");
  return { column: "phone", value: phone, channel: request.channel ?? "text" };
}

// A sign-in and a recovery belong to nobody yet, and an expert has no account, whoever else may be signed in at this browser.
const ownerless: ReadonlySet<CodePurpose> = new Set<CodePurpose>(["signIn", "recover", "expert"]);
const ownerOf = ({ actor }: Ctx, purpose: CodePurpose) => (actor.kind === "user" && !ownerless.has(purpose) ? actor.id : null);

/**
 * Sends a code to a phone, or by mail to the address that it is to prove, and returns the opaque id that only this browser may know (its `code` cookie). Nothing here asks
 * whether the number has an account, and the gateway is called by a job: neither answer nor time tells. Of a code
 * that confirms an act of somebody signed in, nobody else can make use.
 * Errors: `identity.phoneInvalid`, `identity.emailInvalid` (invalid), `requests.tooMany` (too_many).
 */
export async function sendCode(ctx: Ctx, request: CodeRequest): Promise<string> {
  const { purpose } = request;
  const { column, value, channel } = destinationOf(request);
  await limitSending(ctx, { purpose, to: value.toLowerCase(), device: request.device });
  const token = newToken();
  const idHash = digestOf(token);
  const code = String(randomInt(10 ** codeLife.digits)).padStart(codeLife.digits, "0");
  await commit(ctx, async (tx) => {
    const id = await newId(tx);
    await tx.delete(oneTimeCodes).where(lt(oneTimeCodes.expiresAt, new Date(ctx.now.getTime() - hour * 1000)));
    await tx.insert(oneTimeCodes).values({
      id, idHash, purpose, channel, accountId: ownerOf(ctx, purpose), codeDigest: keyedDigest("one-time-code", `${idHash}|${code}`),
      phone: null, email: null, ...sealedDestination(id, column, value), code: seal(code, { table: "one_time_codes", column: "code", row: id }),
      createdAt: ctx.now, expiresAt: new Date(ctx.now.getTime() + codeLife.minutes * 60_000),
    });
    return { value: undefined, audit: { action: "identity.sendCode", subject: { type: "oneTimeCode", id }, after: { purpose, channel } }, outbox: [{ topic: "identity.sendCode", payload: { codeId: id } }] };
  });
  return token;
}

function sealedDestination(row: string, column: Destination["column"], value: string): { phone: string } | { email: string } {
  const sealed = seal(value, { table: "one_time_codes", column, row });
  return column === "phone" ? { phone: sealed } : { email: sealed };
}

async function limitSending({ db, now, address }: Ctx, { purpose, to, device }: { purpose: CodePurpose; to: string; device: string | undefined }): Promise<void> {
  await limit(db, now, { ...limits.address, subject: address });
  if (device) await limit(db, now, { ...limits.device, subject: device });
  await limit(db, now, { ...limits.pause, subject: `${address}|${purpose}|${to}` });
  await limit(db, now, { ...limits.phoneHere, subject: `${address}|${to}` });
  await limit(db, now, { ...limits.phone, subject: to });
}

type CodeRow = typeof oneTimeCodes.$inferSelect;

/** Where a code went, opened. */
function destination({ id, phone, email }: CodeRow): string {
  if (email !== null) return open(email, { table: "one_time_codes", column: "email", row: id });
  return open(phone ?? "", { table: "one_time_codes", column: "phone", row: id });
}

/**
 * Accepts a code once, from the browser it was asked from (`token`, its cookie), for the purpose it was sent for, and
 * returns the phone that it proves. One statement counts the try and marks the use, so that of any number of parallel
 * redemptions one wins.
 * Errors: `identity.oneTimeCodeExpired`, `identity.oneTimeCodeWrong` (invalid), `requests.tooMany`.
 */
export async function redeemCode(ctx: Ctx, token: string | undefined, { purpose, code }: { purpose: PhonePurpose; code: string }): Promise<{ phone: string }> {
  return { phone: await redeem(ctx, token, { purpose, code }) };
}

/** The same for a code sent by mail; returns the e-mail address that it proves. Errors: as `redeemCode`. */
export async function redeemMailCode(ctx: Ctx, token: string | undefined, code: string): Promise<{ email: string }> {
  return { email: await redeem(ctx, token, { purpose: "changeEmail", code }) };
}

/** The same for an outside expert, whichever way the code went; returns the phone or address that it proves. Errors: as `redeemCode`. */
export async function redeemExpertCode(ctx: Ctx, token: string | undefined, code: string): Promise<{ to: string }> {
  return { to: await redeem(ctx, token, { purpose: "expert", code }) };
}

async function redeem(ctx: Ctx, token: string | undefined, { purpose, code: typed }: { purpose: CodePurpose; code: string }): Promise<string> {
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
  return destination(row);
}

const record = (ctx: Ctx, action: string, id: string) =>
  commit(ctx, async () => ({ value: undefined, audit: { action, subject: { type: "oneTimeCode", id } } }));

/** What a browser waits for: where its code went, masked, and when another may be asked for. */
export type AwaitedCode = { toMasked: string; to: string; channel: CodeChannel; sentAt: Date; expiresAt: Date };

/** The code that this browser asked for and has not used; nothing when there is none. */
export async function findAwaitedCode(ctx: Ctx, token: string | undefined, purpose: CodePurpose): Promise<AwaitedCode | undefined> {
  const [row] = token ? await ctx.db.select().from(oneTimeCodes)
    .where(and(eq(oneTimeCodes.idHash, digestOf(token)), eq(oneTimeCodes.purpose, purpose), isNull(oneTimeCodes.usedAt), gt(oneTimeCodes.expiresAt, ctx.now))).limit(1) : [];
  if (!row) return undefined;
  const to = destination(row);
  return { to, toMasked: row.channel === "mail" ? maskEmail(to) : maskPhone(to), channel: row.channel, sentAt: row.createdAt, expiresAt: row.expiresAt };
}

/**
 * Hands a code to the gateway; the gateway knows it by its row, so that a second attempt sends nothing twice. Once sent,
 * nobody can read it any more, save in a demonstration. Errors: `identity.codeSentAlready` (conflict), and what the gateway throws.
 */
export async function deliverCode(ctx: Ctx, { codeId }: { codeId: string }): Promise<void> {
  const [row] = await ctx.db.select().from(oneTimeCodes).where(eq(oneTimeCodes.id, codeId)).limit(1);
  if (!row?.code || row.expiresAt <= ctx.now) return;
  if (row.sentAt) throw new DomainError("conflict", "identity.codeSentAlready");
  // Outside any transaction: a slow gateway must not keep its row from being redeemed.
  const taken = await handOver(row, open(row.code, { table: "one_time_codes", column: "code", row: row.id }));
  if (!taken) return;
  await commit(ctx, async (tx) => {
    await tx.update(oneTimeCodes).set({ sentAt: ctx.now, ...(env().demo ? {} : { code: null }) }).where(eq(oneTimeCodes.id, row.id));
    return { value: undefined, audit: { action: "identity.deliverCode", subject: { type: "oneTimeCode", id: row.id } } };
  });
}

/** Gives a code to the gateway of its channel; false where this installation has none. */
async function handOver(row: CodeRow, code: string): Promise<boolean> {
  const { id, channel } = row;
  const [sms, mail] = [smsGateway(), mailServer()];
  if (channel === "mail") await mail?.send({ id, to: destination(row), ...(row.purpose === "expert" ? expertCodeLetter(code) : codeLetter(code)) });
  else await sms?.send({ id, phone: destination(row), template: "oneTimeCode", params: { code, minutes: String(codeLife.minutes) }, channel });
  return (channel === "mail" ? mail : sms) !== undefined;
}

export type SentCode = { id: string; code: string; to: string; channel: CodeChannel; createdAt: string; sentAt: string | null };

/** The last codes of a demonstration, newest first; empty outside demo mode, where no code can be read. */
export async function listSentCodes({ db }: Ctx): Promise<SentCode[]> {
  if (!env().demo) return [];
  const rows = await db.select().from(oneTimeCodes).orderBy(desc(oneTimeCodes.id)).limit(20);
  return rows.flatMap((row) => (row.code ? [{
    id: row.id, channel: row.channel, code: open(row.code, { table: "one_time_codes", column: "code", row: row.id }),
    to: destination(row), createdAt: row.createdAt.toISOString(), sentAt: row.sentAt?.toISOString() ?? null,
  }] : []));
}

/** Whether codes can be sent at all: an installation without a gateway offers none. */
export const canSendCodes = () => smsGateway() !== undefined;

/** Whether an e-mail address can be proven and written to. */
export const canSendMail = () => mailServer() !== undefined;
