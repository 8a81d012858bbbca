import { and, asc, desc, eq, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { open } from "@/db/personal-data";
import { accounts, dataRequests } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { postsIn, type User } from "@/domain/core/actor";
import { light, shanghaiDay, type Day, type Light } from "@/domain/core/calendar";
import { maskCitizenId, maskName, maskPhone } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { stemOf } from "@/domain/departments/rules";
import { canAnswer } from "@/domain/records/policy";
import { answerLimit } from "@/domain/records/rules/requests";
import { Wish, type ListPage, type ListRequests, type RefusalGround, type RequestByNumber, type RequestKind, type RequestState, type RequestSubject } from "@/domain/records/schema";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { recordAccess } from "@/server/core/data-access";
import { ownSpace, profileOf, type OwnCtx } from "./own";

type Row = typeof dataRequests.$inferSelect;

export const wishPlace = (id: string): Place => ({ table: "data_requests", column: "wish", row: id });
export const answerPlace = (id: string): Place => ({ table: "data_requests", column: "answer", row: id });

/** What was asked, in the person's own words. */
export const wishOf = ({ id, wish }: Pick<Row, "id" | "wish">): Wish => Wish.parse(JSON.parse(open(wish, wishPlace(id))));

export type RequestSummary = { id: string; number: string; kind: RequestKind; subject: RequestSubject; state: RequestState; filedAt: string; dueOn: Day; answeredAt: string | null };
export type OwnRequest = RequestSummary & { wish: Wish; answer: string | null; ground: RefusalGround | null };

const summaryOf = ({ id, number, kind, subject, state, filedAt, dueOn, answeredAt }: Row): RequestSummary =>
  ({ id, number, kind, subject, state, filedAt: filedAt.toISOString(), dueOn, answeredAt: answeredAt?.toISOString() ?? null });

const wholeOf = (row: Row): OwnRequest => ({ ...summaryOf(row), wish: wishOf(row), answer: row.answer && open(row.answer, answerPlace(row.id)), ground: row.ground });

const Key = z.tuple([z.uuid()]);
const DueKey = z.tuple([z.iso.date(), z.uuid()]);

/** One's own requests with their answers, newest first. */
export async function listOwnRequests({ db, actor }: OwnCtx, { cursor, limit }: ListPage): Promise<{ rows: OwnRequest[]; nextCursor: string | undefined }> {
  ownSpace(actor);
  const after = cursor ? sql`${dataRequests.id} < ${decodeCursor(Key, cursor)[0]}::uuid` : undefined;
  const rows = await db.select().from(dataRequests).where(and(eq(dataRequests.accountId, actor.id), after)).orderBy(desc(dataRequests.id)).limit(limit + 1);
  return { rows: rows.slice(0, limit).map(wholeOf), nextCursor: cursorAfter(rows, limit, ({ id }) => [id]) };
}

export type WaitingRequest = RequestSummary & { nameMasked: string; light: Light | null };

/** The requests that this supervisor answers, the most urgent first; those answered, the latest first. */
export async function listRequests({ db, actor, now }: OwnCtx, { cursor, limit, state }: ListRequests): Promise<{ rows: WaitingRequest[]; nextCursor: string | undefined }> {
  const open = state === "open";
  const at = cursor ? decodeCursor(DueKey, cursor) : undefined;
  const after = at && sql`(${dataRequests.dueOn}, ${dataRequests.id}) ${open ? sql`>` : sql`<`} (${at[0]}::date, ${at[1]}::uuid)`;
  const order = open ? [asc(dataRequests.dueOn), asc(dataRequests.id)] : [desc(dataRequests.dueOn), desc(dataRequests.id)];
  const rows = await db.select({ request: dataRequests, name: accounts.name }).from(dataRequests).innerJoin(accounts, eq(accounts.id, dataRequests.accountId))
    .where(and(open ? eq(dataRequests.state, "open") : inArray(dataRequests.state, ["granted", "refused"]), answerable(actor), after)).orderBy(...order).limit(limit + 1);
  const calendar = await getCalendar(db);
  const page = rows.slice(0, limit).map(({ request, name }) => ({
    ...summaryOf(request), nameMasked: maskName(name),
    light: open ? light({ dueOn: request.dueOn, limitDays: answerLimit.value, today: shanghaiDay(now), calendar }) : null,
  }));
  return { rows: page, nextCursor: cursorAfter(rows, limit, ({ request }) => [request.dueOn, request.id]) };
}

// The SQL twin of `canAnswer`.
function answerable(actor: User): SQL | undefined {
  const stems = postsIn(actor, "supervisor").map(({ divisionCode }) => stemOf(divisionCode));
  return or(isNull(accounts.divisionCode), ...stems.map((stem) => sql`starts_with(${accounts.divisionCode}, ${stem})`));
}

/**
 * One request with what was asked and what the account says now, masked; opening it leaves a trace.
 * Errors: `records.requestNotFound`.
 */
export async function getRequest(ctx: Ctx, { number }: RequestByNumber) {
  const [row] = await ctx.db.select({ request: dataRequests, account: accounts }).from(dataRequests).innerJoin(accounts, eq(accounts.id, dataRequests.accountId))
    .where(eq(dataRequests.number, number)).limit(1);
  if (!row || !canAnswer(ctx.actor, row.account)) throw new DomainError("not_found", "records.requestNotFound");
  const { name, phone, citizenId, address } = profileOf(row.account);
  const { subject, accountId } = row.request;
  await recordAccess(ctx.db, ctx, { subjectId: accountId, kind: "answer", fields: [], reason: number });
  const held = { phone: phone && maskPhone(phone), address }[String(subject)] ?? null;
  return { ...wholeOf(row.request), name, citizenIdMasked: citizenId && maskCitizenId(citizenId), held, filedOn: shanghaiDay(row.request.filedAt) };
}
