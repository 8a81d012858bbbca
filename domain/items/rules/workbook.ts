import type { Material, RevisionContent } from "@/domain/items/schema";
import { chineseTexts, inEnglish } from "./english";

/** A column of a sheet: its heading in both languages, a hint, and for a closed list its codes with their words. */
export type Column = { key: string; zh: string; en: string; hint?: string; width?: number; options?: readonly (readonly [code: string, word: string])[]; many?: boolean; number?: boolean };
export type Sheet = { key: SheetKey; title: string; columns: readonly Column[] };
export type SheetKey = "items" | "materials" | "conditions" | "flow" | "legalBasis" | "fees" | "questions" | "english";

const yesNo = [["yes", "是"], ["no", "否"]] as const;
const units = [["workday", "工作日"], ["calendarDay", "自然日"]] as const;
const code: Column = { key: "code", zh: "事项编码", en: "Item code", width: 38, hint: "31 或 33 位 31 or 33 characters" };

/** The sheets of a workbook of items; each row belongs to the item of its first column. What they leave out stays as it is. */
export const sheets: readonly Sheet[] = [
  { key: "items", title: "事项", columns: [
    code,
    { key: "uscc", zh: "部门信用代码", en: "Department", width: 22, hint: "统一社会信用代码 unified social credit code" },
    { key: "department", zh: "部门名称", en: "Department name", width: 28, hint: "仅供查看 for reading only" },
    { key: "division", zh: "区划代码", en: "Division", hint: "6 位；空白为部门所在区划 6 digits; empty: where the department sits" },
    { key: "name", zh: "事项名称", en: "Name", width: 40 },
    { key: "nameEn", zh: "英文名称", en: "Name in English", width: 30 },
    { key: "plainName", zh: "通俗名称", en: "Plain name", width: 30 },
    { key: "itemType", zh: "事项类型", en: "Type", options: [["01", "行政许可"], ["05", "行政给付"], ["07", "行政确认"], ["08", "行政奖励"], ["09", "行政裁决"], ["10", "其他行政权力"], ["20", "公共服务"]] },
    { key: "level", zh: "行使层级", en: "Level", options: [["1", "国家级"], ["2", "省级"], ["3", "市级"], ["4", "县级"], ["5", "乡级"], ["6", "村级"]] },
    { key: "audience", zh: "服务对象", en: "Audience", many: true, options: [["1", "自然人"], ["2", "企业法人"], ["3", "事业法人"], ["4", "社会组织法人"], ["5", "行政机关"], ["6", "其他组织"]] },
    { key: "themes", zh: "主题", en: "Themes", many: true },
    { key: "keywords", zh: "搜索用词", en: "Search words", many: true },
    { key: "handling", zh: "办件类型", en: "Handling", options: [["instant", "即办件"], ["promised", "承诺件"]] },
    { key: "statutoryLimit.value", number: true, zh: "法定时限", en: "Statutory limit", hint: "数字，空白为无 a number, or empty" },
    { key: "statutoryLimit.unit", zh: "法定时限单位", en: "Its unit", options: units },
    { key: "promisedLimit.value", number: true, zh: "承诺时限", en: "Promised limit", hint: "数字，空白为无 a number, or empty" },
    { key: "promisedLimit.unit", zh: "承诺时限单位", en: "Its unit (promised)", options: units },
    { key: "charged", zh: "是否收费", en: "Charged", options: yesNo, hint: "空白为未知 empty: unknown" },
    { key: "visits", number: true, zh: "到现场次数", en: "Visits" },
    { key: "onlineDepth", zh: "网办深度", en: "Online depth", options: [["1", "信息公开"], ["2", "网上预约"], ["3", "网上受理"], ["4", "全程网办"]] },
    { key: "courier", zh: "结果可寄送", en: "Courier", options: yesNo },
    { key: "address", zh: "办理地点", en: "Address", width: 40 },
    { key: "openingHours", zh: "办理时间", en: "Opening hours", width: 30 },
    { key: "consultPhone", zh: "咨询电话", en: "Enquiries", width: 20 },
    { key: "complaintPhone", zh: "投诉电话", en: "Complaints", width: 20 },
  ] },
  { key: "materials", title: "材料", columns: [
    code,
    { key: "key", zh: "材料编号", en: "Material", hint: "m1、m2……；新材料可空白 may be empty for a new one" },
    { key: "name.zh", zh: "材料名称", en: "Name", width: 40 },
    { key: "name.en", zh: "材料英文名称", en: "Name in English", width: 30 },
    { key: "necessity", zh: "必要性", en: "Necessity", options: [["required", "必要"], ["optional", "非必要"], ["tolerable", "容缺后补"]] },
    { key: "form", zh: "形式", en: "Form", options: [["original", "原件"], ["copy", "复印件"], ["electronic", "电子件"]] },
    { key: "originals", number: true, zh: "原件份数", en: "Originals" },
    { key: "copies", number: true, zh: "复印件份数", en: "Copies" },
    { key: "source", zh: "来源渠道", en: "Source", options: [["applicant", "申请人自备"], ["government", "政府部门核发"], ["other", "其他"]] },
    { key: "condition", zh: "适用情形", en: "Needed when", width: 30 },
    { key: "basis", zh: "依据", en: "Basis", width: 30 },
    { key: "issuer", zh: "出具机构", en: "Issued by", width: 24 },
    { key: "certificateTypes", many: true, zh: "可免交的电子证照", en: "Certificates instead", width: 30, hint: "证照类型的编号，用顿号隔开 ids of types" },
    { key: "fillingNotes", zh: "填报须知", en: "Notes on filling in", width: 30 },
    { key: "acceptanceStandard", zh: "受理标准", en: "Standard of acceptance", width: 30 },
    { key: "blankFormUrl", zh: "空白表格地址", en: "Blank form", width: 30 },
    { key: "sampleUrl", zh: "示例样表地址", en: "Sample", width: 30 },
  ] },
  { key: "conditions", title: "条件", columns: [code, { key: "text", zh: "受理条件", en: "Condition", width: 80 }] },
  { key: "flow", title: "流程", columns: [code, { key: "text", zh: "办理流程", en: "Step of the procedure", width: 80 }] },
  { key: "legalBasis", title: "依据", columns: [
    code, { key: "instrument", zh: "法规名称", en: "Instrument", width: 50 }, { key: "articles", zh: "条款", en: "Articles", width: 24 }, { key: "text", zh: "条文", en: "Text", width: 60 },
  ] },
  { key: "fees", title: "收费", columns: [
    code, { key: "name", zh: "收费项目", en: "Fee", width: 30 }, { key: "standard", zh: "收费标准", en: "Rate", width: 40 },
    { key: "basis", zh: "收费依据", en: "Basis", width: 40 }, { key: "reduction", zh: "减免", en: "Reduction", width: 30 },
  ] },
  { key: "questions", title: "问题", columns: [code, { key: "question", zh: "问题", en: "Question", width: 50 }, { key: "answer", zh: "解答", en: "Answer", width: 80 }] },
  { key: "english", title: "英文", columns: [code, { key: "zh", zh: "中文", en: "Chinese", width: 80, hint: "与指南中的中文一字不差 to the letter as in the guide" }, { key: "en", zh: "英文", en: "English", width: 80 }] },
];

