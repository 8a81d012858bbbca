import { z } from "zod";
import { Day } from "@/domain/core/calendar";
import { MaterialFile } from "./life";

/**
 * Elements of the national implementing list (实施清单) around the core of a guide: tables general_basic, general_extend,
 * accept locations, contacts, special procedures. Which element stands where: docs/item-elements.md.
 */

const line = (max: number) => z.string().trim().min(1).max(max);

/** 权力来源: exercised by law at this level, handed down, authorised, or entrusted. */
export const powerSources = ["own", "handedDown", "authorisedFromAbove", "authorisedByPeer", "entrustedFromAbove", "entrustedByPeer"] as const;

/** 实施主体性质 (GB/T 39046 A.3). */
export const organNatures = ["statutory", "authorised", "entrusted", "other"] as const;

/** 实施主体: what kind of organ acts, for whom, guided by whom (中央业务指导部门), with whom (联办机构). */
export const Organ = z.strictObject({
  nature: z.enum(organNatures).optional(),
  entrustedBy: line(200).optional(),
  guidedBy: line(200).optional(),
  jointWith: z.array(line(200)).max(20).optional(),
});
export type Organ = z.infer<typeof Organ>;

/** 办理形式 (GB/T 39046 A.5), and 自助终端. */
export const channelKinds = ["window", "web", "mobile", "courier", "selfService"] as const;

/** A way to apply; a web address only where it is outside this portal. */
export const Channel = z.strictObject({ kind: z.enum(channelKinds), url: z.url({ protocol: /^https?$/ }).max(1000).optional(), note: line(500).optional() });
export type Channel = z.infer<typeof Channel>;

/** 通办范围: within the item's own division when absent. */
export const serviceAreas = ["nation", "crossProvince", "crossCity", "crossCounty"] as const;

/** 受理地点类型. */
export const placeKinds = ["serviceCentre", "departmentWindow", "office", "siteOfTheCase", "agencyPoint", "convenienceCentre"] as const;

/** 受理地点: where one goes, when it is open, how one gets there. */
export const AcceptancePlace = z.strictObject({
  name: line(200),
  kind: z.enum(placeKinds).optional(),
  address: line(500),
  window: line(200).optional(),
  openingHours: line(500).optional(),
  phone: line(60).optional(),
  directions: line(500).optional(),
});
export type AcceptancePlace = z.infer<typeof AcceptancePlace>;

/** One purpose's ways of contact: 咨询方式 or 监督投诉方式, split by means as the national list asks. */
export const Contact = z.strictObject({
  phone: line(200).optional(),
  website: z.url({ protocol: /^https?$/ }).max(1000).optional(),
  mail: z.email().max(200).optional(),
  wechat: line(100).optional(),
  letterAddress: line(500).optional(),
});
export type Contact = z.infer<typeof Contact>;

/** Where a decision can be challenged: 行政复议 (60 days) and 行政诉讼 (6 months). */
export const Remedy = z.strictObject({ organ: line(200), address: line(500).optional(), phone: line(60).optional(), url: z.url({ protocol: /^https?$/ }).max(1000).optional() });
export type Remedy = z.infer<typeof Remedy>;

/** 特别程序 (A.7): a hearing, inspection, appraisal or expert review whose time does not count; an extension only lengthens the limit. */
export const SpecialProcedure = z.strictObject({
  name: line(100),
  kind: z.enum(["extension", "other"]),
  days: z.int().min(1).max(3650).optional(),
  unit: z.enum(["workday", "calendarDay"]).optional(),
  basis: line(500).optional(),
});
export type SpecialProcedure = z.infer<typeof SpecialProcedure>;

/** 预约办理: whether one must, may, and by what rule. */
export const Booking = z.strictObject({ required: z.boolean(), rule: line(500).optional(), perDay: z.int().min(1).max(100_000).optional() });
export type Booking = z.infer<typeof Booking>;

/** 中介服务: a service one must buy elsewhere first (检测、评估…), with the law that asks for it. */
export const Intermediary = z.strictObject({ service: line(300), basis: line(500).optional() });
export type Intermediary = z.infer<typeof Intermediary>;

/** 材料免交方式: what satisfies a material instead of paper. */
export const exemptions = ["certificate", "sharedData", "commitment", "internalCheck"] as const;

/** The elements that a revision may add to its core. */
export const guideElements = {
  powerSource: z.enum(powerSources).optional(),
  organ: Organ.optional(),
  channels: z.array(Channel).max(10).optional(),
  serviceArea: z.enum(serviceAreas).optional(),
  /** 必须现场办理原因说明. */
  onSiteReason: line(500).optional(),
  /** 数量限制. */
  quantityLimit: line(500).optional(),
  booking: Booking.optional(),
  /** 是否网上支付. */
  onlinePayment: z.boolean().optional(),
  /** 寄送材料, and 送达方式 by courier of the result is `courier`. */
  courierMaterials: z.boolean().optional(),
  intermediaries: z.array(Intermediary).max(20).optional(),
  places: z.array(AcceptancePlace).max(100).optional(),
  consultation: Contact.optional(),
  complaint: Contact.optional(),
  review: Remedy.optional(),
  litigation: Remedy.optional(),
  /** 申请人权利、义务. */
  rights: line(2000).optional(),
  duties: line(2000).optional(),
  specialProcedures: z.array(SpecialProcedure).max(20).optional(),
  /** 计划生效、取消日期, as the source lists them. */
  effectiveOn: Day.optional(),
  cancelledOn: Day.optional(),
};

/** The elements that a material may add to its core. */
export const materialElements = {
  originals: z.int().min(0).max(99).optional(),
  paperSize: z.enum(["A4", "A3", "other"]).optional(),
  /** 填报须知, 受理标准, 出具机构, 出具时间要求. */
  fillingNotes: line(1000).optional(),
  acceptanceStandard: line(1000).optional(),
  issuer: line(200).optional(),
  validityRule: line(300).optional(),
  /** 空白表格 and 示例样表, published where anyone can fetch them. */
  blankFormUrl: z.url({ protocol: /^https?$/ }).max(1000).optional(),
  sampleUrl: z.url({ protocol: /^https?$/ }).max(1000).optional(),
  /** The same as files kept here; they come before an address. */
  blankForm: MaterialFile.optional(),
  sample: MaterialFile.optional(),
  exemption: z.enum(exemptions).optional(),
  /** The register or shared resource that answers instead. */
  sharedData: line(200).optional(),
};
