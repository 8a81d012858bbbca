import { NextIntlClientProvider } from "next-intl";
import { eq } from "drizzle-orm";
import { strFromU8, unzipSync } from "fflate";
import { createElement, type ComponentProps, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { readSheet } from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import chinese from "@/app/_i18n/messages/zh-CN/applications.json";
import english from "@/app/_i18n/messages/en/applications.json";
import { AnswerText } from "@/app/_shared/forms/AnswerText";
import { applicationEvents, archives, messages, notices } from "@/db/schema";
import { createItem, revisionContent, type Item } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { csvLine } from "@/domain/core/csv";
import { at, monday, openOffice, refused, type Office } from "@/server/applications/router.testing";
import { renderCertificatePdf } from "@/server/core/documents/certificate-pdf";
import { asSet, missingGlyphs, settable } from "@/server/core/documents/fonts";
import { sampleRecord } from "@/server/core/documents/testing";
import { readPdf } from "@/server/core/documents/testing-pdf";
import { storage } from "@/server/core/storage";
import { workbookChunks } from "@/server/core/workbook";
import { sealNotice, tellApplicant } from "@/server/notices/commands";
import { archiveEnded } from "@/server/records/commands/archive";
import { payloads } from "./payloads";

// What people typed, where it comes out again: in answers, notices, packages for the archive, messages, tables and on pages.

const seen = [...payloads, "غير مسموح", "a\u00a0b\u2003c", "👨‍👩‍👧‍👦🇨🇳", "Z\u0351\u036b\u0343", "\u2066\u202e(123)\u2069", "\u{1F600}".repeat(20), "m".repeat(900)].map((text) => text.slice(0, 1_000));
// As a form keeps it: no control characters but tab and line break, no half of a pair, no blanks around it.
const kept = seen.map((text) => text.toWellFormed().replace(/[^\P{Cc}\r\n\t]/gu, ""));
const id = (at: number) => `p${at}`;

let office: Office;
let item: Item;
let person: User;
let filed: { id: string; number: string };
const ctx = (now = monday) => ({ actor: { kind: "system" as const }, now, requestId: "r", address: "jobs", db: office.db });

beforeAll(async () => {
  office = await openOffice();
  const sections = [
    { id: "short", title: { zh: "短" }, fields: kept.map((_, index) => ({ id: `s${index}`, type: "text" as const, label: { zh: `短${index}` }, optional: true, maxLength: 2_000 })) },
    { id: "long", title: { zh: "长" }, fields: kept.map((_, index) => ({ id: id(index), type: "longText" as const, label: { zh: `长${index}` }, optional: true })) },
  ];
  item = await createItem(office.db, office.place, revisionContent({ name: "什么都填", form: { version: 1, sections } }));
  person = await office.citizen();
  const mine = office.as(person).applications;
  const { id: draft } = await mine.start({ itemCode: item.code });
  // What no input may hold is refused by the door before this.
  const raw = (prefix: string) => Object.fromEntries(seen.flatMap((text, index) => (text.includes("\u0000") || !text.isWellFormed() ? [] : [[`${prefix}${index}`, text]])));
  for (const [section, prefix] of [["short", "s"], ["long", "p"]] as const) {
    const { errors } = await mine.save({ id: draft, section, raw: raw(prefix) });
    expect(errors).toEqual([]);
  }
  filed = await mine.submit({ id: draft, declared: true });
}, 60_000);
afterAll(() => office.connection.close());

const tight = (text: string) => text.replace(/\s/g, "");
/** Draws up and seals every notice of a case, and reads what is printed. */
async function printed(applicationId: string): Promise<string> {
  for (const event of await office.db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, applicationId))) await tellApplicant(ctx(), { eventId: event.id }).catch(() => undefined);
  const texts: string[] = [];
  for (const { id: noticeId } of await office.db.select().from(notices).where(eq(notices.applicationId, applicationId))) {
    await sealNotice(ctx(), { noticeId }).catch(() => undefined);
    const [row] = await office.db.select().from(notices).where(eq(notices.id, noticeId));
    texts.push(...(await readPdf(await storage().getBytes(row?.pdfKey ?? ""))).pages);
  }
  // A text that goes on overleaf has the foot of the page in its middle.
  return texts.join("").replaceAll(/(?:演示DEMO)+|演示数据，不具有法律效力。Demonstrationonly,withoutlegaleffect\.(?:—\d+\/\d+—)?/g, "");
}

