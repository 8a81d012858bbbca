import type { Day } from "@/domain/core/calendar";
import { normaliseCode, normaliseText, parseBasicCode, parseCitizenId, parseUscc } from "@/domain/core/codes";
import { isDay } from "@/domain/core/days";
import { dayInWords } from "@/domain/core/words";
import type { ErrorParams } from "@/domain/core/errors";
import type { FaceFieldSpec } from "@/domain/items/schema/result";
import { validUntil } from "../rules";
import type { CertificateRecord, FaceField } from "../schema";
import type { CertificateTypeContent } from "../schema/catalogue";
import type { ImportedCertificate, ImportProblem } from "../schema/import";

type ColumnKey = "number" | "holderNames" | "holderCodes" | "issuedOn" | "validFrom" | "validUntil" | "itemCode";
/** A column of the file: its heading in both languages, and whether every row must fill it in. */
export type ImportColumn = { key: ColumnKey | `face.${string}`; zh: string; en: string; required: boolean; hint: string };

const fixedColumns: readonly ImportColumn[] = [
  { key: "number", zh: "证照编号", en: "Certificate number", required: true, hint: "原证照上的编号" },
  { key: "holderNames", zh: "持证主体", en: "Holders", required: true, hint: "多个用“、”隔开，顺序与代码相同" },
  { key: "holderCodes", zh: "持证主体代码", en: "Holder codes", required: true, hint: "公民身份号码或统一社会信用代码，多个用“、”隔开" },
  { key: "issuedOn", zh: "颁发日期", en: "Issued on", required: true, hint: "如 2024-03-02" },
  { key: "validFrom", zh: "有效期起", en: "Valid from", required: false, hint: "不填与颁发日期相同" },
  { key: "validUntil", zh: "有效期止", en: "Valid until", required: false, hint: "日期或“长期”；不填按证照类型的规则" },
  { key: "itemCode", zh: "关联事项基本编码", en: "Related item code", required: false, hint: "12 位；不填用证照类型关联的第一个事项" },
];

/**
 * The columns of a file for a type, in the order of its template. A face field with the heading of a fixed column is filled from
 * that; a type without related items has every row name one.
 */
export function importColumns({ fields, linkedItems }: Pick<CertificateTypeContent, "fields" | "linkedItems">): ImportColumn[] {
  const taken = new Set(fixedColumns.map(({ zh }) => zh));
  const faces = fields.filter(({ label }) => !taken.has(label.zh))
    .map(({ key, label, required, maxLength, type }): ImportColumn => ({ key: `face.${key}`, zh: label.zh, en: label.en ?? label.zh, required, hint: type === "date" ? "如 2024-03-02" : `最多 ${maxLength} 字` }));
  const fixed = fixedColumns.map((column) => (column.key === "itemCode" && linkedItems.length === 0 ? { ...column, required: true, hint: "12 位" } : column));
  return [...fixed, ...faces];
}

/** As it heads the column of a template; a star for what every row must fill in. */
export const columnHeading = ({ zh, required }: ImportColumn): string => (required ? `${zh}*` : zh);

const plainHeading = (text: string) => normaliseText(text).replace(/[*＊\s]/g, "").toLowerCase();

type Headings = { at: ReadonlyMap<string, number>; problems: ImportProblem[] };

/** Which column stands where, by its heading in either language, in any order; what is missing, stands twice or is unknown. */
export function readHeadings(cells: readonly string[], columns: readonly ImportColumn[]): Headings {
  const known = new Map(columns.flatMap((column) => [[plainHeading(column.zh), column], [plainHeading(column.en), column]] as const));
  const at = new Map<string, number>();
  const problems: ImportProblem[] = [];
  for (const [index, cell] of cells.entries()) {
    if (plainHeading(cell) === "") continue;
    const column = known.get(plainHeading(cell));
    if (!column) problems.push(problem(withoutNumbers(cell), "certificates.columnUnknown"));
    else if (at.has(column.key)) problems.push(problem(column.zh, "certificates.columnTwice"));
    else at.set(column.key, index);
  }
  const missing = columns.filter(({ key, required }) => required && !at.has(key)).map(({ zh }) => problem(zh, "certificates.columnMissing"));
  return { at, problems: [...missing, ...problems] };
}

