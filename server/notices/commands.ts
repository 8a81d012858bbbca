import { createHash } from "node:crypto";
import { and, desc, eq, gte, inArray, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Reader, Tx } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { accounts, applicationEvents, delegations, messages, notices } from "@/db/schema";
import { refusalGrounds, specialProcedures, terminationGrounds } from "@/domain/applications/schema";
import type { User } from "@/domain/core/actor";
import { Limit, shanghaiDay } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { agencyTemplates, delegationTemplates, inboxOf, isNoticed, letterKind, messageLetter, messageTemplate, noticeBody, noticeNumber, noticeSequence } from "@/domain/notices/rules";
import { textOfMessage } from "@/domain/notices/rules/texts";
import type { NoticeFacts } from "@/domain/notices/rules/values";
import type { MarkRead, MessageTemplate, NoticeKind, TellPerson } from "@/domain/notices/schema";
import { MessageText } from "@/domain/notices/schema/texts";
import { env } from "@/env";
import { listDelegationsTo } from "@/server/auth/session";
import { nextInSequence } from "@/server/applications/commands/act";
import { getCase, type Case } from "@/server/applications/queries/case";
import { findEvent, type EventRow } from "@/server/applications/queries/events";
import { commit, type AuditEntry, type Committed, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { renderNoticePdf } from "@/server/core/documents/notice-pdf";
import { signingKeys } from "@/server/core/documents/provider";
import { signPdf } from "@/server/core/documents/sign-pdf";
import { newId } from "@/server/core/ids";
import { storage } from "@/server/core/storage";
import { mailServer } from "@/server/integrations/mail/gateway";
import { smsGateway } from "@/server/integrations/sms/gateway";
import { mayGoNow } from "./commands/sending";
import { bodyOf, bodyPlace } from "./queries/visible";
import { currentNoticeText, currentText, messagesInWords, messageVersions } from "./queries/texts";


const On = z.iso.date().nullish().transform((day) => day ?? null);
const Said = z.string().nullish().transform((text) => text ?? null);

/** What the notices read of an act's payload; each act fills in its own. */
const Payload = z.object({
  promisedDueOn: On, statutoryDueOn: On, startOn: On, plannedEndOn: On, endOn: On, deliveryDueOn: On, dueOn: On,
  items: z.array(z.object({ label: z.string(), reason: z.string() })).default([]),
  note: z.string().nullish(),
  ground: z.enum(refusalGrounds).nullish(),
  competentOrgan: Said, newNumber: Said, basis: Said, certificate: Said,
  tolerated: z.array(z.object({ name: z.string(), dueOn: z.iso.date() })).default([]),
  termination: z.enum(terminationGrounds).nullish().transform((ground) => ground ?? null),
  hearing: z.object({ askUntil: On, heldOn: On, startsAt: z.string().nullish(), place: z.string().nullish(), onlineUrl: z.string().nullish(), chair: z.string().nullish(), isPublic: z.boolean().nullish() }).nullish(),
  procedure: z.enum(specialProcedures).nullish(),
  days: z.number().nullish(),
  unit: Limit.shape.unit.default("workday"),
});
type Payload = z.infer<typeof Payload>;

/**
 * Tells the applicant of one act: its numbered notice (one per act, 行政许可法 32, 38, 42, 45) and its message, and orders
 * their sealing and sending. The act's row is locked, so that of two runners the second finds it done.
 * Errors: `notices.eventUnknown` (not_found), `notices.toldAlready` (conflict).
 */
export async function tellApplicant(ctx: Ctx, { eventId }: { eventId: string }): Promise<void> {
  const event = await findEvent(ctx.db, eventId);
  if (!event) throw new DomainError("not_found", "notices.eventUnknown");
  if (!templateOf(event)) return;
  const found = await getCase(ctx.db, ctx.actor, { id: event.applicationId });
  const payload = Payload.parse(event.payload);
  await commit(ctx, async (tx) => {
    await tx.select({ id: applicationEvents.id }).from(applicationEvents).where(eq(applicationEvents.id, eventId)).for("update");
    const message = await writeMessage(tx, ctx, { event, found, payload });
    const notice = isNoticed(event.action) ? [await writeNotice(tx, ctx, { kind: event.action, event, found, payload })] : [];
    return together([message, ...notice]);
  });
}

const templateOf = ({ action, onBehalfOf }: EventRow, organisationId: string | null = null) => messageTemplate(action, onBehalfOf !== null && organisationId === null);

type Telling = { event: EventRow; found: Case; payload: Payload };
type Part = { audit: AuditEntry[]; outbox: OutboxEntry[] };

const together = (parts: readonly Part[]): Committed<undefined> =>
  ({ value: undefined, audit: parts.flatMap(({ audit }) => audit), outbox: parts.flatMap(({ outbox }) => outbox) });

async function writeMessage(tx: Tx, ctx: Ctx, { event, found: { application }, payload }: Telling): Promise<Part> {
  const template = templateOf(event, application.organisationId);
  if (!template) throw new Error(`no message for ${event.action}`);
  const due = event.action === "requestCorrection" ? payload.dueOn : (payload.plannedEndOn ?? payload.promisedDueOn ?? payload.hearing?.heldOn ?? payload.hearing?.askUntil);
  const params = { number: formatApplicationNumber(application.number), ...(due ? { dueOn: due } : {}) };
  const written = await insertMessage(tx, { accountId: await addressee(tx, ctx, application), applicationId: application.id, template, params, dedupeKey: `${event.id}:${template}`, createdAt: event.at });
  if (!written) throw new DomainError("conflict", "notices.toldAlready");
  return written;
}

/** Who hears of a case: the person; of an organisation's, the agent who filed it while they act for it, then its representative. */
export async function addressee(tx: Tx, { now }: Ctx, { applicantAccountId, organisationId }: Case["application"]): Promise<string> {
  if (!organisationId) return applicantAccountId;
  const stillActs = (await listDelegationsTo(tx, applicantAccountId, now)).some(({ kind, id }) => kind === "organisation" && id === organisationId);
  return stillActs ? applicantAccountId : ((await findRepresentative({ db: tx }, organisationId)) ?? applicantAccountId);
}

/** Puts a message into somebody's space and orders its sending, once per `dedupeKey`; nothing when it was there already. */
export async function insertMessage(tx: Tx, message: typeof messages.$inferInsert): Promise<Part | undefined> {
  const { version: textVersion } = await currentText(tx, textOfMessage(message));
  const [row] = await tx.insert(messages).values({ ...message, textVersion }).onConflictDoNothing({ target: messages.dedupeKey }).returning({ id: messages.id });
  return row && {
    audit: [{ action: "notices.writeMessage", subject: { type: "message", id: row.id }, after: { template: message.template, dedupeKey: message.dedupeKey } }],
    outbox: orders(row.id),
  };
}

// Each way by a job of its own: a gateway that is away holds up no other.
const orders = (messageId: string): OutboxEntry[] => ["notices.send", ...(mailServer() ? ["notices.mail"] : [])].map((topic) => ({ topic, payload: { messageId } }));

type Told = { accountId: string; template: MessageTemplate; dedupeKey: string; application?: Case["application"] };

/** Writes messages beside the acts of a case, each once. Errors: `notices.toldAlready` (conflict) where all were written before. */
async function writeOnce(tx: Tx, ctx: Ctx, told: readonly Told[]): Promise<Part> {
  const versions = await messageVersions(tx, told.map(({ template }) => template));
  const rows = await tx.insert(messages).values(told.map(({ application, ...message }) => ({
    ...message, textVersion: versions.get(message.template) ?? 1, applicationId: application?.id ?? null, params: application ? { number: formatApplicationNumber(application.number) } : {}, createdAt: ctx.now,
  }))).onConflictDoNothing({ target: messages.dedupeKey }).returning({ id: messages.id, template: messages.template });
  if (rows.length === 0) throw new DomainError("conflict", "notices.toldAlready");
  return {
    audit: rows.map(({ id, template }) => ({ action: "notices.writeMessage", subject: { type: "message", id }, after: { template } })),
    outbox: rows.flatMap(({ id }) => orders(id)),
  };
}

/** Tells the principal that a delegate's work waits for them. Errors: `notices.toldAlready` (conflict). */
export async function askForConfirmation(ctx: Ctx, { applicationId, since }: { applicationId: string; since: string }): Promise<void> {
  const { application } = await getCase(ctx.db, ctx.actor, { id: applicationId });
  await commit(ctx, async (tx) => together([await writeOnce(tx, ctx, [
    { accountId: application.applicantAccountId, template: "confirmationAsked", dedupeKey: `${applicationId}:confirmationAsked:${since}`, application },
  ])]));
}

/**
 * Tells a delegate that their work was sent back. It names no case: in their own space nothing of a principal is shown.
 * Errors: `notices.toldAlready` (conflict).
 */
export async function tellDelegate(ctx: Ctx, { applicationId, accountId, at }: { applicationId: string; accountId: string; at: string }): Promise<void> {
  await commit(ctx, async (tx) => together([await writeOnce(tx, ctx, [{ accountId, template: "returnedToDelegate", dedupeKey: `${applicationId}:returnedToDelegate:${at}` }])]));
}

/** Tells the parties of a delegation what happened to it, except whoever did it. Errors: `notices.toldAlready` (conflict). */
export async function tellParties(ctx: Ctx, { delegationId, act, by }: { delegationId: string; act: keyof typeof delegationTemplates; by: string | null }): Promise<void> {
  const [row] = await ctx.db.select().from(delegations).where(eq(delegations.id, delegationId)).limit(1);
  if (!row) return;
  const giver = row.organisationId ? await findRepresentative(ctx, row.organisationId) : (row.principalAccountId ?? row.grantedBy);
  const template = (row.organisationId ? agencyTemplates : delegationTemplates)[act];
  const told = [giver, row.delegateAccountId].flatMap((accountId): Told[] => (accountId && accountId !== by ? [{ accountId, template, dedupeKey: `${delegationId}:${act}:${accountId}` }] : []));
  if (told.length > 0) await commit(ctx, async (tx) => together([await writeOnce(tx, ctx, told)]));
}

/** Who represents an organisation now. */
export async function findRepresentative({ db }: { db: Reader | Tx }, organisationId: string): Promise<string | null> {
  const [row] = await db.select({ accountId: delegations.delegateAccountId }).from(delegations)
    .where(and(eq(delegations.organisationId, organisationId), eq(delegations.kind, "representative"), isNull(delegations.revokedAt))).limit(1);
  return row?.accountId ?? null;
}

/** Tells somebody about their own account, once. Errors: `notices.toldAlready` (conflict). */
export async function tellPerson(ctx: Ctx, message: TellPerson): Promise<void> {
  await commit(ctx, async (tx) => {
    const written = await insertMessage(tx, { ...message, createdAt: ctx.now });
    if (!written) throw new DomainError("conflict", "notices.toldAlready");
    return together([written]);
  });
}

async function writeNotice(tx: Tx, ctx: Ctx, { kind, event, found, payload }: Telling & { kind: NoticeKind }): Promise<Part> {
  const id = await newId(tx);
  const facts = factsOf({ event, found, payload });
  const place = { kind, divisionCode: found.application.divisionCode, issuedOn: facts.issuedOn };
  const number = noticeNumber(place, await nextInSequence(tx, noticeSequence(place)));
  const { version: textVersion, content } = await currentNoticeText(tx, kind);
  const body = seal(JSON.stringify(noticeBody(kind, facts, content)), bodyPlace(id));
  await tx.insert(notices).values({ id, number, eventId: event.id, applicationId: found.application.id, kind, body, issuedOn: facts.issuedOn, createdAt: ctx.now, textVersion });
  return {
    audit: [{ action: "notices.issue", subject: { type: "notice", id }, after: { number, kind, eventId: event.id, textVersion } }],
    outbox: [{ topic: "notices.seal", payload: { noticeId: id } }],
  };
}

function factsOf({ event, found, payload }: Telling): NoticeFacts {
  const { application, content, department } = found;
  const { note, dueOn, items, days, unit, ground, procedure } = payload;
  const { competentOrgan, newNumber, tolerated, termination, basis, certificate } = payload;
  return {
    number: formatApplicationNumber(application.number), itemName: application.itemName, itemType: content.itemType,
    recipient: application.applicantName, forOrganisation: application.organisationId !== null,
    issuer: department.name, issuedOn: shanghaiDay(event.at), receivedOn: shanghaiDay(application.receivedAt ?? event.at), reason: reasonToTell(event),
    promisedDueOn: payload.promisedDueOn, statutoryDueOn: payload.statutoryDueOn, deliveryDueOn: payload.deliveryDueOn,
    startOn: payload.startOn, endOn: payload.plannedEndOn ?? payload.endOn, extension: days ? { days, unit } : null,
    correction: dueOn ? { items, note: note ?? null, dueOn } : null,
    ground: ground ?? null, procedure: procedure ?? null, hearing: toldOf(payload),
    competentOrgan, newNumber, tolerated, termination, basis, certificate,
    issuesCertificate: found.facts.issuesCertificate, reviewUrl: env().REVIEW_FILING_URL,
  };
}

function toldOf({ hearing }: Payload): NoticeFacts["hearing"] {
  if (!hearing) return null;
  const { askUntil, heldOn, startsAt = null, place = null, onlineUrl = null, chair = null, isPublic = null } = hearing;
  return { askUntil, heldOn, startsAt, place, onlineUrl, chair, isPublic };
}

// What is noted at an approval is the organ's own opinion; every other reason is owed to the applicant.
const reasonToTell = ({ action, reason }: EventRow) => (action === "approve" ? null : reason);

/**
 * Draws and signs a notice once, as `certificates` does: row locked, file under a key made from the notice's id.
 * Errors: `notices.notFound`, `notices.sealedAlready` (conflict), `certificates.missingGlyph`.
 */
export async function sealNotice(ctx: Ctx, { noticeId }: { noticeId: string }): Promise<void> {
  await commit(ctx, async (tx) => {
    const [row] = await tx.select().from(notices).where(eq(notices.id, noticeId)).for("update");
    if (!row) throw new DomainError("not_found", "notices.notFound");
    if (row.pdfKey) throw new DomainError("conflict", "notices.sealedAlready");
    const { demo, publicUrl } = env();
    const drawn = await renderNoticePdf({ ...bodyOf(row), number: row.number, verifyUrl: `${publicUrl}/verify`, demo });
    const pdf = await signPdf(drawn, await signingKeys().documentSigningKey(), { signedAt: ctx.now, reason: row.number });
    const pdfKey = `notices/${row.id}.pdf`;
    const pdfSha256 = createHash("sha256").update(pdf).digest("hex");
    await storage().put(pdfKey, pdf);
    await tx.update(notices).set({ pdfKey, pdfSha256 }).where(eq(notices.id, row.id));
    return { value: undefined, audit: { action: "notices.seal", subject: { type: "notice", id: row.id }, after: { pdfSha256 } } };
  });
}

/** `held`: it waited for its hour, and goes out by itself or in the place of all the news of its reader. */
type Sending = { messageId: string; held?: "alone" | "forAll" | undefined };

type Way = { by: "phone" | "email"; mark: "sentAt" | "mailedAt"; post(message: typeof messages.$inferSelect, to: string): Promise<void> };

/**
 * Sends a message by SMS, to the person's phone where there is one; without a gateway it stays in their space alone.
 * Errors: `notices.messageUnknown` (not_found), `notices.sentAlready` (conflict), and whatever the gateway throws.
 */
export async function sendMessage(ctx: Ctx, { messageId, held }: Sending): Promise<void> {
  const gateway = smsGateway();
  if (!gateway) return;
  await post(ctx, { messageId, held }, { by: "phone", mark: "sentAt", async post(message, phone) {
    const { id, params } = message;
    // What gateways know by name: the template, or the text that a step names.
    const template = message.template === "stepTold" ? textOfMessage(message) : message.template;
    await gateway.send({ id, phone, template, params, text: (await messagesInWords(ctx.db, [message]))(message).zh });
  } });
}

/** The same by mail, where the person keeps an e-mail address: a letter that there is a message, and where to read it. */
export async function mailMessage(ctx: Ctx, { messageId, held }: Sending): Promise<void> {
  const server = mailServer();
  if (!server) return;
  await post(ctx, { messageId, held }, { by: "email", mark: "mailedAt", async post(message, to) {
    const { content } = await currentText(ctx.db, `letter.${letterKind(message)}`);
    await server.send({ id: message.id, to, ...messageLetter(message.params, MessageText.parse(content), `${env().publicUrl}${inboxOf(message.template)}`) });
  } });
}

// The row stays locked while it is handed over, so that of two runners the second finds it done.
async function post(ctx: Ctx, { messageId, held }: Sending, way: Way): Promise<void> {
  await commit(ctx, async (tx) => {
    const [message] = await tx.select().from(messages).where(eq(messages.id, messageId)).for("update");
    if (!message) throw new DomainError("not_found", "notices.messageUnknown");
    if (message[way.mark]) throw new DomainError("conflict", "notices.sentAlready");
    if (!held && !(await mayGoNow(tx, ctx, message, way.by))) return { value: undefined, audit: { action: "notices.holdMessage", subject: { type: "message", id: message.id }, after: { by: way.by } } };
    const to = (await reachOf(tx, message.accountId, way.by)) ?? (await reachOfGuardian(tx, ctx.now, { wardAccountId: message.accountId, by: way.by }));
    if (to) await way.post(held === "forAll" ? { ...message, template: "newsWaiting", params: {} } : message, to);
    await tx.update(messages).set({ [way.mark]: to ? ctx.now : null }).where(eq(messages.id, message.id));
    return { value: undefined, audit: { action: "notices.sendMessage", subject: { type: "message", id: message.id }, after: { by: way.by, sent: to !== undefined } } };
  });
}

async function reachOf(tx: Tx, accountId: string, by: Way["by"]): Promise<string | undefined> {
  const [account] = await tx.select({ sealed: accounts[by] }).from(accounts).where(eq(accounts.id, accountId));
  return account?.sealed ? open(account.sealed, { table: "accounts", column: by, row: accountId }) : undefined;
}

// A ward has no phone of their own: whoever acts for them is told.
async function reachOfGuardian(tx: Tx, now: Date, { wardAccountId, by }: { wardAccountId: string; by: Way["by"] }): Promise<string | undefined> {
  const [guardian] = await tx.select({ id: delegations.delegateAccountId }).from(delegations).where(and(
    eq(delegations.principalAccountId, wardAccountId), eq(delegations.kind, "guardianship"), isNotNull(delegations.acceptedAt), isNull(delegations.revokedAt), gte(delegations.validUntil, shanghaiDay(now)),
  )).orderBy(desc(delegations.grantedAt)).limit(1);
  return guardian?.id ? reachOf(tx, guardian.id, by) : undefined;
}

/** Marks own messages as read; others' ids and those read before are passed over. Returns how many were marked. */
export function markMessagesRead(ctx: Ctx & { actor: User }, { ids }: MarkRead): Promise<{ marked: number }> {
  return commit(ctx, async (tx) => {
    // A delegate reads along; what the principal has read is for them to say.
    const marked = ctx.actor.actingFor ? [] : await tx.update(messages).set({ readAt: ctx.now })
      .where(and(inArray(messages.id, ids), eq(messages.accountId, ctx.actor.id), isNull(messages.readAt))).returning({ id: messages.id });
    return { value: { marked: marked.length }, audit: { action: "notices.markRead", subject: { type: "account", id: ctx.actor.id }, after: { marked: marked.length } } };
  });
}
