import { exceeds } from "@/domain/items/policy/lint";
import { situationsFromMaterials } from "@/domain/items/rules";
import type { Material, RevisionContent } from "@/domain/items/schema";
import catalogue from "../data/cert-types.json";
import type { CodeMaker } from "./codes";
import { assignDepartment } from "./directory";
import { keywordsFor } from "./keywords";
import { assuranceFor, audienceOf, itemTypeOf, levelOf, limitOf, materialOf, onlineDepthOf, present, stepsFor } from "./normalise";
import type { DocumentedRow } from "./rows";
import type { Draft, Problem } from "./imported";

/** Format A → item. The source names organs by kind and gives no codes: both are assigned by rule. */
export function documentedItem(row: DocumentedRow, codes: CodeMaker): Draft {
  const itemType = itemTypeOf(row.itemType);
  const level = levelOf(row.level);
  const { department, guessed } = assignDepartment({ id: row.id, department: row.department, level });
  const warnings: Problem[] = [
    ...(row.fees?.charged === null ? [{ field: "fees.charged", problem: "not in the source; fees are left unknown" }] : []),
    ...(row.itemType === "行政征收" ? [{ field: "itemType", problem: "行政征收 is not done on application; shown as 其他行政权力" }] : []),
    ...(isUnlawful(limitsOf(row)) ? [{ field: "promised", problem: "longer than the statutory limit; left out" }] : []),
    ...(guessed ? [{ field: "department", problem: `no bureau is known for “${row.department}”; assigned to ${department.name}` }] : []),
  ];
  return { ...codes.make({ id: row.id, itemType, level, department }), sourceId: row.id, department, content: contentOf(row), warnings };
}

type Limits = Pick<RevisionContent, "statutoryLimit" | "promisedLimit">;

function limitsOf(row: DocumentedRow): Limits {
  const itemType = itemTypeOf(row.itemType);
  return { statutoryLimit: limitOf(row.statutory, itemType), promisedLimit: limitOf(row.promised, itemType) };
}

// An office may promise less time than the law gives it, never more.
const isUnlawful = ({ statutoryLimit, promisedLimit }: Limits) => statutoryLimit !== null && promisedLimit !== null && exceeds(promisedLimit, statutoryLimit);

function contentOf(row: DocumentedRow): RevisionContent {
  const itemType = itemTypeOf(row.itemType);
  const limits = limitsOf(row);
  const handling = handlingOf(row);
  const result = resultOf(row);
  const { situations, materials } = situationsFromMaterials(row.materials.map(materialOf).map(satisfiedByName));
  return {
    name: row.name, itemType, level: levelOf(row.level), audience: audienceOf(row.audience),
    themes: row.themes, lifeEvents: row.lifeEvents, keywords: keywordsFor(row.name, result.names),
    handling, statutoryLimit: limits.statutoryLimit, promisedLimit: isUnlawful(limits) ? null : limits.promisedLimit,
    conditions: row.conditions, situations, materials, flow: row.process,
    steps: stepsFor(handling, result.result?.certificateType !== undefined),
    fees: feesOf(row), legalBasis: row.legalBasis.map(({ instrument, articles }) => ({ instrument, ...present({ articles }) })),
    result: result.result,
    questions: row.faqs.map(({ q, a }) => ({ question: q, answer: a })),
    visits: row.visits ?? null, onlineDepth: onlineDepthOf(row.online, row.visits), courier: null,
    sources: row.sources.map(({ ref, url, date }) => ({ ref: ref ?? url ?? "", ...present({ url, asOf: date }) })),
    minAssuranceLevel: assuranceFor(itemType), correctionDays: 15, form: null,
  };
}

/** 即办件 by its own word, or by a limit of nothing but 当场. */
function handlingOf(row: DocumentedRow): "instant" | "promised" {
  if (row.caseType) return row.caseType === "即办件" ? "instant" : "promised";
  return (row.promised ?? row.statutory)?.unit === "当场" ? "instant" : "promised";
}

const kinds: Record<string, "certificate" | "document"> = { 证照: "certificate", 批文: "document", 证明: "document", 鉴定报告: "document" };

function resultOf(row: DocumentedRow): { result: RevisionContent["result"]; names: readonly string[] } {
  if (!row.result) return { result: null, names: [] };
  const { name, kind, validity } = row.result;
  const type = certificateTypeOf(name);
  const years = type && /^(\d{1,2})年$/.exec(validity ?? "")?.[1];
  return {
    names: type ? [type.name, ...type.aliases] : [],
    result: {
      name, kind: kinds[kind ?? ""] ?? "other",
      ...present({ validity, certificateType: type?.id, validMonths: years ? Number(years) * 12 : undefined }),
    },
  };
}

/** A paper that is called like a certificate is that certificate of the applicant; one with another word in its name may be somebody else's. */
function satisfiedByName(material: Material): Material {
  const type = typesByName.get(material.name.zh.replace(/^..省|（[^）]*）|复印件|原件/gu, "").trim());
  return type ? { ...material, certificateTypes: [type.id] } : material;
}

const typesByName = new Map(catalogue.types.flatMap((type) =>
  [type.name, type.name.replace(/^中华人民共和国/, ""), ...type.aliases].map((name) => [name, type] as const)));

/**
 * The catalogue's type for a result by name; of several results in one name the first counts. A name may leave out the
 * beginning of the full one (检验合格标志 for 机动车检验合格标志) where only one type ends so.
 */
function certificateTypeOf(name: string) {
  const first = name.replace(/（[^）]*）/g, "").split(/[、/]/)[0] ?? name;
  const exact = typesByName.get(name) ?? typesByName.get(first);
  if (exact || first.length < 5) return exact;
  const ending = catalogue.types.filter((type) => type.name.endsWith(first));
  return ending.length === 1 ? ending[0] : undefined;
}

const NO_FEE_LAW = "不收费。行政许可法第五十八条：除法律、行政法规另有规定外，实施行政许可不得收取任何费用";

function feesOf(row: DocumentedRow): RevisionContent["fees"] {
  if (!row.fees || row.fees.charged === null) return null;
  const { charged, basis, items } = row.fees;
  const text = basis?.includes("行政许可法") ? NO_FEE_LAW : basis && basis !== "source" ? basis : undefined;
  return {
    charged,
    ...present({ text }),
    items: items.map(({ name, amount, unit }) => ({ name, standard: amount === null || amount === undefined ? (unit ?? "") : `${amount} ${unit ?? "元"}` })),
  };
}
