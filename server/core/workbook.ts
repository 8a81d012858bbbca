import { strToU8, Zip, ZipDeflate } from "fflate";

const rowsOfSheet = 1_000_000;
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaging = "http://schemas.openxmlformats.org/package/2006";
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** A table for Excel: its name, how wide its columns are (in characters), what every printed page says, and its rows in batches. */
export type Workbook = { name: string; widths: readonly number[]; footer: string; batches: AsyncIterable<readonly (readonly string[])[]> };

/**
 * A workbook (ECMA-376) as a stream: rows are packed while they are read, so that its length costs no memory. Every cell is
 * text and none a formula; what one sheet cannot hold goes on in the next.
 */
export async function* workbookChunks({ name, widths, footer, batches }: Workbook): AsyncGenerator<Uint8Array> {
  const packed: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    packed.push(chunk);
  });
  const begin = (path: string, text: string) => {
    const file = new ZipDeflate(path, { level: 4 });
    zip.add(file);
    file.push(strToU8(text));
    return file;
  };
  const whole = (path: string, text: string) => begin(path, declaration + text).push(new Uint8Array(), true);
  let sheets = 0;
  let rows = rowsOfSheet;
  let sheet: ZipDeflate | undefined;
  const end = () => sheet?.push(strToU8(`</sheetData><headerFooter><oddFooter>${escaped(`&L${footer.replaceAll("&", "&&")}&R&P / &N`)}</oddFooter></headerFooter></worksheet>`), true);
  const next = () => {
    end();
    sheets += 1;
    rows = 0;
    return (sheet = begin(sheetPath(sheets), `${declaration}<worksheet xmlns="${main}"><cols>${widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join("")}</cols><sheetData>`));
  };
  for await (const batch of batches) {
    for (let at = 0; at < batch.length;) {
      const open = rows >= rowsOfSheet || !sheet ? next() : sheet;
      const part = batch.slice(at, at + rowsOfSheet - rows);
      open.push(strToU8(part.map((cells, index) => rowXml(cells, rows + index + 1)).join("")));
      at += part.length;
      rows += part.length;
    }
    yield* packed.splice(0);
  }
  if (!sheet) next();
  end();
  for (const [path, text] of packageParts(name, sheets)) whole(path, text);
  zip.end();
  yield* packed.splice(0);
}

const sheetPath = (number: number) => `xl/worksheets/sheet${number}.xml`;

const rowXml = (cells: readonly string[], row: number) =>
  `<row r="${row}">${cells.map((cell, at) => (cell ? `<c r="${columnName(at)}${row}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>` : "")).join("")}</row>`;

/** A … Z, AA … */
const columnName = (at: number): string => (at < 26 ? "" : columnName(Math.floor(at / 26) - 1)) + String.fromCodePoint(65 + (at % 26));

// What XML cannot hold is left out.
const escaped = (text: string) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const part = (path: string, type: string) => `<Override PartName="/${path}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;

/** What names the sheets, known only when all are written. */
function packageParts(name: string, sheets: number): [path: string, text: string][] {
  const numbers = Array.from({ length: sheets }, (_, at) => at + 1);
  return [
    ["[Content_Types].xml", `<Types xmlns="${packaging}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${part("xl/workbook.xml", "sheet.main")}${numbers.map((number) => part(sheetPath(number), "worksheet")).join("")}</Types>`],
    ["_rels/.rels", `<Relationships xmlns="${packaging}/relationships"><Relationship Id="r1" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ["xl/workbook.xml", `<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets>${numbers.map((number) => `<sheet name="${escaped(sheets > 1 ? `${name} ${number}` : name)}" sheetId="${number}" r:id="r${number}"/>`).join("")}</sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", `<Relationships xmlns="${packaging}/relationships">${numbers.map((number) => `<Relationship Id="r${number}" Type="${relationships}/worksheet" Target="worksheets/sheet${number}.xml"/>`).join("")}</Relationships>`],
  ];
}
