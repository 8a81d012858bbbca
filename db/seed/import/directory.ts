import { createHash } from "node:crypto";
import { makeUscc } from "@/domain/core/codes";
import type { Level } from "@/domain/items/schema";
import published from "../data/departments.json";

/** An organ as items name it: found in the database by its credit code. */
export type DepartmentEntry = { uscc: string; name: string; level: Level; divisionCode: string };

/** The districts of the demo city whose bureaux take the items that name a county-level organ only by its kind. */
export const demoCity = { code: "440100", province: "440000" } as const;
const demoDistricts = [
  { code: "440104", name: "越秀区" },
  { code: "440106", name: "天河区" },
  { code: "440111", name: "白云区" },
] as const;

/** Items that show the whole journey live together in the first district. */
const showcase: ReadonlySet<string> = new Set([
  "residence-permit", "residence-permit-endorse", "elder-allowance", "food-business", "sole-trader-register", "disability-cert", "nurse-register",
]);

/** A kind of organ: the words that name it, and its body in a district (`{}` is the district), the city and the province. */
type Bureau = { words: readonly string[]; district?: string; city?: string; province?: string };

const bureaux: readonly Bureau[] = [
  { words: ["公安", "派出所"], district: "广州市公安局{}分局", city: "广州市公安局", province: "广东省公安厅" },
  { words: ["民政部门", "民政局", "婚姻登记"], district: "广州市{}民政局", city: "广州市民政局", province: "广东省民政厅" },
  { words: ["残疾人", "残联"], district: "广州市{}残疾人联合会", city: "广州市残疾人联合会", province: "广东省残疾人联合会" },
  { words: ["教育"], district: "广州市{}教育局", city: "广州市教育局", province: "广东省教育厅" },
  { words: ["卫生", "医疗机构"], district: "广州市{}卫生健康局", city: "广州市卫生健康委员会", province: "广东省卫生健康委员会" },
  { words: ["医疗保障", "医保"], district: "广州市医疗保障局{}分局", city: "广州市医疗保障局", province: "广东省医疗保障局" },
  { words: ["人力资源", "社会保险"], district: "广州市{}人力资源和社会保障局", city: "广州市人力资源和社会保障局", province: "广东省人力资源和社会保障厅" },
  { words: ["住房公积金"], city: "广州住房公积金管理中心" },
  { words: ["税务"], district: "国家税务总局广州市{}税务局", city: "国家税务总局广州市税务局", province: "国家税务总局广东省税务局" },
  { words: ["市场监督", "药品监督", "特种设备"], district: "广州市{}市场监督管理局", city: "广州市市场监督管理局", province: "广东省市场监督管理局" },
  { words: ["不动产", "规划", "自然资源"], district: "广州市规划和自然资源局{}分局", city: "广州市规划和自然资源局", province: "广东省自然资源厅" },
  { words: ["建设", "市政", "燃气"], district: "广州市{}住房和建设局", city: "广州市住房和城乡建设局", province: "广东省住房和城乡建设厅" },
  { words: ["水行政", "水务", "排水"], district: "广州市{}水务局", city: "广州市水务局", province: "广东省水利厅" },
  { words: ["生态环境"], district: "广州市生态环境局{}分局", city: "广州市生态环境局", province: "广东省生态环境厅" },
  { words: ["农业", "动物", "林业"], district: "广州市{}农业农村局", city: "广州市农业农村局", province: "广东省农业农村厅" },
  { words: ["交通运输"], district: "广州市{}交通运输局", city: "广州市交通运输局", province: "广东省交通运输厅" },
  { words: ["文化", "电影", "出版", "旅游", "演出"], district: "广州市{}文化广电旅游体育局", city: "广州市文化广电旅游局", province: "广东省文化和旅游厅" },
  { words: ["消防"], district: "广州市{}消防救援大队", city: "广州市消防救援支队", province: "广东省消防救援总队" },
  { words: ["应急", "安全生产", "安全监管"], district: "广州市{}应急管理局", city: "广州市应急管理局", province: "广东省应急管理厅" },
  { words: ["烟草"], district: "广州市{}烟草专卖局", city: "广州市烟草专卖局" },
  { words: ["商务"], district: "广州市{}商务局", city: "广州市商务局", province: "广东省商务厅" },
  { words: ["司法", "法律援助", "公证", "行政复议"], district: "广州市{}司法局", city: "广州市司法局", province: "广东省司法厅" },
  { words: ["发展和改革", "发展改革"], district: "广州市{}发展和改革局", city: "广州市发展和改革委员会", province: "广东省发展和改革委员会" },
  { words: ["邮政"], city: "广州市邮政管理局", province: "广东省邮政管理局" },
  { words: ["民用航空"], province: "中国民用航空中南地区管理局" },
];

