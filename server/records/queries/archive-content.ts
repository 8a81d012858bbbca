import { and, asc, eq, isNull } from "drizzle-orm";
import { open } from "@/db/personal-data";
import { certificates, deliveries, deliveryEvents, expertRequests, files, hearings, notices } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { shanghaiDay } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { compileForm } from "@/domain/forms/rules/compile";
import type { AnswerValue } from "@/domain/forms/schema";
import { formOf } from "@/domain/items/rules";
import { cameToNothing, chain } from "@/domain/records/rules/archive";
import type { ArchivedEvent, ArchiveMetadata } from "@/domain/records/schema/archive";
import { env } from "@/env";
import { answersOf, named, type Case } from "@/server/applications/queries/case";
import { listEvents } from "@/server/applications/queries/events";
import { expertOf, expertPlace } from "@/server/applications/queries/experts";
import { listOnFile } from "@/server/applications/queries/on-file";
import { openJws, openRecord } from "@/server/certificates/queries/record";
import type { Ctx } from "@/server/core/context";
import { jsonDigest, type Entry } from "@/server/core/documents/archive-package";
import { renderRecordPdf } from "@/server/core/documents/record-pdf";
import { storage } from "@/server/core/storage";
import { bodyOf } from "@/server/notices/queries/visible";

const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
const extensions: Record<string, string> = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png" };
const numbered = (at: number, name: string, mime: string) => `${String(at + 1).padStart(3, "0")}-${name.replace(/[^A-Za-z0-9_-]/g, "")}.${extensions[mime] ?? "bin"}`;
const stored = async (key: string): Promise<AsyncIterable<Uint8Array>> => storage().getStream(key);
const opened = (sealed: string | null, place: Place) => (sealed === null ? null : open(sealed, place));

/** The history of a case as it is archived, each event bound to the one before. */
export async function archivedEvents({ db }: Ctx, { application: { id } }: Case): Promise<ArchivedEvent[]> {
  const rows = await listEvents(db, id);
  return chain(rows.map(({ sequence, action, fromStatus, toStatus, actorName, actorRole, onBehalfOf, reason, payload, at }) =>
    ({ sequence, action, fromStatus, toStatus, actorName, actorRole, onBehalfOf, reason, payload, at: at.toISOString() })), jsonDigest);
}

/** Whether a paper of the case is still to be sealed or signed: its package waits for it. */
export async function awaitsSeal({ db }: Ctx, applicationId: string): Promise<boolean> {
  const [unsealed, unsigned] = await Promise.all([
    db.$count(notices, and(eq(notices.applicationId, applicationId), isNull(notices.pdfKey))), db.$count(certificates, and(eq(certificates.applicationId, applicationId), isNull(certificates.pdfKey))),
  ]);
  return unsealed + unsigned > 0;
}

/** Everything of a case, entry by entry; files are opened only when their turn comes. */
export async function* entriesOf(ctx: Ctx, found: Case, events: readonly ArchivedEvent[]): AsyncGenerator<Entry> {
  yield* formEntries(ctx, found);
  yield* materialEntries(ctx, found);
  yield* onFileEntries(ctx, found);
  yield* noticeEntries(ctx, found);
  yield* certificateEntries(ctx, found);
  yield* hearingEntries(ctx, found);
  yield* deliveryEntries(ctx, found);
  yield { path: "opinions.json", title: "审查意见与专家意见", kind: "opinions", mime: "application/json", content: json(await opinionsOf(ctx, found)) };
  yield { path: "events.jsonl", title: "办理过程", kind: "events", mime: "application/x-ndjson", content: Buffer.from(`${events.map((event) => JSON.stringify(event)).join("\n")}\n`) };
  yield { path: "README.txt", title: "说明", kind: "readme", mime: "text/plain", content: Buffer.from(readme) };
}

const readme = `归档包 · Archive package

manifest.json 列出包内每个文件的大小和 SHA-256，manifest.jws 是对它的签名，events.jsonl 的每一行都带有前一行的摘要。
manifest.json lists every file with its size and SHA-256, manifest.jws signs it, and each line of events.jsonl carries the digest of the line before.

核验 · To verify:  npm run archive:verify -- <this file> [--jwks keys.json of the issuer]
`;

/** A value of an answer as plain text for reading. */
function inWords(value: AnswerValue): string {
  if (Array.isArray(value)) return value.map(inWords).join("；");
  return typeof value === "object" && value !== null ? Object.values(value).map(inWords).join(" ") : String(value);
}

