import { alias } from "drizzle-orm/pg-core";
import { and, desc, eq, inArray, max, or } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { accounts, texts } from "@/db/schema";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { noticeBody } from "@/domain/notices/rules";
import { sampleFacts, sampleParams } from "@/domain/notices/rules/sample";
import { firstText, noticeOf } from "@/domain/notices/rules/texts";
import { messageInWords } from "@/domain/notices/rules/values";
import type { MessageTemplate, NoticeBody, NoticeKind } from "@/domain/notices/schema";
import { MessageText, NoticeText, ProposeText, textKinds, type PreviewText, type TextContent, type TextKind } from "@/domain/notices/schema/texts";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { renderNoticePdf } from "@/server/core/documents/notice-pdf";
import { listProposals } from "@/server/core/proposals";

type Versioned<Content> = { version: number; content: Content };

/** The version of a text in force: read from the database every time, so that what is published holds everywhere at once. */
export async function currentText(db: Reader | Tx, kind: TextKind): Promise<Versioned<TextContent>> {
  const [row] = await db.select({ version: texts.version, content: texts.content }).from(texts).where(eq(texts.kind, kind)).orderBy(desc(texts.version)).limit(1);
  return row ?? { version: 1, content: firstText(kind) };
}

/** The wording of a notice in force. */
export async function currentNoticeText(db: Reader | Tx, kind: NoticeKind): Promise<Versioned<NoticeText>> {
  const { version, content } = await currentText(db, `notice.${kind}`);
  return { version, content: NoticeText.parse(content) };
}

/** The version in force of each of these messages. */
export async function messageVersions(db: Reader | Tx, templates: readonly MessageTemplate[]): Promise<Map<MessageTemplate, number>> {
  const kinds = templates.map((template) => `message.${template}`);
  const rows = await db.select({ kind: texts.kind, version: max(texts.version) }).from(texts).where(inArray(texts.kind, kinds)).groupBy(texts.kind);
  const found = new Map(rows.map(({ kind, version }) => [kind, version]));
  return new Map(templates.map((template) => [template, found.get(`message.${template}`) ?? 1]));
}

type Written = { template: MessageTemplate; params: Record<string, string>; textVersion: number };

/** What messages say, each in the version it was written in: an old one never changes. */
export async function messagesInWords(db: Reader | Tx, rows: readonly Written[]): Promise<(row: Written) => MessageText> {
  const later = rows.filter(({ textVersion }) => textVersion > 1);
  const wanted = [...new Map(later.map((row) => [keyOf(row), row])).values()].map(({ template, textVersion }) => and(eq(texts.kind, `message.${template}`), eq(texts.version, textVersion)));
  const found = wanted.length > 0 ? await db.select().from(texts).where(or(...wanted)) : [];
  const contents = new Map(found.map(({ kind, version, content }) => [`${kind}/${version}`, MessageText.parse(content)]));
  return (row) => messageInWords(contents.get(keyOf(row)) ?? MessageText.parse(firstText(`message.${row.template}`)), row.params);
}

const keyOf = ({ template, textVersion }: Pick<Written, "template" | "textVersion">) => `message.${template}/${textVersion}`;

/** Every text with its version and whether one waits. */
export async function listTexts(db: Reader) {
  const rows = await db.select({ kind: texts.kind, version: max(texts.version) }).from(texts).groupBy(texts.kind);
  const waiting = new Set((await listProposals(db, { kinds: [textProposal], open: true })).map(({ subject }) => subject));
  return textKinds.map((kind) => ({ kind, version: rows.find((row) => row.kind === kind)?.version ?? 1, waiting: waiting.has(subjectOfText(kind)) }));
}

export const textProposal = "publishText";
export const subjectOfText = (kind: TextKind) => `text:${kind}`;

const writers = alias(accounts, "writer");
const publishers = alias(accounts, "publisher");

/** One text: what is in force, every version, what waits, and what became of earlier drafts. */
export async function getText({ db, now }: Ctx, kind: TextKind) {
  const rows = await db.select({ text: texts, writer: writers.name, publisher: publishers.name }).from(texts)
    .leftJoin(writers, eq(writers.id, texts.writtenBy)).leftJoin(publishers, eq(publishers.id, texts.publishedBy)).where(eq(texts.kind, kind)).orderBy(desc(texts.version));
  const proposals = async (open: boolean) => (await listProposals(db, { subject: subjectOfText(kind), open })).map(({ content, ...row }) => {
    const text = ProposeText.parse(content).content;
    return { ...row, text, preview: previewOf(kind, text, now) };
  });
  const current = await currentText(db, kind);
  return {
    kind, ...current, preview: previewOf(kind, current.content, now), waiting: await proposals(true), decided: await proposals(false),
    versions: [
      ...rows.map(({ text: { version, content, publishedAt }, writer, publisher }) => ({ version, content, publishedAt: publishedAt.toISOString(), writer, publisher })),
      { version: 1, content: firstText(kind), publishedAt: null, writer: null, publisher: null },
    ],
  };
}

type Preview = { kind: "notice"; body: NoticeBody } | { kind: "message"; zh: string; en: string };

function previewOf(kind: TextKind, content: TextContent, now: Date): Preview {
  const today = shanghaiDay(now);
  const notice = noticeOf(kind);
  if (notice) return { kind: "notice", body: noticeBody(notice, sampleFacts(today, env().REVIEW_FILING_URL), NoticeText.parse(content)) };
  return { kind: "message", ...messageInWords(MessageText.parse(content), sampleParams(today)) };
}

/** A notice as PDF with sample data, marked as a demonstration. Errors: `notices.textUnknown` (not_found). */
export async function previewTextPdf(ctx: Ctx, { kind, proposalId }: PreviewText): Promise<{ name: string; mime: string; base64: string }> {
  const { preview, waiting } = await getText(ctx, kind);
  const shown = proposalId ? waiting.find(({ id }) => id === proposalId)?.preview : preview;
  if (shown?.kind !== "notice") throw new DomainError("not_found", "notices.textUnknown");
  const pdf = await renderNoticePdf({ ...shown.body, number: "000000预览", demo: true });
  return { name: `${shown.body.title}-预览.pdf`, mime: "application/pdf", base64: pdf.toString("base64") };
}