describe("what a citizen typed", () => {
  test("is told to them and to the desk as it was kept, in the values of JSON and nowhere else", async () => {
    const desk = await office.as(office.desk.clerk).applications.getForDesk({ number: filed.number });
    const own = await office.as(person).applications.get({ number: filed.number });
    let told = 0;
    for (const [index, text] of kept.entries()) {
      for (const answer of [desk.answers[id(index)], own.answers[id(index)]]) {
        if (answer === undefined || seen[index] !== text) continue;
        expect(String(answer).replaceAll("\r\n", "\n")).toBe(text.trim().replaceAll("\r\n", "\n"));
        told += 1;
      }
    }
    expect(told).toBeGreaterThan(2 * 60);
    expect(Object.keys(JSON.parse(JSON.stringify(desk.answers)))).not.toContain("__proto__");
  });

  test("is in the package for the archive, form and data, and no message repeats it", async () => {
    const { as, desk } = office;
    await as(desk.clerk).applications.accept({ id: filed.id, version: 1 });
    await as(desk.reviewer).applications.startReview({ id: filed.id, version: 2 });
    await as(desk.reviewer).applications.completeStep({ id: filed.id, version: 3, opinion: "材料属实。" });
    await as(desk.approver).applications.approve({ id: filed.id, version: 4, opinion: "准予。" });
    await as(desk.clerk).applications.close({ id: filed.id, version: 5 });
    expect(await printed(filed.id)).not.toContain("canary");
    expect(await archiveEnded(ctx(at("2026-05-11")))).toBe(1);
    const [row] = await office.db.select().from(archives).where(eq(archives.applicationId, filed.id));
    const files = unzipSync(await storage().getBytes(row?.storageKey ?? ""));
    const data: { answers: Record<string, string> } = JSON.parse(strFromU8(files["form/answers.json"] ?? new Uint8Array()));
    const form = (await readPdf(files["form/form.pdf"] ?? new Uint8Array())).pages.join("");
    let found = 0;
    for (const answer of Object.values(data.answers)) {
      if (form.includes(tight(settable(answer)).slice(0, 30))) found += 1;
    }
    expect(found / Object.keys(data.answers).length).toBeGreaterThan(0.95);
    const sent = await office.db.select().from(messages).where(eq(messages.applicationId, filed.id));
    expect(sent.length).toBeGreaterThan(0);
    expect(JSON.stringify(sent)).not.toMatch(/canary|onerror|etc\/passwd/);
  }, 60_000);
});

describe("what the office writes", () => {
  // Several in one: each case costs a filing.
  const settableOnes = kept.filter((text) => text.trim() !== "" && !missingGlyphs(asSet(text)));
  const groups = settableOnes.reduce<string[]>((all, text) => {
    const last = all.at(-1);
    return last !== undefined && last.length + text.length < 1_900 ? [...all.slice(0, -1), `${last}\n${text}`] : [...all, text];
  }, []);

  test("stands on the notice as it runs, with nothing in it that turns or hides", async () => {
    expect(settableOnes.length).toBeGreaterThan(60);
    for (const reason of groups) {
      const { id: caseId } = await office.submitted(await office.citizen(), office.plain);
      await office.as(office.desk.clerk).applications.refuse({ id: caseId, version: 1, ground: "notRequired", reason });
      const text = await printed(caseId);
      for (const line of reason.split("\n")) expect(text, line.slice(0, 40)).toContain(tight(asSet(line)));
      expect(text).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/);
    }
  }, 60_000);

  test("is refused where no font has it: no act is done whose notice could never be given", async () => {
    const { id: caseId } = await office.submitted(await office.citizen(), office.plain);
    const clerk = office.as(office.desk.clerk).applications;
    for (const text of ["材料不符😀", "👨‍👩‍👧‍👦🇨🇳", "غير مسموح"]) {
      await expect(clerk.refuse({ id: caseId, version: 1, ground: "notRequired", reason: text })).rejects.toMatchObject(refused("UNPROCESSABLE_CONTENT", "certificates.missingGlyph"));
      await expect(clerk.requestCorrection({ id: caseId, version: 1, items: [{ fieldId: "remarks", reason: text }] })).rejects.toMatchObject(refused("UNPROCESSABLE_CONTENT", "certificates.missingGlyph"));
    }
    // Their own words are an applicant's to choose; on paper a sign without glyph is named.
    await expect(office.as(office.desk.clerk).applications.accept({ id: caseId, version: 1 })).resolves.toMatchObject({ status: "accepted" });
  });
});

