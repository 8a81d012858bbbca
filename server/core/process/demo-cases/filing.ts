import { createHash } from "node:crypto";
import { sampleAnswers } from "@/db/seed/forms/samples";
import type { User } from "@/domain/core/actor";
import { addDays, compareDays, shanghaiDay } from "@/domain/core/calendar";
import type { AnswerValue, Answers, Field } from "@/domain/forms/schema";
import { saveSection, startApplication } from "@/server/applications/commands/draft";
import { attachFile } from "@/server/applications/commands/files";
import { answersOf, getCase } from "@/server/applications/queries/case";
import { openForm } from "@/server/applications/queries/form";
import type { Ctx } from "@/server/core/context";
import { drawDemoWatermark } from "@/server/core/documents/marks";
import { content, createSheet, drawText, finishSheet, fittingSize, pageHeight, pageWidth } from "@/server/core/documents/pdf";
import { storage } from "@/server/core/storage";

export type Filing = {
  itemCode: string;
  /** Whose answers to start from, by the item's source id; what is known of the applicant and `answers` go before them. */
  sample?: string | undefined;
  answers?: Answers | undefined;
  /** A draft left lying after so many pages, without its papers. */
  pages?: number | undefined;
};

type Demo = Ctx & { actor: User };

/** Fills in a form page by page and uploads its papers, as the applicant would; returns the draft's id. */
export async function fillIn(ctx: Demo, { itemCode, sample, answers, pages }: Filing): Promise<string> {
  const { id } = await startApplication(ctx, ctx.actor, { itemCode });
  const draft = await openCase(ctx, id);
  const known = draft.form.prefill({ ...draft.stored, ...answers }, draft.context).answers;
  const wanted = { ...asOf(sampleAnswers[sample ?? ""] ?? {}, shanghaiDay(ctx.now)), ...known, ...answers };
  const sections = draft.form.visible(wanted, draft.context).sections.filter(({ fields }) => fields.some(({ type }) => type !== "file"));
  for (const { section } of sections.slice(0, pages)) {
    const { errors } = await saveSection(ctx, { id, section: section.id, raw: draft.form.toRaw(section.id, wanted) });
    if (errors[0]) throw new Error(`The demo case ${itemCode} has a wrong answer: ${errors[0].fieldId} ${errors[0].code}`);
  }
  if (pages === undefined) await handInPapers(ctx, id);
  return id;
}

async function openCase(ctx: Demo, id: string) {
  const found = await getCase(ctx.db, ctx.actor, { id });
  const stored = answersOf(found.application);
  return { number: found.application.number, stored, ...(await openForm(ctx.db, found, stored, ctx.now)) };
}

async function handInPapers(ctx: Demo, id: string): Promise<void> {
  const { number, form, stored, context } = await openCase(ctx, id);
  const fields = form.visible(stored, context).sections.flatMap((section) => section.fields);
  for (const field of fields) if (field.type === "file" && !field.optional) await handIn(ctx, { id, number, field });
}

// The key comes from case and field: a start that was broken off leaves nothing that the next one does not write over.
async function handIn(ctx: Demo, { id, number, field }: { id: string; number: string; field: Field }): Promise<void> {
  // Told apart by a comment: the very same file in two people's cases is what the desk is warned of.
  const bytes = Buffer.concat([await paper(field.label.zh), Buffer.from(`\n% ${number}\n`)]);
  const storageKey = `uploads/demo/${number}-${field.id}.pdf`;
  await storage().put(storageKey, bytes);
  const file = { name: `${field.label.zh}.pdf`, mime: "application/pdf", size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex"), storageKey };
  await attachFile(ctx, { id, fieldId: field.id, file });
}

/** The day on which the sample answers were written. */
const SAMPLES_AS_OF = "2026-11-20";

/** The samples' dates moved along with the clock, so that what was yesterday still is; births stay where they are. */
function asOf(answers: Answers, day: string): Answers {
  const shift = Math.round(compareDays(day, SAMPLES_AS_OF) / 86_400_000);
  const moved = (value: AnswerValue): AnswerValue => {
    if (typeof value === "string") return /^\d{4}-\d\d-\d\d$/.test(value) ? addDays(value, shift) : value;
    if (Array.isArray(value)) return value.map(moved);
    return typeof value === "object" && value !== null ? movedIn(value) : value;
  };
  const movedIn = (row: Answers): Answers => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, /birthOn$/i.test(key) ? value : moved(value)]));
  return movedIn(answers);
}

const papers = new Map<string, Promise<Buffer>>();

/** One page that says what it stands for; drawn once for all cases that need it. */
function paper(name: string): Promise<Buffer> {
  const known = papers.get(name) ?? drawPaper(`演示材料：${name}`);
  papers.set(name, known);
  return known;
}

function drawPaper(text: string): Promise<Buffer> {
  const sheet = createSheet({ title: text, author: "通办演示", subject: text, createdOn: SAMPLES_AS_OF });
  sheet.doc.addPage();
  drawDemoWatermark(sheet);
  const box = { x: 60, width: pageWidth - 120, align: "center" } as const;
  content(sheet, "H1", () => drawText(sheet.doc, text, { ...box, y: pageHeight / 3, size: fittingSize(sheet.doc, text, 24, box.width) }));
  return finishSheet(sheet);
}