async function* formEntries({ now }: Ctx, { application, content, department }: Case): AsyncGenerator<Entry> {
  const form = compileForm(formOf(content));
  const answers = answersOf(application);
  const sections = form.definition.sections.map(({ title, fields }) => ({
    title: title.zh, entries: [{ facts: fields.flatMap((field) => { const value = answers[field.id]; return value === undefined || field.type === "file" ? [] : [[field.label.zh, inWords(value)] as const]; }) }],
  })).filter(({ entries }) => entries.some(({ facts }) => facts.length > 0));
  const number = formatApplicationNumber(application.number);
  const pdf = await renderRecordPdf({
    title: application.itemName, lead: `申请编号 ${number}，申请人 ${application.applicantName}，收到 ${application.receivedAt ? shanghaiDay(application.receivedAt) : "—"}`, author: department.name,
    createdOn: shanghaiDay(now), sections, demo: env().demo,
  });
  yield { path: "form/form.pdf", title: "申请表", kind: "form", mime: "application/pdf", content: pdf };
  yield {
    path: "form/answers.json", title: "申请表数据", kind: "answers", mime: "application/json",
    content: json({ definition: form.definition, answers, labels: Object.fromEntries(Object.keys(answers).map((id) => [id, form.findField(id)?.label.zh ?? id])) }),
  };
}

async function* materialEntries({ db }: Ctx, { application }: Case): AsyncGenerator<Entry> {
  if (cameToNothing(application)) return;
  const rows = await db.select().from(files).where(and(eq(files.applicationId, application.id), isNull(files.deletedAt))).orderBy(asc(files.id));
  for (const [at, row] of rows.entries()) {
    yield { path: `materials/${numbered(at, row.fieldId, row.mime)}`, title: named(row).name, kind: "material", mime: row.mime, content: await stored(row.storageKey) };
  }
}

/** Certificates in place of papers: the record as it was signed, by its digest the very one that was put there, and what every look at it found. */
async function* onFileEntries({ db }: Ctx, { application }: Case): AsyncGenerator<Entry> {
  if (cameToNothing(application)) return;
  for (const [at, row] of (await listOnFile(db, application.id)).entries()) {
    const [certificate] = await db.select().from(certificates).where(eq(certificates.id, row.certificateId)).limit(1);
    const same = certificate?.recordDigest === row.recordDigest ? certificate : undefined;
    const { fieldId, name, identifier, version, issuer, issuedOn, validUntil, recordDigest, attachedAt, status, signature, checkedAt, checkedFor } = row;
    yield {
      path: `materials/${String(at + 1).padStart(3, "0")}-${fieldId}-certificate.json`, title: `${name} ${identifier}`, kind: "material", mime: "application/json",
      content: json({ fieldId, identifier, version, issuer, issuedOn, validUntil, recordDigest, attachedAt, verified: { status, signature, checkedAt, checkedFor }, record: same ? openRecord(same) : null, jws: same ? (openJws(same) ?? null) : null }),
    };
  }
}

async function* noticeEntries({ db }: Ctx, { application }: Case): AsyncGenerator<Entry> {
  const rows = await db.select().from(notices).where(eq(notices.applicationId, application.id)).orderBy(asc(notices.createdAt), asc(notices.id));
  for (const [at, row] of rows.entries()) {
    if (row.pdfKey) yield { path: `notices/${numbered(at, row.kind, "application/pdf")}`, title: `${bodyOf(row).title} ${row.number}`, kind: "notice", mime: "application/pdf", content: await stored(row.pdfKey) };
  }
}

async function* certificateEntries({ db }: Ctx, { application }: Case): AsyncGenerator<Entry> {
  const rows = await db.select().from(certificates).where(eq(certificates.applicationId, application.id)).orderBy(asc(certificates.id));
  for (const [at, row] of rows.entries()) {
    if (row.pdfKey) yield { path: `certificates/${numbered(at, "certificate", "application/pdf")}`, title: `${row.name} ${row.identifier}`, kind: "certificate", mime: "application/pdf", content: await stored(row.pdfKey) };
    yield { path: `certificates/${String(at + 1).padStart(3, "0")}-record.json`, title: `${row.name} ${row.identifier}`, kind: "certificate", mime: "application/json", content: json({ record: openRecord(row), jws: openJws(row) ?? null }) };
  }
}

