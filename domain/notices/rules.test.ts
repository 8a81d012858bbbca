import { describe, expect, it } from "vitest";
import { applicationActions } from "@/domain/applications/schema";
import { isNoticed, messageTemplate, noticeBody, noticeNumber, noticeSequence } from "./rules";
import type { NoticeFacts } from "./rules/values";
import { NoticeBody, noticeKinds } from "./schema";

const facts: NoticeFacts = {
  number: "310101-20260302-000001-K", itemName: "食品经营许可", itemType: "01", recipient: "张三", forOrganisation: false, issuer: "黄浦区市场监督管理局",
  issuedOn: "2026-03-05", receivedOn: "2026-03-02", reason: null, promisedDueOn: "2026-03-19", statutoryDueOn: "2026-04-02", correction: null,
  ground: null, competentOrgan: null, newNumber: null, tolerated: [], termination: null, basis: null, certificate: null, hearing: null, procedure: null, startOn: null, endOn: null, extension: null, deliveryDueOn: null, issuesCertificate: false,
  reviewUrl: "https://review.example/",
};
const textOf = (body: NoticeBody) => [body.title, ...body.paragraphs, ...body.items, ...body.remedies].join("\n");

describe("noticeBody", () => {
  it.each([
    ["accept", {}, ["受理通知书", "您于2026年3月2日提出的“食品经营许可”申请（申请编号：310101-20260302-000001-K）", "第三十二条第一款第（五）项", "承诺于2026年3月19日前作出决定（法定期限至2026年4月2日）"]],
    ["deemAccept", {}, ["五个工作日内", "自收到申请材料之日即2026年3月2日起视为受理", "2026年3月19日"]],
    ["requestCorrection", { correction: { items: [{ label: "健康证明", reason: "已过期" }, { label: "平面图", reason: "缺少比例" }], note: "请核对", dueOn: "2026-03-26" } }, ["一次性告知", "请于2026年3月26日前补正", "说明：请核对", "健康证明：已过期", "平面图：缺少比例"]],
    ["refuse", { ground: "notRequired", reason: "预包装食品仅需备案" }, ["依法不需要取得行政许可", "第（一）项", "理由：预包装食品仅需备案", "六十日", "六个月", "https://review.example/"]],
    ["refuse", { ground: "notCompetent", competentOrgan: "上海市药品监督管理局" }, ["不属于本机关职权范围", "请向上海市药品监督管理局提出申请", "六十日"]],
    ["refuse", { ground: "correctionNotMade" }, ["经告知补正后，仍不齐全", "六十日"]],
    ["lapse", {}, ["终止办理", "已填写的内容可以继续使用", "行政诉讼"]],
    ["suspend", { procedure: "inspection", startOn: "2026-03-05", endOn: "2026-03-20", reason: "现场检验" }, ["依法需要进行检验", "自2026年3月5日起至2026年3月20日止", "不计入办理期限", "事由：现场检验"]],
    ["resume", { endOn: "2026-03-20", promisedDueOn: "2026-04-03" }, ["已于2026年3月20日结束", "恢复办理", "2026年4月3日"]],
    ["extend", { extension: { days: 10, unit: "calendarDay" }, promisedDueOn: "2026-04-02" }, ["延长10日（自然日）。"]],
    ["extend", { extension: { days: 10, unit: "workday" }, reason: "案情复杂", promisedDueOn: "2026-04-02" }, ["第四十二条", "延长10个工作日", "理由：案情复杂", "承诺于2026年4月2日前作出决定。"]],
    ["approve", { issuesCertificate: true, deliveryDueOn: "2026-03-19" }, ["准予行政许可决定书", "决定准予行政许可", "于2026年3月19日前颁发、送达电子证照"]],
    ["tolerantAccept", { tolerated: [{ name: "专间照片", dueOn: "2026-03-12" }, { name: "冷柜照片", dueOn: "2026-03-19" }] }, ["容缺受理通知书", "承诺于2026年3月19日前补交", "不作出准予行政许可的决定", "专间照片（2026年3月12日前）", "承诺于2026年3月19日前作出决定"]],
    ["transfer", { competentOrgan: "徐汇区市场监督管理局", newNumber: "310104-20260305-000001-8", reason: "经营场所在徐汇区" }, ["移送通知书", "第三十二条第一款第（二）项", "于2026年3月5日将申请材料移送徐汇区市场监督管理局", "新的申请编号为310104-20260305-000001-8", "理由：经营场所在徐汇区", "六十日"]],
    ["terminate", { termination: "applicantDied", basis: "《民法典》第十三条", reason: "申请人已于2月去世" }, ["终止办理决定书", "因申请人死亡，本机关决定终止办理", "依据：《民法典》第十三条", "六个月"]],
    ["void", { certificate: "1.2.156", reason: "以欺骗手段取得" }, ["作废决定书", "第六十九条", "电子证照（标识：1.2.156）同时吊销", "理由：以欺骗手段取得", "https://review.example/"]],
    ["reject", { reason: "面积不足" }, ["不予行政许可决定书", "第三十八条第二款", "理由：面积不足", "六十日", "六个月", "在线申请行政复议：https://review.example/"]],
  ] as const)("of kind %s with %j says what the law asks", (kind, extra, sentences) => {
    const body = NoticeBody.parse(noticeBody(kind, { ...facts, ...extra }));
    for (const sentence of sentences) expect(textOf(body)).toContain(sentence);
  });

  it("cites the Licensing Law for licences alone", () => {
    expect(textOf(noticeBody("reject", facts))).toContain("行政许可法");
    const allowance = textOf(noticeBody("reject", { ...facts, itemName: "高龄津贴", itemType: "05" }));
    expect(allowance).not.toContain("许可");
    expect(allowance).toContain("不予办理决定书");
  });

  it("addresses an organisation as one", () => expect(textOf(noticeBody("accept", { ...facts, forOrganisation: true }))).toContain("贵单位于"));

  it.each(["accept", "deemAccept", "requestCorrection", "suspend", "resume", "extend", "approve"] as const)("of kind %s offers no remedy where nothing was refused", (kind) => {
    expect(noticeBody(kind, facts).remedies).toEqual([]);
  });
});

describe("a notice's number", () => {
  const parts = { divisionCode: "310101", issuedOn: "2026-03-05" } as const;
  it("names division, kind, year and place in its sequence", () => {
    expect(noticeNumber({ kind: "accept", ...parts }, 123)).toBe("310101受字〔2026〕第000123号");
  });
  it("comes from one sequence for kinds that share a word", () => {
    expect(noticeSequence({ kind: "accept", ...parts })).toBe(noticeSequence({ kind: "deemAccept", ...parts }));
    expect(noticeSequence({ kind: "lapse", ...parts })).toBe(noticeSequence({ kind: "terminate", ...parts }));
    const words = noticeKinds.map((kind) => noticeSequence({ kind, ...parts }));
    expect(new Set(words).size).toBe(noticeKinds.length - 3);
  });
});

describe("which acts are told", () => {
  it("every noticed act also sends a message; the desk's own steps send none", () => {
    for (const action of applicationActions.filter(isNoticed)) expect(messageTemplate(action)).toBeDefined();
    expect(applicationActions.filter((action) => !messageTemplate(action))).toEqual(["receive", "proposeLapse", "startReview", "completeStep", "handBack", "askDepartment", "sendBack", "recordHearing", "askExtension", "declineExtension", "proposeVoid", "declineVoid"]);
  });
});
