import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { enquiries, serviceItems } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { dueOn, shanghaiDay, type Day } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { canAnswer } from "@/domain/enquiries/policy";
import { answerLimit, itemCodeIn, keptAbout } from "@/domain/enquiries/rules";
import type { AnswerEnquiry, SendEnquiry } from "@/domain/enquiries/schema";
import { nextInSequence } from "@/server/applications/commands/act";
import { newReceipt, receiptDigest } from "@/server/auth/tokens";
import { getCalendar } from "@/server/core/calendar";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { limit } from "@/server/core/rate-limit";
import { insertMessage } from "@/server/notices/commands";
import { enquiryPlace } from "./queries";

export type Sent = { number: string; code: string; dueOn: Day };

/**
 * Takes a question, problem or complaint from anybody: numbered, due within five workdays, with a code by which its writer
 * reads the answer. One about a service item goes to its organ. Errors: `requests.tooMany`.
 */
export async function sendEnquiry(ctx: Ctx, { kind, words, contact, about }: SendEnquiry): Promise<Sent> {
  await limit(ctx.db, ctx.now, { act: "enquiries.send", subject: ctx.actor.kind === "user" ? ctx.actor.id : ctx.address, max: 10, windowSeconds: 3600 });
  return commit(ctx, async (tx) => {
    const [id, today, code] = [await newId(tx), shanghaiDay(ctx.now), newReceipt()];
    const due = dueOn({ start: today, limit: answerLimit, calendar: await getCalendar(tx) });
    const number = `ZX${today.replaceAll("-", "")}${String(await nextInSequence(tx, `enquiry/${today}`)).padStart(6, "0")}`;
    await tx.insert(enquiries).values({
      id, number, kind, about: about === undefined ? null : keptAbout(about), codeDigest: receiptDigest(code), sentAt: ctx.now, dueOn: due.dueOn,
      accountId: ctx.actor.kind === "user" && ctx.actor.accountKind === "citizen" ? ctx.actor.id : null,
      words: seal(words, enquiryPlace(id, "words")), contact: contact ? seal(contact, enquiryPlace(id, "contact")) : null,
      ...(await placeOf(tx, itemCodeIn(about))),
    });
    return { value: { number, code, dueOn: due.dueOn }, audit: { action: "enquiries.send", subject: { type: "enquiry", id }, after: { number, kind } } };
  });
}

async function placeOf(tx: Tx, code: string | undefined) {
  if (!code) return {};
  const [item] = await tx.select({ serviceItemId: serviceItems.id, departmentId: serviceItems.departmentId, divisionCode: serviceItems.divisionCode }).from(serviceItems)
    .where(and(sql`${serviceItems.status} <> 'draft'`, code.length === 31 ? eq(sql`left(${serviceItems.code}, 31)`, code) : eq(serviceItems.code, code))).limit(1);
  return item ?? {};
}

/** Answers once; whoever was signed in is told by message. Errors: `enquiries.notFound`, `enquiries.answeredAlready` (conflict). */
export function answerEnquiry(ctx: Ctx & { actor: User }, { id, answer }: AnswerEnquiry): Promise<{ number: string }> {
  return commit(ctx, async (tx) => {
    const [row] = await tx.select().from(enquiries).where(eq(enquiries.id, id)).for("update");
    if (!row || !canAnswer(ctx.actor, row)) throw new DomainError("not_found", "enquiries.notFound");
    if (row.state !== "open") throw new DomainError("conflict", "enquiries.answeredAlready");
    const { number, accountId } = row;
    await tx.update(enquiries).set({ state: "answered", answer: seal(answer, enquiryPlace(id, "answer")), answeredAt: ctx.now, answeredBy: ctx.actor.id }).where(eq(enquiries.id, id));
    const message = accountId ? await insertMessage(tx, { accountId, template: "enquiryAnswered", params: { number }, dedupeKey: `enquiry:${id}`, createdAt: ctx.now }) : undefined;
    const told = { action: "enquiries.answer", subject: { type: "enquiry", id }, after: { number } };
    return { value: { number }, audit: [told, ...(message?.audit ?? [])], outbox: message?.outbox ?? [] };
  });
}
