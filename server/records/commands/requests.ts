import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { accounts, dataRequests } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { dueOn, shanghaiDay, type Day } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { canAnswer } from "@/domain/records/policy";
import { answerLimit, correctedValue } from "@/domain/records/rules/requests";
import type { AnswerRequest, FileRequest, RequestState } from "@/domain/records/schema";
import { nextInSequence } from "@/server/applications/commands/act";
import { getCalendar } from "@/server/core/calendar";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { recordAccess } from "@/server/core/data-access";
import { newId } from "@/server/core/ids";
import { limit } from "@/server/core/rate-limit";
import { insertMessage } from "@/server/notices/commands";
import { ownSpace } from "../queries/own";
import { answerPlace, wishOf, wishPlace } from "../queries/requests";
import { grant } from "./grant";

export type Filed = { number: string; dueOn: Day };

/**
 * Files a request to correct or erase one's own data: numbered, due within 15 workdays.
 * Errors: `records.valueInvalid` (invalid), `records.requestOpen` (conflict), `records.ownSpaceOnly` (forbidden), `requests.tooMany`.
 */
export async function fileRequest(ctx: Ctx & { actor: User }, request: FileRequest): Promise<Filed> {
  ownSpace(ctx.actor);
  const right = correctedValue(request);
  if (!right) throw new DomainError("invalid", "records.valueInvalid");
  await limit(ctx.db, ctx.now, { act: "records.request", subject: ctx.actor.id, max: 10, windowSeconds: 86_400 });
  return commit(ctx, async (tx) => {
    const today = shanghaiDay(ctx.now);
    const due = dueOn({ start: today, limit: answerLimit, calendar: await getCalendar(tx) });
    const id = await newId(tx);
    const number = `SJ${today.replaceAll("-", "")}${String(await nextInSequence(tx, `dataRequest/${today}`)).padStart(6, "0")}`;
    const wish = seal(JSON.stringify({ why: request.why, ...right }), wishPlace(id));
    const [row] = await tx.insert(dataRequests)
      .values({ id, number, accountId: ctx.actor.id, kind: request.kind, subject: request.subject, wish, filedAt: ctx.now, dueOn: due.dueOn })
      .onConflictDoNothing().returning({ id: dataRequests.id });
    if (!row) throw new DomainError("conflict", "records.requestOpen");
    return { value: { number, dueOn: due.dueOn }, audit: { action: "records.request", subject: { type: "dataRequest", id }, after: { number, kind: request.kind, subject: request.subject } } };
  });
}

/**
 * Answers a request: a granted one is carried out in the same transaction, a refused one names its ground in law
 * (个人信息保护法 47, 50). The person is told by message. Errors: `records.requestNotFound`, `records.answeredAlready` (conflict),
 * `records.phoneTaken` (conflict), `records.casesRunning` (conflict).
 */
export function answerRequest(ctx: Ctx, answer: AnswerRequest): Promise<{ number: string; state: RequestState }> {
  return commit(ctx, async (tx) => {
    const request = await lockRequest(tx, ctx, answer.id);
    const outgoing = answer.decision === "granted" ? await grant(tx, ctx, { ...request, value: wishOf(request).value }) : [];
    const { number, accountId } = request;
    await tx.update(dataRequests).set({
      state: answer.decision, answer: seal(answer.reason, answerPlace(request.id)), ground: answer.decision === "refused" ? answer.ground : null,
      answeredAt: ctx.now, answeredBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
    }).where(eq(dataRequests.id, request.id));
    await recordAccess(tx, ctx, { subjectId: accountId, kind: "answer", fields: [], reason: number });
    const message = await insertMessage(tx, { accountId, template: "dataRequestAnswered", params: { number }, dedupeKey: `data-request:${request.id}`, createdAt: ctx.now });
    const told = { action: "records.answer", subject: { type: "dataRequest", id: request.id }, after: { number, decision: answer.decision } };
    return { value: { number, state: answer.decision }, audit: [told, ...(message?.audit ?? [])], outbox: [...outgoing, ...(message?.outbox ?? [])] };
  });
}

async function lockRequest(tx: Tx, { actor }: Ctx, id: string) {
  const [row] = await tx.select({ request: dataRequests, divisionCode: accounts.divisionCode }).from(dataRequests)
    .innerJoin(accounts, eq(accounts.id, dataRequests.accountId)).where(eq(dataRequests.id, id)).for("update", { of: dataRequests });
  if (!row || !canAnswer(actor, row)) throw new DomainError("not_found", "records.requestNotFound");
  if (row.request.state !== "open") throw new DomainError("conflict", "records.answeredAlready");
  return row.request;
}
