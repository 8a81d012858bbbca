import type { Day } from "@/domain/core/calendar";
import type { NoticeFacts } from "./values";

/** A fictional case in which every placeholder has a value, for previews. */
export const sampleFacts = (today: Day, reviewUrl: string): NoticeFacts => ({
  number: "310101-20260302-000001-K", itemName: "食品经营许可", itemType: "01", recipient: "张三", forOrganisation: false, issuer: "某某区市场监督管理局",
  issuedOn: today, receivedOn: today, reason: "经营场所面积不符合规定（示例）", promisedDueOn: today, statutoryDueOn: today,
  correction: { items: [{ label: "健康证明", reason: "已过期" }, { label: "平面图", reason: "缺少比例" }], note: "请一并核对（示例）", dueOn: today },
  ground: "notRequired", competentOrgan: null, newNumber: "310104-20260305-000001-8", tolerated: [{ name: "专间照片", dueOn: today }, { name: "拟聘用证明", dueOn: today }],
  termination: "organisationDissolved", basis: "相关法律规定（示例）", certificate: "1.2.156.3005.2.示例", hearing: { askUntil: today, heldOn: today, startsAt: "09:30", place: "某某路1号听证室（示例）", onlineUrl: "https://hearing.example/（示例）", chair: "王主持", isPublic: true }, procedure: "inspection", startOn: today, endOn: today, extension: { days: 10, unit: "workday" },
  deliveryDueOn: today, issuesCertificate: true, reviewUrl, taking: { word: "吊销", name: "食品经营许可证", number: "JY1310101000001", identifier: "1.2.156.3005.2.示例" },
});

/** The parameters of a message in a preview. */
export const sampleParams = (today: Day): Record<string, string> => ({ number: "310101-20260302-000001-K", level: "L3", dueOn: today });