describe("on the face of a certificate", () => {
  // What a face holds is an answer, short enough for a line or two; a break of lines is one, however it was typed.
  const faces = kept.map((text) => text.replaceAll("\r\n", "\n")).filter((text) => text.trim() !== "" && text.length <= 120);
  const face = async (texts: readonly string[]) => {
    const extendInfo = texts.map((value, index) => ({ key: id(index), labelZh: "内容", labelEn: "Content", value }));
    const { pages } = await readPdf(await renderCertificatePdf({ ...sampleRecord, extend_info: extendInfo }, { verifyUrl: "https://tongban.example/verify/x" }));
    return pages.join("").replaceAll(/演示DEMO/g, "");
  };

  test("it stands as it was typed, or nothing is drawn: what turns, hides or has no glyph is never left out in silence", async () => {
    const [plain, others] = [faces.filter((text) => missingGlyphs(text) === ""), faces.filter((text) => missingGlyphs(text) !== "")];
    expect([plain.length > 50, others.length > 8]).toEqual([true, true]);
    for (let at = 0; at < plain.length; at += 12) {
      const group = plain.slice(at, at + 12);
      const drawn = await face(group);
      for (const text of group) expect(drawn, text).toContain(tight(text));
      expect(drawn).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/);
    }
    for (const text of others) await expect(face([text]), JSON.stringify(text)).rejects.toMatchObject({ code: "certificates.missingGlyph" });
  }, 60_000);
});

describe("in a table", () => {
  test("every text is the text of one cell, in a workbook and in CSV, and none is reckoned", async () => {
    async function* rows() {
      yield kept.map((text, index) => [String(index), text]);
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of workbookChunks({ name: "办件", widths: [10, 20], footer: kept.join("").slice(0, 200), batches: rows() })) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const read = await readSheet(bytes, 1, { trim: false });
    expect(read.map(([, text]) => (text === null ? "" : String(text)).replaceAll(/\r\n?/g, "\n"))).toEqual(kept.map((text) => text.replaceAll(/\r\n?/g, "\n")));
    for (const [path, content] of Object.entries(unzipSync(bytes))) expect(strFromU8(content), path).not.toMatch(/<f>|<f |<script|<svg|<img/);
    for (const text of kept) {
      const line = csvLine([text, "后"]);
      const [, cell = "", rest] = /^"((?:[^"]|"")*)"(,"后"\r\n)$/s.exec(line) ?? [];
      expect(rest, JSON.stringify(text)).toBe(',"后"\r\n');
      expect(tight(cell.replaceAll('""', '"'))).toContain(tight(text.replace(/^[\t\r\n]+/, "")).slice(0, 50));
    }
  });
});

describe("on a page", () => {
  test.each([["zh-CN", chinese], ["en", english]] as const)("in %s it is text: no element, no attribute, no handler comes of it", (locale, words) => {
    const label = { zh: "内容" };
    const fields = [
      { id: "a", type: "text" as const, label }, { id: "b", type: "longText" as const, label }, { id: "c", type: "personName" as const, label }, { id: "d", type: "address" as const, label }, { id: "e", type: "email" as const, label },
      { id: "f", type: "file" as const, label }, { id: "g", type: "repeatingGroup" as const, label, fields: [{ id: "h", type: "text" as const, label }] }, { id: "i", type: "division" as const, label },
    ];
    const valueOf = (type: string, text: string) => (type === "address" ? { division: text, detail: text } : type === "file" ? [{ fileId: text, name: text }] : type === "repeatingGroup" ? [{ h: text }] : text);
    const inWords = (children: ReactNode) => {
      const props: ComponentProps<typeof NextIntlClientProvider> = { locale, messages: { applications: words }, timeZone: "Asia/Shanghai", children };
      return createElement(NextIntlClientProvider, props);
    };
    for (const text of kept) {
      for (const field of fields) {
        const answer = createElement(AnswerText, { field, value: valueOf(field.type, text), divisions: {} });
        const markup = renderToStaticMarkup(inWords(answer));
        const tags = [...markup.matchAll(/<(\/?[a-z0-9]*)((?:[^<>"]|"[^"]*")*)>/gi)];
        for (const [, name = "", attributes = ""] of tags) {
          expect(name).toMatch(/^\/?(span|ul|ol|li|a|dl|dt|dd|div|table|thead|tbody|tr|th|td|br)$/);
          expect(attributes.replace(/="[^"]*"/g, "")).not.toMatch(/\bon\w+|srcdoc|style/i);
          expect(attributes).not.toMatch(/href="(?!\/api\/files\/)/);
        }
        expect(markup.replace(/<(?:[^<>"]|"[^"]*")*>/g, "")).not.toMatch(/[<>]/);
      }
    }
  });
});
