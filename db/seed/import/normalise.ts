import type { AssuranceLevel } from "@/domain/core/actor";
import type { ItemAudience, ItemType, Level, Limit, Material } from "@/domain/items/schema";
import type { ProcessStep } from "@/domain/items/schema/process";
import type { DocumentedMaterial, SourceLimit, sourceAudiences, sourceItemTypes } from "./rows";

/** Words of the sources into the enumerations of GB/T 39046. */
type SourceItemType = (typeof sourceItemTypes)[number];

const itemTypeCodes: Record<SourceItemType, ItemType> = {
  行政许可: "01", 行政给付: "05", 行政确认: "07", 行政奖励: "08", 行政裁决: "09", 其他行政权力: "10", 公共服务: "20",
  // A levy is not done on application; what citizens file around one is shown with the other powers.
  行政征收: "10",
};

export const itemTypeOf = (name: SourceItemType): ItemType => itemTypeCodes[name];

const levelCodes: Record<string, Level> = { 国家级: "1", 省级: "2", 市级: "3", 乡级: "5", 村级: "6" };

/** County where the source leaves it open (县级以上, 各级): the lowest organ named takes the application. */
export const levelOf = (name: string): Level => levelCodes[name] ?? "4";

const audienceCodes: Record<(typeof sourceAudiences)[number], readonly ItemAudience[]> = {
  自然人: ["1"], 法人: ["2", "3", "4"], 企业法人: ["2"], 事业法人: ["3"], 社会组织法人: ["4"], 行政机关: ["5"], 其他组织: ["6"], 非法人企业: ["6"],
};

export function audienceOf(names: readonly (typeof sourceAudiences)[number][]): ItemAudience[] {
  return [...new Set(names.flatMap((name) => audienceCodes[name]))].toSorted();
}

/** Where a collector found a limit, or what another place promises: not the wording of a limit. */
const provenance = /portal|_DAY=|^(?:国家税务总局)?(?:北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广州|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆)/u;

/** What a source says of a limit in its own words, without notes on the source itself. */
function wordingOf(text: string | null | undefined): string | undefined {
  const words = text?.replace(/（[^（）]*页面[^（）]*）/u, "");
  return !words || provenance.test(words) ? undefined : words;
}

/**
 * A source limit in our units. 当场 is 0 days; a month counts as 30 calendar days, its own words kept;
 * 日 means workday in a licensing law (行政许可法 82), elsewhere calendar day (民法典 201–203).
 */
export function limitOf(limit: SourceLimit | null | undefined, itemType: ItemType): Limit | null {
  if (!limit) return null;
  const { value, unit } = limit;
  const text = wordingOf(limit.text);
  switch (unit) {
    case "当场": return { value: 0, unit: "workday", ...present({ text }) };
    case "月": return { value: Math.min(value * 30, 3650), unit: "calendarDay", text: text ?? `${value}个月` };
    case "工作日": return { value, unit: "workday", ...present({ text }) };
    case "自然日": return { value, unit: "calendarDay", ...present({ text }) };
    case "日": return { value, unit: itemType === "01" ? "workday" : "calendarDay", ...present({ text }) };
  }
}

type Present<Fields> = { [Name in keyof Fields]?: NonNullable<Fields[Name]> };

/** Only the fields that say something: neither absent nor empty. */
export function present<Fields extends Record<string, unknown>>(fields: Fields): Present<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== "")) as Present<Fields>;
}

const necessityNotes: Record<string, string> = { 按需: "按需提交", 最终审核: "最终审核时提交" };

/** What stands in the condition column: a situation the applicant is in, a moment, or a remark that asks nothing. */
function conditionOf(condition: string | null | undefined): { condition?: string; note?: string } {
  if (!condition) return {};
  const note = necessityNotes[condition] ?? (/^\d{4}年|为准$/.test(condition) ? condition : undefined);
  if (note) return { note };
  const exception = /^(.+)的除外$/.exec(condition)?.[1];
  return { condition: exception ? `不${exception}` : condition.replace(/^属于?(?=..)/, "") };
}

function formOf(text: string): Material["form"] {
  if (text.includes("电子")) return "electronic";
  if (text.includes("复印")) return "copy";
  return text.includes("原件") ? "original" : undefined;
}

function sourceOf(text: string): { source: NonNullable<Material["source"]>; note?: string } {
  if (text.includes("申请人")) return { source: "applicant" };
  return { source: /政府|机关|部门/.test(text) && !text.includes("或") ? "government" : "other", note: `出具单位：${text}` };
}

/** A material of a documented item. One with a condition is required of those it concerns. */
export function materialOf(row: DocumentedMaterial, index: number): Material {
  const { condition, note } = conditionOf(row.condition);
  const source = row.source ? sourceOf(row.source) : undefined;
  const description = [note, source?.note].filter(Boolean).join("；");
  return {
    key: `m${index + 1}`,
    name: { zh: row.name },
    necessity: row.required === false && !condition ? "optional" : "required",
    ...present({
      form: formOf(row.form ?? ""), formText: row.form, copies: row.copies, source: source?.source, condition,
      description: description ? { zh: description } : undefined, certificateType: row.replaceableBy,
    }),
  };
}

/** A material known by its name only; 如果… and 如有 in brackets are conditions. */
export function namedMaterial(name: string, index: number): Material {
  const bracket = /（(?:如果|若)([^）]+)）$/.exec(name)?.[1];
  const optional = /如有|如需/.test(name);
  return { key: `m${index + 1}`, name: { zh: name }, necessity: optional ? "optional" : "required", ...(bracket ? { condition: bracket } : {}) };
}

const steps = {
  accept: { key: "accept", kind: "accept", name: { zh: "受理", en: "Acceptance" }, role: "clerk" },
  review: { key: "review", kind: "review", name: { zh: "审查", en: "Review" }, role: "reviewer" },
  decide: { key: "decide", kind: "decide", name: { zh: "决定", en: "Decision" }, role: "approver" },
  certificate: { key: "certificate", kind: "certificate", name: { zh: "制证", en: "Certificate" }, role: "certificateOfficer" },
} as const satisfies Record<string, ProcessStep>;

/** The stages of an item: an instant one is not reviewed; one that ends in a certificate has it made. */
export function stepsFor(handling: "instant" | "promised", issuesCertificate: boolean): ProcessStep[] {
  const review = handling === "promised" ? [steps.review] : [];
  return [steps.accept, ...review, steps.decide, ...(issuesCertificate ? [steps.certificate] : [])];
}

/** Licences and payments ask for a proven person (L2), everything else for a real-name account (L1). */
export const assuranceFor = (itemType: ItemType): AssuranceLevel => (itemType === "01" || itemType === "05" ? "L2" : "L1");

/** Depth of the online service: Ⅳ without any visit, Ⅲ with one, Ⅰ information only. */
export function onlineDepthOf(online: boolean | null | undefined, visits: number | null | undefined): "1" | "3" | "4" | null {
  if (online === null || online === undefined) return null;
  if (!online) return "1";
  return visits === 0 ? "4" : "3";
}
