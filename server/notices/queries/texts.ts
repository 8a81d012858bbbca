import { alias } from "drizzle-orm/pg-core";
import { and, desc, eq, inArray, like, max, or } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { accounts, texts } from "@/db/schema";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { noticeBody } from "@/domain/notices/rules";
import { sampleFacts, sampleParams } from "@/domain/notices/rules/sample";
import { firstText, isStepText, noticeOf, textOfMessage, wordsOf } from "@/domain/notices/rules/texts";
import { messageInWords } from "@/domain/notices/rules/values";
import type { MessageTemplate, NoticeBody, NoticeKind, WrittenTemplate } from "@/domain/notices/schema";
import { NoticeText, ProposeText, StepText, textKinds, type MessageText, type PreviewText, type TextContent, type TextKind } from "@/domain/notices/schema/texts";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { renderNoticePdf } from "@/server/core/documents/notice-pdf";
import { listProposals } from "@/server/core/proposals";

type Versioned<Content> = { version: number; content: Content };

/** The version of a text in force: read from the database every time, so that what is published holds everywhere at once. Nothing where a text for steps was never published. */
export async function findText(db: Reader | Tx, kind: TextKind): Promise<Versioned<TextContent> | undefined> {
  const [row] = await db.select({ version: texts.version, content: texts.content }).from(texts).where(eq(texts.kind, kind)).orderBy(desc(texts.version)).limit(1);
  return row ?? (isStepText(kind) ? undefined : { version: 1, content: firstText(kind) });
}

/** The same, of a text that is there. Errors: `notices.textUnknown` (not_found). */
export async function currentText(db: Reader | Tx, kind: TextKind): Promise<Versioned<TextContent>> {
  const found = await findText(db, kind);
  if (!found) throw new DomainError("not_found", "notices.textUnknown");
  return found;
}

/** The published texts that steps may name, by their code. */
export async function listStepTexts(db: Reader): Promise<{ code: string; name: { zh: string; en: string } }[]> {
  const rows = await db.selectDistinctOn([texts.kind]).from(texts).where(like(texts.kind, `${stepPrefix}%`)).orderBy(texts.kind, desc(texts.version));
  return rows.map(({ kind, content }) => ({ code: kind.slice(stepPrefix.length), name: nameOf(StepText.parse(content)) }));
}

const stepPrefix = "step.";
const nameOf = ({ name, nameEn }: StepText) => ({ zh: name, en: nameEn });

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

type Written = { template: WrittenTemplate; params: Record<string, string>; textVersion: number };

/** What messages say, each in the version it was written in: an old one never changes. */
export async function messagesInWords(db: Reader | Tx, rows: readonly Written[]): Promise<(row: Written) => MessageText> {
  const kept = rows.filter((row) => row.textVersion > 1 || isStepText(textOfMessage(row)));
  const wanted = [...new Map(kept.map((row) => [keyOf(row), row])).values()].map((row) => and(eq(texts.kind, textOfMessage(row)), eq(texts.version, row.textVersion)));
  const found = wanted.length > 0 ? await db.select().from(texts).where(or(...wanted)) : [];
  const contents = new Map(found.map(({ kind, version, content }) => [`${kind}/${version}`, wordsOf(content)]));
  return (row) => messageInWords(contents.get(keyOf(row)) ?? wordsOf(firstText(textOfMessage(row))), row.params);
}

const keyOf = (row: Written) => `${textOfMessage(row)}/${row.textVersion}`;

/** Every text with its version (none yet of one that only waits), its own name where it has one, and whether one waits. */
export async function listTexts(db: Reader) {
  const rows = await db.select({ kind: texts.kind, version: max(texts.version) }).from(texts).groupBy(texts.kind);
  const waiting = (await listProposals(db, { kinds: [textProposal], open: true })).map(({ content }) => ProposeText.parse(content));
  const named = new Map<TextKind, StepText>(waiting.flatMap(({ kind, content }) => ("name" in content ? [[kind, content]] : [])));
  for (const { code, name } of await listStepTexts(db)) named.set(`step.${code}`, { name: name.zh, nameEn: name.en, zh: "", en: "" });
  return [...textKinds, ...[...named.keys()].toSorted()].map((kind) => {
    const own = named.get(kind);
    return { kind, name: own ? nameOf(own) : null, version: rows.find((row) => row.kind === kind)?.version ?? (own ? null : 1), waiting: waiting.some((one) => one.kind === kind) };
  });
}

export const textProposal = "publishText";
export const subjectOfText = (kind: TextKind) => `text:${kind}`;

const writers = alias(accounts, "writer");
const publishers = alias(accounts, "publisher");

/** One text: what is in force, every version, what waits, and what became of earlier drafts. Errors: `notices.textUnknown` (not_found). */
export async function getText({ db, now }: Ctx, kind: TextKind) {
  const rows = await db.select({ text: texts, writer: writers.name, publisher: publishers.name }).from(texts)
    .leftJoin(writers, eq(writers.id, texts.writtenBy)).leftJoin(publishers, eq(publishers.id, texts.publishedBy)).where(eq(texts.kind, kind)).orderBy(desc(texts.version));
  const proposals = async (open: boolean) => (await listProposals(db, { subject: subjectOfText(kind), open })).map(({ content, ...row }) => {
    const text = ProposeText.parse(content).content;
    return { ...row, text, preview: previewOf(kind, text, now) };
  });
  const [current = null, waiting, decided] = [await findText(db, kind), await proposals(true), await proposals(false)];
  if (!current && waiting.length === 0 && decided.length === 0) throw new DomainError("not_found", "notices.textUnknown");
  return {
    kind, current: current && { ...current, preview: previewOf(kind, current.content, now) }, waiting, decided,
    versions: [
      ...rows.map(({ text: { version, content, publishedAt }, writer, publisher }) => ({ version, content, publishedAt: publishedAt.toISOString(), writer, publisher })),
      ...(isStepText(kind) ? [] : [{ version: 1, content: firstText(kind), publishedAt: null, writer: null, publisher: null }]),
    ],
  };
}

type Preview = { kind: "notice"; body: NoticeBody } | { kind: "message"; zh: string; en: string };

function previewOf(kind: TextKind, content: TextContent, now: Date): Preview {
  const today = shanghaiDay(now);
  const notice = noticeOf(kind);
  if (notice) return { kind: "notice", body: noticeBody(notice, sampleFacts(today, env().REVIEW_FILING_URL), NoticeText.parse(content)) };
  return { kind: "message", ...messageInWords(wordsOf(content), sampleParams(today)) };
}

/** A notice as PDF with sample data, marked as a demonstration. Errors: `notices.textUnknown` (not_found). */
export async function previewTextPdf(ctx: Ctx, { kind, proposalId }: PreviewText): Promise<{ name: string; mime: string; base64: string }> {
  const { current, waiting } = await getText(ctx, kind);
  const shown = proposalId ? waiting.find(({ id }) => id === proposalId)?.preview : current?.preview;
  if (shown?.kind !== "notice") throw new DomainError("not_found", "notices.textUnknown");
  const pdf = await renderNoticePdf({ ...shown.body, number: "000000预览", demo: true });
  return { name: `${shown.body.title}-预览.pdf`, mime: "application/pdf", base64: pdf.toString("base64") };
}
