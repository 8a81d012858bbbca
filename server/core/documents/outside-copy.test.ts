import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import sharp from "sharp";
import { expect, test } from "vitest";
import { outsideCopy } from "./outside-copy";
import { createSheet, drawText, finishSheet } from "./pdf";

const words = "陈专家 南方大学 2026/03/02 09:00 仅供本次专家意见使用";

async function textsOf(bytes: Uint8Array): Promise<string[]> {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  return Promise.all(Array.from({ length: document.numPages }, async (_, at) => {
    const { items } = await (await document.getPage(at + 1)).getTextContent();
    return items.map((item) => ("str" in item ? item.str : "")).join("").replaceAll(/\s/g, "");
  }));
}

test("a picture becomes a page with the words across it", async () => {
  const picture = await sharp({ create: { width: 1200, height: 800, channels: 3, background: "#fff" } }).png().toBuffer();
  const texts = await textsOf(await outsideCopy({ bytes: picture, mime: "image/png" }, words));
  expect(texts).toHaveLength(1);
  expect(texts[0]).toContain("陈专家南方大学2026/03/02");
});

test("every page of a PDF bears the words, and still says what it said", async () => {
  const sheet = createSheet({ title: "t", author: "a", subject: "s", createdOn: "2026-03-02" });
  for (const page of ["第一页", "第二页"]) {
    sheet.doc.addPage();
    drawText(sheet.doc, page, { x: 60, y: 60, size: 12 });
  }
  const texts = await textsOf(await outsideCopy({ bytes: await finishSheet(sheet), mime: "application/pdf" }, words));
  expect(texts).toHaveLength(2);
  for (const [at, text] of texts.entries()) {
    expect(text).toContain("陈专家南方大学");
    expect(text).toContain(["第一页", "第二页"][at]);
  }
});
