import { and, asc, desc, eq, isNull, notInArray, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { open } from "@/db/personal-data";
import { departments, enquiries, serviceItemRevisions, serviceItems } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { postsIn, type Actor, type User } from "@/domain/core/actor";
import { light, shanghaiDay, type Day, type Light } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { stemOf } from "@/domain/departments/rules";
import { canAnswer } from "@/domain/enquiries/policy";
import { answerLimit } from "@/domain/enquiries/rules";
import type { EnquiryByCode, EnquiryKind, EnquiryState, ListEnquiries, ListOwnEnquiries } from "@/domain/enquiries/schema";
import { receiptDigest } from "@/server/auth/tokens";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { recordAccess } from "@/server/core/data-access";
import { limit as countedLimit } from "@/server/core/rate-limit";

type Row = typeof enquiries.$inferSelect;
type Signed = Ctx & { actor: User };

export const enquiryPlace = (id: string, column: "words" | "contact" | "answer"): Place => ({ table: "enquiries", column, row: id });

export type Enquiry = { id: string; number: string; kind: EnquiryKind; state: EnquiryState; about: string | null; words: string; answer: string | null; sentAt: string; dueOn: Day; answeredAt: string | null };

const enquiryOf = ({ id, number, kind, state, about, words, answer, sentAt, dueOn, answeredAt }: Row): Enquiry => ({
  id, number, kind, state, about, words: open(words, enquiryPlace(id, "words")), answer: answer && open(answer, enquiryPlace(id, "answer")),
  sentAt: sentAt.toISOString(), dueOn, answeredAt: answeredAt?.toISOString() ?? null,
});

const Key = z.tuple([z.uuid()]);
const DueKey = z.tuple([z.iso.date(), z.uuid()]);

/** One's own enquiries with their answers, newest first. */
export async function listOwnEnquiries({ db, actor }: Signed, { cursor, limit }: ListOwnEnquiries): Promise<{ rows: Enquiry[]; nextCursor: string | undefined }> {
  const after = cursor ? sql`${enquiries.id} < ${decodeCursor(Key, cursor)[0]}::uuid` : undefined;
  const rows = await db.select().from(enquiries).where(and(eq(enquiries.accountId, actor.id), after)).orderBy(desc(enquiries.id)).limit(limit + 1);
  return { rows: rows.slice(0, limit).map(enquiryOf), nextCursor: cursorAfter(rows, limit, ({ id }) => [id]) };
}

/** An enquiry by the code its writer was given; guessing is counted by address. Errors: `enquiries.codeUnknown` (not_found), `requests.tooMany`. */
export async function getByCode({ db, now, address }: Ctx, { code }: EnquiryByCode): Promise<Enquiry> {
  await countedLimit(db, now, { act: "enquiries.byCode", subject: address, max: 30, windowSeconds: 600 });
  const [row] = await db.select().from(enquiries).where(eq(enquiries.codeDigest, receiptDigest(code))).limit(1);
  if (!row) throw new DomainError("not_found", "enquiries.codeUnknown");
  return enquiryOf(row);
}

export type WaitingEnquiry = { id: string; number: string; kind: EnquiryKind; state: EnquiryState; itemName: string | null; dueOn: Day; sentAt: string; light: Light | null };

/** What this member of staff may answer, the most urgent first; what was answered, the latest first. */
export async function listEnquiries({ db, actor, now }: Signed, { cursor, limit, state }: ListEnquiries): Promise<{ rows: WaitingEnquiry[]; nextCursor: string | undefined }> {
  const waits = state === "open";
  const at = cursor ? decodeCursor(DueKey, cursor) : undefined;
  const after = at && sql`(${enquiries.dueOn}, ${enquiries.id}) ${waits ? sql`>` : sql`<`} (${at[0]}::date, ${at[1]}::uuid)`;
  const order = waits ? [asc(enquiries.dueOn), asc(enquiries.id)] : [desc(enquiries.dueOn), desc(enquiries.id)];
  const rows = await db.select({ enquiry: enquiries, itemName: itemName() }).from(enquiries).leftJoin(serviceItems, eq(serviceItems.id, enquiries.serviceItemId))
    .leftJoin(serviceItemRevisions, and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), eq(serviceItemRevisions.status, "published")))
    .where(and(eq(enquiries.state, state), answerable(actor), notWrittenBy(actor), after)).orderBy(...order).limit(limit + 1);
  const calendar = await getCalendar(db);
  const page = rows.slice(0, limit).map(({ enquiry: { id, number, kind, dueOn, sentAt }, itemName: name }) => ({
    id, number, kind, state, itemName: name, dueOn, sentAt: sentAt.toISOString(),
    light: waits ? light({ dueOn, limitDays: answerLimit.value, today: shanghaiDay(now), calendar }) : null,
  }));
  return { rows: page, nextCursor: cursorAfter(rows, limit, ({ enquiry }) => [enquiry.dueOn, enquiry.id]) };
}

const itemName = () => sql<string | null>`${serviceItemRevisions.content}->>'name'`;

// Together with `answerable` the SQL twin of `canAnswer`.
function notWrittenBy({ id, citizenAccountId }: User): SQL | undefined {
  return or(isNull(enquiries.accountId), notInArray(enquiries.accountId, citizenAccountId ? [id, citizenAccountId] : [id]));
}

function answerable(actor: Actor): SQL | undefined {
  const supervises = postsIn(actor, "supervisor");
  const organs = [...postsIn(actor, "clerk"), ...supervises]
    .map(({ departmentId, divisionCode }) => and(eq(enquiries.departmentId, departmentId), sql`starts_with(${enquiries.divisionCode}, ${stemOf(divisionCode)})`));
  return or(...organs, ...(supervises.length > 0 ? [isNull(enquiries.departmentId)] : []), sql`false`);
}

/** One enquiry for who answers it; reading one of a signed-in person leaves a trace. Errors: `enquiries.notFound`. */
export async function getEnquiry(ctx: Signed, id: string): Promise<Enquiry & { contact: string | null; itemName: string | null; itemCode: string | null; departmentName: string | null; sender: "account" | "contact" | "nameless" }> {
  const [found] = await ctx.db.select({ row: enquiries, itemName: itemName(), itemCode: serviceItems.code, departmentName: departments.name }).from(enquiries)
    .leftJoin(serviceItems, eq(serviceItems.id, enquiries.serviceItemId)).leftJoin(serviceItemRevisions, and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), eq(serviceItemRevisions.status, "published")))
    .leftJoin(departments, eq(departments.id, enquiries.departmentId)).where(eq(enquiries.id, id)).limit(1);
  if (!found || !canAnswer(ctx.actor, found.row)) throw new DomainError("not_found", "enquiries.notFound");
  const { row, ...names } = found;
  if (row.accountId) await recordAccess(ctx.db, ctx, { subjectId: row.accountId, kind: "answer", fields: [], reason: row.number });
  const contact = row.contact && open(row.contact, enquiryPlace(row.id, "contact"));
  return { ...enquiryOf(row), ...names, contact, sender: row.accountId ? "account" : contact ? "contact" : "nameless" };
}