export const helpSheet = "说明";
export const heading = ({ zh, en }: Column) => `${zh} ${en}`;
/** A row of cells by column. */
export type Cells = Readonly<Record<string, string>>;
export type ItemCells = Record<SheetKey, Cells[]>;

const word = ([value, label]: readonly [string, string]) => (/^\d/.test(value) ? `${value} ${label}` : label);
const wordFor = ({ options }: Column, value: string) => {
  const option = options?.find(([one]) => one === value);
  return option ? word(option) : value;
};

/** What a cell of a closed list may hold, as the help sheet says it. */
export const wordsOf = ({ options = [] }: Column): string[] => options.map(word);

/** The code that a cell means, by its code or its word or both; what it is not is given back as it stands. */
export function codeOf({ options }: Column, cell: string): string {
  const text = cell.trim();
  return options?.find(([value, label]) => text === value || text === label || text === `${value} ${label}`)?.[0] ?? text;
}

/** What cells say of a place in a content: `promisedLimit.value`; nothing where there is nothing. */
function textAt(holder: unknown, column: Column): string {
  const value = column.key.split(".").reduce<unknown>((inner, name) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined), holder);
  if (Array.isArray(value)) return value.map((one) => wordFor(column, String(one))).join("、");
  if (typeof value === "boolean") return value ? "是" : "否";
  return value === undefined || value === null ? "" : wordFor(column, String(value));
}

const cellsOf = (key: SheetKey, holder: unknown): Record<string, string> => Object.fromEntries((sheets.find((sheet) => sheet.key === key)?.columns ?? []).slice(1).map((column) => [column.key, textAt(holder, column)]));

/** An item as cells, without its code and department. */
export function toCells(content: RevisionContent): ItemCells {
  const say = inEnglish(content);
  return {
    items: [{ ...cellsOf("items", content), charged: content.fees === null ? "" : content.fees.charged ? "是" : "否" }],
    materials: content.materials.map((material: Material) => cellsOf("materials", material)),
    conditions: content.conditions.map((text) => ({ text })),
    flow: content.flow.map((text) => ({ text })),
    legalBasis: content.legalBasis.map((basis) => cellsOf("legalBasis", basis)),
    fees: (content.fees?.items ?? []).map((fee) => cellsOf("fees", fee)),
    questions: content.questions.map((question) => cellsOf("questions", question)),
    english: chineseTexts(content).map(({ text }) => ({ zh: text, en: say(text).en ?? "" })),
  };
}
