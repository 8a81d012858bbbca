import { parseItemCode } from "@/domain/core/codes";
import { situationsFromMaterials } from "@/domain/items/rules";
import type { RevisionContent } from "@/domain/items/schema";
import { keywordsFor } from "./keywords";
import { assuranceFor, audienceOf, itemTypeOf, levelOf, limitOf, namedMaterial, onlineDepthOf, present, stepsFor } from "./normalise";
import type { Draft, Problem } from "./imported";
import type { PortalRow, PortalSource } from "./rows";

const CUT_AT = 219;
const PHONE_LIMIT = 200;

const codeWarnings = {
  usccCheckFailed: "the credit code inside the item code fails its check character",
  levelUnknown: "the level inside the item code is not one of 1 to 6",
  basicCodeMalformed: "the basic code inside the item code is malformed",
} as const;

/** Format B → item. Codes come with the row; one whose check character fails is imported with a warning. */
export function portalItem(row: PortalRow, source: PortalSource): Draft {
  const parsed = parseItemCode(row.taskCode);
  const warnings: Problem[] = (parsed?.warnings ?? []).map((warning) => ({ field: "taskCode", problem: codeWarnings[warning] }));
  if ((row.consultPhone?.length ?? 0) > PHONE_LIMIT) warnings.push({ field: "consultPhone", problem: "a whole text; only the number in it is kept" });
  if (parsed && levelOf(row.level) !== parsed.level) warnings.push({ field: "level", problem: `${row.level}, but the code says level ${parsed.level}` });
  return {
    code: row.taskCode,
    basicCode: parsed?.basicCode ?? row.taskCode.slice(19, 31),
    department: { uscc: row.taskCode.slice(0, 18), name: row.department, level: levelOf(row.level), divisionCode: row.area.code },
    content: contentOf(row, source),
    warnings,
  };
}

function contentOf(row: PortalRow, source: PortalSource): RevisionContent {
  const itemType = itemTypeOf(row.itemType);
  const name = row.taskName || row.name;
  const promisedLimit = limitOf(row.promisedLimit, itemType);
  const handling = promisedLimit?.value === 0 ? "instant" : "promised";
  const { situations, materials } = situationsFromMaterials(row.materials.map(namedMaterial));
  return {
    name, ...present({ plainName: row.plainName }),
    itemType, level: levelOf(row.level), audience: audienceOf(row.audience), themes: row.themes, lifeEvents: [],
    keywords: keywordsFor(name, [row.name, row.catalogName]),
    handling, statutoryLimit: limitOf(row.statutoryLimit, itemType), promisedLimit,
    conditions: row.conditionText ? [cutText(row.conditionText)] : [],
    situations, materials, flow: [], steps: stepsFor(handling, false),
    fees: null, legalBasis: [], result: null, questions: [],
    visits: row.visits ?? null, onlineDepth: onlineDepthOf(row.online, row.visits), courier: row.courier ?? null,
    ...present({ address: row.address, consultPhone: phoneOf(row.consultPhone ?? "") }),
    sources: [sourceOf(row, source)],
    minAssuranceLevel: assuranceFor(itemType), correctionDays: 15, form: null,
  };
}

/** The crawl cut texts at 220 characters: a cut one says so. */
const cutText = (text: string) => (text.length >= CUT_AT && !/[。；！）]$/.test(text) ? `${text}……` : text);

const phoneOf = (text: string) => (text.length <= PHONE_LIMIT ? text : (/\d{3,4}-\d{7,8}/.exec(text)?.[0] ?? text.slice(0, PHONE_LIMIT)));

/** Code 20 means other powers in Guangdong and public service in the national set: the source's own code stands beside its system. */
function sourceOf(row: PortalRow, source: PortalSource): RevisionContent["sources"][number] {
  const type = row.itemTypeCode ? `；事项类型编码 ${row.itemTypeCode}（来源编码体系）` : "";
  return {
    ref: `${source.crawledFrom ?? "政务服务网"} ${row.taskCode}${type}`,
    url: `http://www.gdzwfw.gov.cn/portal/guide/${row.taskCode}`,
    ...present({ asOf: source.crawled }),
  };
}
