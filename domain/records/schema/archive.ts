import { z } from "zod";

/** What the entries of an archive package are. */
export const archiveKinds = ["form", "answers", "material", "notice", "certificate", "events", "opinions", "hearing", "delivery", "readme"] as const;

const digest = z.string().regex(/^[0-9a-f]{64}$/);

export const ArchiveFile = z.strictObject({ path: z.string().regex(/^[A-Za-z0-9._/-]{1,200}$/), title: z.string(), kind: z.enum(archiveKinds), mime: z.string(), size: z.int().min(0), sha256: digest });
export type ArchiveFile = z.infer<typeof ArchiveFile>;

/**
 * Metadata of the unit as archives ask for them, by the names of DA/T 46 (electronic records) and DA/T 85 (records of government
 * services). The archive's own number is left empty: whoever takes the unit in gives it.
 */
export const ArchiveMetadata = z.strictObject({
  聚合层次: z.literal("件"), 档号: z.literal(""), 立档单位名称: z.string(), 立档单位统一社会信用代码: z.string(), 题名: z.string(), 责任者: z.string(),
  事项名称: z.string(), 事项编码: z.string(), 业务流水号: z.string(), 申请人: z.string(), 受理日期: z.string(), 办结日期: z.string(), 办理结果: z.string(),
  行政区划代码: z.string(), 保管期限: z.string(), 密级: z.string(), 摘要算法: z.literal("SHA-256"), 签名算法: z.literal("ES256"),
});
export type ArchiveMetadata = z.infer<typeof ArchiveMetadata>;

/** The list of all that is in a package; its canonical JSON is what is signed. */
export const ArchiveManifest = z.strictObject({
  format: z.literal("tongban.case-archive/1"), number: z.string(), madeAt: z.iso.datetime(), metadata: ArchiveMetadata,
  events: z.strictObject({ count: z.int().min(1), first: z.int(), last: z.int(), head: digest }),
  files: z.array(ArchiveFile).min(1),
  /** The earlier package of the same case that no longer tells how it ended. */
  supersedes: z.strictObject({ sha256: digest, madeAt: z.iso.datetime() }).optional(),
});
export type ArchiveManifest = z.infer<typeof ArchiveManifest>;

/** One line of the history in a package: the event, the hash of the line before it, and its own over both. */
export const ArchivedEvent = z.looseObject({ sequence: z.int(), action: z.string(), at: z.iso.datetime(), previous: z.string(), hash: digest });
export type ArchivedEvent = z.infer<typeof ArchivedEvent>;

export const ListArchives = z.strictObject({ cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20), number: z.string().trim().max(40).optional() });
export type ListArchives = z.infer<typeof ListArchives>;