/** Who takes what no bureau is named for: the government service office of the place. */
const anyOrgan: Bureau = { words: ["行政机关"], district: "广州市{}政务服务和数据管理局", city: "广州市政务服务和数据管理局", province: "广东省政务服务和数据管理局" };

const publishedLevels: Record<string, Level> = { 省级: "2", 市级: "3", 县级: "4" };

/** The organs whose credit codes stand inside their published item codes; those without a valid one are left out. */
export const publishedDepartments: readonly DepartmentEntry[] = [...published.provincialAndCity, ...published.county]
  .flatMap((row) => (row.uscc && row.usccValid
    ? [{ uscc: row.uscc, name: row.level === "县级" ? `${row.area.name}${row.name.replace(/^区/, "")}` : row.name, level: publishedLevels[row.level] ?? "4", divisionCode: row.area.code }]
    : []));

const publishedByName = new Map(publishedDepartments.map((entry) => [entry.name, entry]));

/**
 * The organ of that name: the published one, or one of the demo city under a credit code of its own making: well-formed,
 * its organisation code begins with `DE`, and no register has it.
 */
function organ(name: string, level: Level, divisionCode: string): DepartmentEntry {
  const known = publishedByName.get(name);
  if (known) return known;
  const body = `DE${(createHash("sha256").update(name).digest().readUInt32BE(0) % 1_000_000).toString().padStart(6, "0")}`;
  return { uscc: makeUscc({ registrantType: "11", divisionCode, organisationBody: body }), name, level, divisionCode };
}

/** The government service office of a division of the demo city: the house of its counter staff and administrators. */
export function serviceOffice(divisionCode: string): DepartmentEntry {
  const district = demoDistricts.find((entry) => entry.code === divisionCode);
  if (district) return organ(fill(anyOrgan.district ?? "", district.name), "4", district.code);
  return divisionCode === demoCity.code ? organ(anyOrgan.city ?? "", "3", demoCity.code) : organ(anyOrgan.province ?? "", "2", demoCity.province);
}

/**
 * The organ for an item that names one only by its kind (公安机关, 县级民政部门): by its words and level the published
 * provincial or city organ, or the bureau of a demo district. `guessed` when nothing in the words says which.
 */
export function assignDepartment(item: { id: string; department: string; level: Level }): { department: DepartmentEntry; guessed: boolean } {
  const named = publishedByName.get(item.department);
  if (named) return { department: named, guessed: false };
  if (item.level === "5" || item.level === "6") return { department: organ("广州市白云区太和镇人民政府", "5", "440111"), guessed: false };
  const bureau = firstNamed(item.department);
  const { name, level, divisionCode } = bodyOf(bureau ?? anyOrgan, item);
  return { department: organ(name, level, divisionCode), guessed: bureau === undefined };
}

/** The bureau whose word stands first: 民政部门会同残联 is the civil affairs bureau. */
function firstNamed(text: string): Bureau | undefined {
  const found = [...bureaux, anyOrgan]
    .map((bureau) => ({ bureau, at: Math.min(...bureau.words.map((word) => text.indexOf(word)).map((at) => (at < 0 ? Infinity : at))) }))
    .filter(({ at }) => at < Infinity);
  return found.toSorted((a, b) => a.at - b.at)[0]?.bureau;
}

function bodyOf(bureau: Bureau, item: { id: string; level: Level }): { name: string; level: Level; divisionCode: string } {
  const { district, city, province } = bureau;
  const { code, name } = districtOf(item.id);
  const bodies = {
    district: district && { name: fill(district, name), level: "4" as const, divisionCode: code },
    city: city && { name: city, level: "3" as const, divisionCode: demoCity.code },
    province: province && { name: province, level: "2" as const, divisionCode: demoCity.province },
  };
  const order = item.level === "4" ? [bodies.district, bodies.city, bodies.province]
    : item.level === "3" ? [bodies.city, bodies.district, bodies.province]
    : [bodies.province, bodies.city, bodies.district];
  const body = order.find((entry) => typeof entry === "object");
  if (!body) throw new Error("a bureau without any body");
  return body;
}

function districtOf(id: string): (typeof demoDistricts)[number] {
  const at = showcase.has(id) ? 0 : createHash("sha256").update(id).digest().readUInt32BE(4) % demoDistricts.length;
  return demoDistricts[at] ?? demoDistricts[0];
}

const fill = (pattern: string, district: string) => pattern.replace("{}", district);
