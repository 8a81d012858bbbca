import { and, asc, desc, eq, isNotNull, isNull, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { open } from "@/db/personal-data";
import { accounts, applications, messages, notices, serviceItemRevisions } from "@/db/schema";
import { principalOf, type User } from "@/domain/core/actor";
import type { Day } from "@/domain/core/calendar";
import { formatApplicationNumber, maskEmail, maskPhone } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { ListMessages, NoticeBody, NoticeKind, WrittenTemplate } from "@/domain/notices/schema";
import type { MessageText } from "@/domain/notices/schema/texts";
import { env } from "@/env";
import { getCase } from "@/server/applications/queries/case";
import { visibleTo } from "@/server/applications/queries/lists";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { recordAccess } from "@/server/core/data-access";
import { limit as countAttempt } from "@/server/core/rate-limit";
import { throughDoor } from "@/server/core/scope";
import { storage } from "@/server/core/storage";
import { noteService, serviceDays } from "./queries/service";
import { messagesInWords } from "./queries/texts";
import { bodyOf, getVisible, noticesOfCertificate, type NoticeRow } from "./queries/visible";

export type NoticeSummary = { id: string; number: string; kind: NoticeKind; title: string; titleEn: string; issuedOn: Day; sealed: boolean; servedOn: Day | null };

function summaryOf(row: NoticeRow, served: ReadonlyMap<string, Day> = new Map()): NoticeSummary {
  const { title, titleEn } = bodyOf(row);
  return { id: row.id, number: row.number, kind: row.kind, title, titleEn, issuedOn: row.issuedOn, sealed: row.pdfKey !== null, servedOn: served.get(row.id) ?? null };
}

/** The notices of a case in the order of their acts, for whoever may see the case. Errors: `applications.notFound`. */
export async function listNotices({ db, actor }: Ctx, number: string): Promise<NoticeSummary[]> {
  const { application } = await getCase(db, actor, { number });
  const rows = await db.select().from(notices).where(eq(notices.applicationId, application.id)).orderBy(asc(notices.createdAt), asc(notices.id));
  const served = await serviceDays(db, rows);
  return rows.map((row) => summaryOf(row, served));
}

/** The same of a certificate that was taken away. Errors: `certificates.notFound`. */
export async function listCertificateNotices(ctx: Ctx, certificateId: string): Promise<NoticeSummary[]> {
  const rows = await noticesOfCertificate(ctx, certificateId);
  const served = await serviceDays(ctx.db, rows);
  return rows.map((row) => summaryOf(row, served));
}

/** One notice with its wording; its addressee has it in hand from the first time on. Errors: `notices.notFound`. */
export async function getNotice(ctx: Ctx, id: string): Promise<NoticeSummary & { body: NoticeBody; applicationNumber: string | null }> {
  const { row, application, addressed } = await getVisible(ctx, id);
  await noteService(ctx, row, { addressed, way: "opened" });
  return { ...summaryOf(row, await serviceDays(ctx.db, [row])), body: bodyOf(row), applicationNumber: application?.number ?? null };
}

/** The signed PDF; staff leave a trace. Errors: `notices.notFound`, `notices.notSealedYet` (conflict). */
export async function downloadNotice(ctx: Ctx, id: string): Promise<{ name: string; mime: string; base64: string }> {
  const { row, application, addressed, about } = await getVisible(ctx, id);
  if (!row.pdfKey) throw new DomainError("conflict", "notices.notSealedYet");
  await noteService(ctx, row, { addressed, way: "downloaded" });
  for (const subjectId of about) await recordAccess(ctx.db, ctx, { subjectId, kind: "download", fields: [bodyOf(row).title], ...(application && { case: application }) });
  const base64 = Buffer.from(await storage().getBytes(row.pdfKey)).toString("base64");
  return { name: `${bodyOf(row).title}-${row.number}.pdf`, mime: "application/pdf", base64 };
}

export type PublicNotice = { number: string; title: string; titleEn: string; issuer: string; issuedOn: Day };

/** The notice whose signed file has this SHA-256, without its recipient; only who has the file can ask. Errors: `requests.tooMany`. */
export async function verifyNotice({ db, now, address }: Ctx, sha256: string): Promise<PublicNotice | null> {
  await countAttempt(db, now, { act: "notices.verify", subject: address, max: 60, windowSeconds: 60 });
  const [row] = await db.select().from(notices).where(eq(notices.pdfSha256, sha256)).limit(1);
  if (!row) return null;
  const { title, titleEn, issuer } = bodyOf(row);
  return { number: row.number, title, titleEn, issuer, issuedOn: row.issuedOn };
}

export type MessageView = { id: string; template: WrittenTemplate; params: Record<string, string>; text: MessageText; createdAt: string; read: boolean; applicationNumber: string | null; itemName: string | null; itemNameEn: string | null };
type Page<Row> = { rows: Row[]; nextCursor: string | undefined };
type MessageRow = { message: typeof messages.$inferSelect; text: MessageText; number: string | null; itemName: string | null; itemNameEn: string | null; phone: string | null; email: string | null };

const Key = z.tuple([z.uuid()]);

async function pageOfMessages({ db }: Pick<Ctx, "db">, { cursor, limit }: ListMessages, mine?: SQL): Promise<Page<MessageRow>> {
  const after = cursor ? sql`${messages.id} < ${decodeCursor(Key, cursor)[0]}::uuid` : undefined;
  const rows = await db
    .select({ message: messages, number: applications.number, itemName: applications.itemName, itemNameEn: sql<string | null>`${serviceItemRevisions.content}->>'nameEn'`, phone: accounts.phone, email: accounts.email })
    .from(messages)
    .innerJoin(accounts, eq(accounts.id, messages.accountId))
    .leftJoin(applications, eq(applications.id, messages.applicationId))
    .leftJoin(serviceItemRevisions, eq(serviceItemRevisions.id, applications.revisionId))
    .where(and(mine, after)).orderBy(desc(messages.id)).limit(limit + 1);
  const inWords = await messagesInWords(db, rows.map(({ message }) => message));
  const page = rows.slice(0, limit).map((row) => ({ ...row, text: inWords(row.message) }));
  return { rows: page, nextCursor: cursorAfter(rows, limit, ({ message }) => [message.id]) };
}

function messageView({ message: { id, template, params, createdAt, readAt }, text, number, itemName, itemNameEn }: MessageRow): MessageView {
  return { id, template, params, text, createdAt: createdAt.toISOString(), read: readAt !== null, applicationNumber: number && formatApplicationNumber(number), itemName, itemNameEn };
}

/**
 * Whose messages these are: one's own, without those about an organisation's cases; or, acting for another, those about
 * what one may see of them. Nothing of one principal stands among another's.
 */
function inboxOf(actor: User): SQL | undefined {
  const to = eq(messages.accountId, principalOf(actor).accountId);
  if (!actor.actingFor) return and(to, isNull(applications.organisationId));
  return and(isNotNull(messages.applicationId), visibleTo(actor), actor.actingFor.kind === "person" ? to : undefined);
}

/** The messages to the person signed in, or about the cases of whom they act for, newest first. */
export async function listMessages(ctx: Ctx & { actor: User }, page: ListMessages): Promise<Page<MessageView>> {
  const { rows, nextCursor } = await pageOfMessages(throughDoor(ctx, "inbox"), page, inboxOf(ctx.actor));
  return { rows: rows.map(messageView), nextCursor };
}

export type SentMessage = MessageView & { phoneMasked: string | null; sentAt: string | null; emailMasked: string | null; mailedAt: string | null };

/** Every message of a demonstration, newest first; outside demo mode there is no such page. Errors: `requests.unknownProcedure` (not_found). */
export async function listOutbox(ctx: Ctx, page: ListMessages): Promise<Page<SentMessage>> {
  if (!env().demo) throw new DomainError("not_found", "requests.unknownProcedure");
  const { rows, nextCursor } = await pageOfMessages(ctx, page);
  return { rows: rows.map(sentMessage), nextCursor };
}

function sentMessage(row: MessageRow): SentMessage {
  const { accountId, sentAt, mailedAt } = row.message;
  const phone = row.phone && open(row.phone, { table: "accounts", column: "phone", row: accountId });
  const email = row.email && open(row.email, { table: "accounts", column: "email", row: accountId });
  return {
    ...messageView(row), phoneMasked: phone && maskPhone(phone), sentAt: sentAt?.toISOString() ?? null,
    emailMasked: email && maskEmail(email), mailedAt: mailedAt?.toISOString() ?? null,
  };
}