/** A file without headings begins with somebody's row: of that no number is kept among the problems. */
const withoutNumbers = (cell: string) => cell.normalize("NFKC").replace(/[\p{L}\d]*\d{5,}[\p{L}\d]*/gu, "…").slice(0, 60);

const problem = (column: string, code: string, params: ErrorParams = {}): ImportProblem => ({ column, code, params });

/** A day as people and spreadsheets write it: 2024-3-2, 2024/03/02, 2024.3.2, 20240302, 2024年3月2日. */
export function parseTypedDay(typed: string): Day | undefined {
  const text = typed.normalize("NFKC").replace(/\s/g, "");
  const [, year, month, day] = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(text) ?? [];
  if (!year || !month || !day || (/^\d+$/.test(text) && text.length !== 8)) return undefined;
  const written = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const read = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 10) === written ? written : undefined;
}

type Row = { content: Pick<CertificateTypeContent, "fields" | "holderKinds" | "validity" | "linkedItems">; cell: (key: string) => string; today: Day; problems: ImportProblem[] };
const say = (row: Row, key: ColumnKey, code: string, params: ErrorParams = {}) => void row.problems.push(problem(fixedColumns.find((column) => column.key === key)?.zh ?? key, code, params));

/**
 * Reads a row of a file into a certificate, or says all that is wrong with it, each by the heading of its column. Nothing is
 * guessed: a code must pass its check character, a day must be one. `today` is the day of Asia/Shanghai.
 */
export function readImportRow(cells: readonly string[], at: ReadonlyMap<string, number>, { content, today }: Pick<Row, "content" | "today">): ImportedCertificate | ImportProblem[] {
  const row: Row = { content, today, problems: [], cell: (key) => normaliseText(cells[at.get(key) ?? -1] ?? "") };
  const number = numberOf(row);
  const holders = holdersOf(row);
  const { issuedOn, validFrom, until } = daysOf(row);
  const itemCode = itemCodeOf(row);
  const face = faceOf(row);
  return row.problems.length > 0 ? row.problems : { number, holders, issuedOn, validFrom, validUntil: until, itemCode, face };
}

function numberOf(row: Row): string {
  const number = row.cell("number");
  if (number === "") say(row, "number", "certificates.cellMissing");
  if ([...number].length > 100) say(row, "number", "certificates.cellTooLong", { most: 100 });
  return number;
}

const several = (text: string) => text.split(/[、;；\n]/).map((part) => part.trim()).filter(Boolean);

function holdersOf(row: Row): CertificateRecord["holders"] {
  const [names, codes] = [several(row.cell("holderNames")), several(row.cell("holderCodes"))];
  if (names.length === 0) say(row, "holderNames", "certificates.cellMissing");
  if (codes.length === 0) say(row, "holderCodes", "certificates.cellMissing");
  if (names.length > 0 && codes.length > 0 && names.length !== codes.length) say(row, "holderCodes", "certificates.holderCountDiffers", { names: names.length, codes: codes.length });
  const holders = names.flatMap((name, index) => holderOf(row, name, codes[index], index + 1));
  if (new Set(holders.map(({ code }) => code)).size < holders.length) say(row, "holderCodes", "certificates.holderTwice");
  return holders;
}

// Problems are kept in clear for as long as the import: they count holders and name nobody.
function holderOf(row: Row, name: string, typed: string | undefined, place: number): CertificateRecord["holders"] {
  if ([...name].length > 200) say(row, "holderNames", "certificates.cellTooLong", { most: 200 });
  const holder = typed === undefined ? undefined : readHolderCode(typed, row.today);
  if (typed !== undefined && !holder) say(row, "holderCodes", "certificates.holderCodeMalformed", { place });
  if (!holder) return [];
  if (!row.content.holderKinds.includes(holder.kind)) say(row, "holderCodes", `certificates.${holder.kind}NotAHolder`, { place });
  return [{ name, code: holder.code, type: holder.type }];
}

type HolderCode = { kind: "person"; code: string; type: "111" } | { kind: "organisation"; code: string; type: "001" };

