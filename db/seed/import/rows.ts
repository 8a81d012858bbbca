import { z } from "zod";

/** Rows as their sources publish them. Fields we do not read may be there; fields we read must have their shape. */
const Text = z.string().trim().min(1);
const MaybeText = z.string().trim().nullish();

/** A limit with its unit: 工作日, 日, 自然日, 月 or 当场. */
export const SourceLimit = z.object({
  value: z.int().min(0).max(3650),
  unit: z.enum(["工作日", "日", "自然日", "月", "当场"]),
  text: z.string().max(500).nullish(),
});
export type SourceLimit = z.infer<typeof SourceLimit>;

/** Item types by name, as both sources write them. */
export const sourceItemTypes = ["行政许可", "行政征收", "行政给付", "行政确认", "行政奖励", "行政裁决", "其他行政权力", "公共服务"] as const;
export const sourceAudiences = ["自然人", "法人", "企业法人", "事业法人", "社会组织法人", "非法人企业", "行政机关", "其他组织"] as const;

const ItemTypeName = z.enum(sourceItemTypes);
const Audience = z.array(z.enum(sourceAudiences)).min(1);

export const DocumentedMaterial = z.looseObject({
  name: Text.max(2000),
  required: z.boolean().nullish(),
  condition: z.string().max(500).nullish(),
  form: z.string().max(200).nullish(),
  copies: z.coerce.number().int().min(0).max(99).nullish(),
  source: z.string().max(200).nullish(),
  replaceableBy: z.string().max(80).nullish(),
});
export type DocumentedMaterial = z.infer<typeof DocumentedMaterial>;

/** Format A: an item described in full (`service-items.json`). */
export const DocumentedRow = z.looseObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, "small letters, digits and dashes"),
  name: Text.max(1000),
  itemType: ItemTypeName,
  department: Text.max(200),
  level: z.enum(["国家级", "省级", "市级", "县级", "县级以上", "县级/市级", "各级", "乡级", "村级"]),
  audience: Audience,
  lifeEvents: z.array(Text.max(40)).max(20).default([]),
  themes: z.array(Text.max(40)).max(20).default([]),
  statutory: SourceLimit.nullish(),
  promised: SourceLimit.nullish(),
  caseType: z.enum(["即办件", "承诺件"]).nullish(),
  conditions: z.array(Text.max(4000)).max(60).default([]),
  materials: z.array(DocumentedMaterial).max(80).default([]),
  process: z.array(Text.max(2000)).max(40).default([]),
  fees: z.looseObject({
    charged: z.boolean().nullable(),
    basis: z.string().max(1000).nullish(),
    items: z.array(z.looseObject({ name: Text.max(200), amount: z.number().nullish(), unit: z.string().max(100).nullish() })).max(50).default([]),
  }).nullish(),
  legalBasis: z.array(z.looseObject({ instrument: Text.max(500), articles: z.string().max(300).nullish() })).max(60).default([]),
  result: z.looseObject({ name: Text.max(200), kind: MaybeText, validity: z.string().max(300).nullish() }).nullish(),
  faqs: z.array(z.looseObject({ q: Text.max(1000), a: Text.max(4000) })).max(60).default([]),
  visits: z.int().min(0).max(20).nullish(),
  online: z.boolean().nullish(),
  sources: z.array(z.looseObject({ ref: z.string().max(1000).nullish(), url: z.string().max(1000).nullish(), date: z.string().max(40).nullish() })).max(40).default([]),
});
export type DocumentedRow = z.infer<typeof DocumentedRow>;

/** Format B: an item of the Guangdong portal (`service-items-guangdong-2021.json`). */
export const PortalRow = z.looseObject({
  taskCode: z.string().regex(/^[0-9A-Z]{18}\d[0-9A-Z]{12}(\d{2})?$/, "31 or 33 characters: credit code, level, basic code, sequence"),
  name: Text.max(1000),
  taskName: MaybeText,
  catalogName: MaybeText,
  plainName: z.string().trim().max(300).nullish(),
  itemType: ItemTypeName,
  itemTypeCode: z.string().regex(/^\d{2}$/).nullish(),
  level: z.enum(["国家级", "省级", "市级", "县级", "乡级", "村级"]),
  department: Text.max(200),
  area: z.looseObject({ code: z.string().regex(/^\d{6}$/, "a division code of 6 digits"), name: MaybeText }),
  audience: Audience,
  themes: z.array(Text.max(40)).max(20).default([]),
  statutoryLimit: SourceLimit.nullish(),
  promisedLimit: SourceLimit.nullish(),
  online: z.boolean().nullish(),
  visits: z.int().min(0).max(20).nullish(),
  courier: z.boolean().nullish(),
  conditionText: z.string().trim().max(4000).nullish(),
  materials: z.array(Text.max(2000)).max(80).default([]),
  address: z.string().trim().max(1000).nullish(),
  consultPhone: z.string().trim().max(2000).nullish(),
});
export type PortalRow = z.infer<typeof PortalRow>;

/** What the file says about itself, for the source line of each item. */
export const PortalSource = z.looseObject({ crawledFrom: z.string().nullish(), crawled: z.string().nullish() });
export type PortalSource = z.infer<typeof PortalSource>;
