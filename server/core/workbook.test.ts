import { readSheet } from "read-excel-file/node";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { workbookChunks } from "./workbook";

async function* batchesOf(...batches: string[][][]) {
  yield* batches;
}

async function made(batches: AsyncIterable<string[][]>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of workbookChunks({ name: "办件", widths: [10, 20], footer: "甲 & 乙", batches })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test("a workbook is read again as it was written, with marks, blanks and what looks like a formula", async () => {
  const rows = [["编号", "申请人"], ["001", "<张三> & \"李四\""], ["=1+1", ""], ["  两边有空格 ", "a\u0000b\n第二行"]];
  const read = await readSheet(await made(batchesOf(rows.slice(0, 2), rows.slice(2))), 1, { trim: false });
  expect(read).toEqual([["编号", "申请人"], ["001", "<张三> & \"李四\""], ["=1+1", null], ["  两边有空格 ", "ab\n第二行"]]);
});

test("it has no formula, and says on every printed page whose it is", async () => {
  const sheet = strFromU8(unzipSync(await made(batchesOf([["=HYPERLINK(1)"]])))["xl/worksheets/sheet1.xml"]!);
  expect(sheet).not.toContain("<f>");
  expect(sheet).toContain("<oddFooter>&amp;L甲 &amp;&amp; 乙&amp;R&amp;P / &amp;N</oddFooter>");
});

test("what one sheet cannot hold goes on in the next", async () => {
  const batch = Array.from({ length: 250_000 }, () => ["x"]);
  const files = unzipSync(await made(batchesOf(batch, batch, batch, batch, [["last"]])));
  expect(Object.keys(files).filter((path) => path.startsWith("xl/worksheets"))).toEqual(["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]);
  expect(strFromU8(files["xl/worksheets/sheet2.xml"]!)).toContain("last");
  expect(strFromU8(files["xl/workbook.xml"]!)).toContain('<sheet name="办件 2" sheetId="2" r:id="r2"/>');
}, 60_000);

test("an empty one opens", async () => expect(await readSheet(await made(batchesOf()))).toEqual([]));