function readHolderCode(typed: string, today: Day): HolderCode | undefined {
  const person = parseCitizenId(typed, today);
  if (person) return { kind: "person", code: person.number, type: "111" };
  const organisation = parseUscc(typed);
  return organisation && { kind: "organisation", code: organisation.number, type: "001" };
}

function dayIn(row: Row, key: ColumnKey): Day | undefined {
  const typed = row.cell(key);
  const day = parseTypedDay(typed);
  if (typed !== "" && !isDay(day)) say(row, key, "certificates.dayMalformed");
  return day;
}

function daysOf(row: Row): { issuedOn: Day; validFrom: Day; until: Day | null } {
  const issuedOn = dayIn(row, "issuedOn");
  if (row.cell("issuedOn") === "") say(row, "issuedOn", "certificates.cellMissing");
  if (issuedOn && issuedOn > row.today) say(row, "issuedOn", "certificates.dayInFuture");
  const validFrom = dayIn(row, "validFrom") ?? issuedOn;
  const typedUntil = untilIn(row);
  // Without a beginning the row is refused already.
  if (!issuedOn || !validFrom) return { issuedOn: "", validFrom: "", until: null };
  const until = typedUntil === undefined ? validUntil(row.content.validity, validFrom) : typedUntil;
  if (until !== null && until < validFrom) say(row, "validUntil", "certificates.validityEndsFirst");
  return { issuedOn, validFrom, until };
}

/** Null for 长期, which other systems write as the last day that they know; nothing for an empty cell. */
function untilIn(row: Row): Day | null | undefined {
  const typed = row.cell("validUntil");
  return /^(长期|永久|long[- ]term|permanent)$/i.test(typed) || parseTypedDay(typed) === "9999-12-31" ? null : dayIn(row, "validUntil");
}

function itemCodeOf(row: Row): string {
  const typed = row.cell("itemCode");
  const parsed = parseBasicCode(typed)?.code;
  if (typed !== "" && !parsed) say(row, "itemCode", "certificates.itemCodeMalformed");
  const code = typed === "" ? row.content.linkedItems[0] : parsed;
  if (typed === "" && !code) say(row, "itemCode", "certificates.relatedItemMissing");
  return code ?? "";
}

function faceOf(row: Row): FaceField[] {
  return row.content.fields.map((spec) => {
    const fixed = fixedColumns.find(({ zh }) => zh === spec.label.zh);
    const value = valueOf(row, spec, row.cell(fixed?.key ?? `face.${spec.key}`));
    return { key: spec.key, labelZh: spec.label.zh, labelEn: spec.label.en ?? spec.label.zh, value };
  });
}

function valueOf(row: Row, { label, type, required, maxLength }: FaceFieldSpec, typed: string): string {
  const wrong = (code: string, params: ErrorParams = {}) => void row.problems.push(problem(label.zh, code, params));
  if (typed === "" && required) wrong("certificates.cellMissing");
  if ([...typed].length > maxLength) wrong("certificates.cellTooLong", { most: maxLength });
  if (typed === "") return "";
  const value = asWritten(type, typed);
  if (value === undefined) wrong(type === "date" ? "certificates.dayMalformed" : "certificates.cellNotANumber");
  return value ?? "";
}

/** A value as certificates bear it: days in words, codes narrow; nothing for what is none of its kind. */
function asWritten(type: FaceFieldSpec["type"], typed: string): string | undefined {
  const narrow = typed.normalize("NFKC");
  if (type === "date") {
    const day = parseTypedDay(typed);
    return day && dayInWords(day);
  }
  if (type === "number") return /^-?[\d,]+(\.\d+)?$/.test(narrow) ? typed : undefined;
  return type === "code" ? narrow : typed;
}

/** By what an imported certificate is known, so that no file makes it twice: its type, its number and all its holders in any order. */
export const importIdentity = (typeId: string, { number, holders }: Pick<ImportedCertificate, "number" | "holders">): string =>
  JSON.stringify([typeId, normaliseCode(number), holders.map(({ type, code }) => `${type}:${code}`).toSorted()]);