async function* hearingEntries({ db }: Ctx, { application }: Case): AsyncGenerator<Entry> {
  const rows = await db.select().from(hearings).where(eq(hearings.applicationId, application.id)).orderBy(asc(hearings.createdAt), asc(hearings.id));
  if (rows.length === 0) return;
  const told = rows.map(({ participants, postponementReason, reason, summary, minutesKey: _key, applicationId: _id, ...row }) => ({
    ...row, participants: opened(participants, { table: "hearings", column: "participants", row: row.id }),
    reason: opened(reason, { table: "hearings", column: "reason", row: row.id }), postponementReason: opened(postponementReason, { table: "hearings", column: "postponement_reason", row: row.id }), summary: opened(summary, { table: "hearings", column: "summary", row: row.id }),
  }));
  yield { path: "hearing/record.json", title: "听证记录", kind: "hearing", mime: "application/json", content: json(told) };
  for (const [at, { minutesKey, minutesMime }] of rows.entries()) {
    if (minutesKey && minutesMime) yield { path: `hearing/${numbered(at, "minutes", minutesMime)}`, title: "听证笔录", kind: "hearing", mime: minutesMime, content: await stored(minutesKey) };
  }
}

async function* deliveryEntries({ db }: Ctx, { application }: Case): AsyncGenerator<Entry> {
  const [row] = await db.select().from(deliveries).where(eq(deliveries.applicationId, application.id));
  if (!row) return;
  const { addressee, receiver, code: _code, proofKey, applicationId: _id, ...rest } = row;
  const events = await db.select().from(deliveryEvents).where(eq(deliveryEvents.deliveryId, row.id)).orderBy(asc(deliveryEvents.id));
  const path = events.map(({ note, ...event }) => ({ ...event, note: opened(note, { table: "delivery_events", column: "note", row: event.id }) }));
  const place = (column: "addressee" | "receiver"): Place => ({ table: "deliveries", column, row: row.id });
  yield {
    path: "delivery/record.json", title: "送达记录", kind: "delivery", mime: "application/json",
    content: json({ ...rest, addressee: addressee === null ? null : JSON.parse(open(addressee, place("addressee"))) as unknown, receiver: opened(receiver, place("receiver")), events: path }),
  };
  const [mime] = Object.entries(extensions).find(([, extension]) => proofKey?.endsWith(`.${extension}`)) ?? [];
  if (proofKey && mime) yield { path: `delivery/${numbered(0, "proof", mime)}`, title: "签收凭证", kind: "delivery", mime, content: await stored(proofKey) };
}

async function opinionsOf({ db }: Ctx, { application, content, steps }: Case) {
  const experts = await db.select().from(expertRequests).where(eq(expertRequests.applicationId, application.id)).orderBy(asc(expertRequests.id));
  return {
    steps: steps.map(({ key, kind, status, opinion, completedByName, completedAt }) => ({ key, name: content.steps.find((step) => step.key === key)?.name.zh ?? key, kind, status, opinion, completedByName, completedAt })),
    experts: experts.map((row) => {
      const { name, organisation } = expertOf(row);
      return {
        name, organisation, step: row.stepKey, askedBy: row.askedByName, createdAt: row.createdAt, dueOn: row.dueOn, question: open(row.question, expertPlace(row.id, "question")), scope: row.scope,
        conclusion: row.conclusion, opinion: opened(row.opinion, expertPlace(row.id, "opinion")), submittedAt: row.submittedAt, declinedAt: row.declinedAt, revokedAt: row.revokedAt,
      };
    }),
  };
}

/** What archives ask to know of the unit. */
export function metadataOf({ application, department, itemCode, content }: Case): ArchiveMetadata {
  const day = (at: Date | null) => (at ? shanghaiDay(at) : "");
  return {
    聚合层次: "件", 档号: "", 立档单位名称: department.name, 立档单位统一社会信用代码: department.uscc, 题名: `${application.applicantName}申请${content.name}`, 责任者: department.name,
    事项名称: content.name, 事项编码: itemCode, 业务流水号: application.number, 申请人: application.applicantName, 受理日期: day(application.acceptedAt), 办结日期: day(application.closedAt ?? application.changedAt),
    办理结果: application.outcome ?? application.status, 行政区划代码: application.divisionCode, 保管期限: "永久", 密级: "内部", 摘要算法: "SHA-256", 签名算法: "ES256",
  };
}
