import { shanghaiStamp } from "@/domain/core/words";
import type { AccessKind } from "@/domain/records/schema";
import type { RecordSection } from "@/server/core/documents/record-pdf";
import type { Everything } from "./queries/everything";

type Facts = RecordSection["entries"][number]["facts"];

const text = (value: unknown): string => {
  if (value === null || value === undefined || value === "") return "（无）";
  if (Array.isArray(value)) return value.map(text).join("；");
  return typeof value === "object" ? Object.values(value).map(text).join("，") : String(value);
};

/** An instant as people in China read it. */
const at = (instant: string | null) => (instant === null ? "（无）" : shanghaiStamp(new Date(instant)));

const kinds: Record<AccessKind, string> = { open: "打开办件", reveal: "查看被遮盖的内容", download: "下载文件", export: "导出了含您姓名和证件号码的办件清单", counter: "在窗口查找", answer: "处理您的个人信息请求", expert: "请外部专家查看其中一部分", register: "向登记机关核对" };

/** Everything as sections of a copy to read. Status and role words are those of the machine-readable copy. */
export function sectionsOf(everything: Everything): RecordSection[] {
  const { profile, applications, certificates, certificateUses, delegations, sessions, accesses, requests, enquiries } = everything;
  return [
    { title: "基本信息", entries: [{ facts: profileFacts(profile) }] },
    section("办件和草稿", applications.map((one) => ({ title: `${one.itemName} ${one.number}`, facts: caseFacts(one) }))),
    section("电子证照", certificates.map(({ record, status }) => ({ title: record.certificate_name, facts: [["证照标识", record.certificate_identifier], ["颁发机关", record.issuing_authority_name], ["颁发日期", record.issuing_date], ["状态", status]] }))),
    section("谁用过我的证照", certificateUses.map((one) => ({ title: one.certificate.name, facts: [["时间", at(one.at)], ["使用者", one.by.name], ["用途", one.purpose], ["看到的内容", text(one.fields.map(({ zh }) => zh))]] }))),
    section("授权和代办", delegations.map((one) => ({ facts: [["类型", one.kind], ["身份", one.as], ["起止", `${one.validFrom} 至 ${one.validUntil ?? "长期"}`], ["撤销", at(one.revokedAt)]] }))),
    section("登录记录", sessions.map((one) => ({ facts: [["登录时间", at(one.createdAt)], ["最近使用", at(one.lastSeenAt)], ["设备", text(one.userAgent)]] }))),
    section("谁用过我的信息", accesses.map((one) => ({ facts: [["时间", at(one.at)], ["部门", one.departmentName], ["用途", kinds[one.kind]], ["内容", text(one.fields)], ["办件", text(one.applicationNumber)], ["说明", text(one.reason)]] }))),
    section("咨询与反馈", enquiries.map((one) => ({ title: one.number, facts: [["提交时间", at(one.sentAt)], ["内容", one.words], ["答复", text(one.answer)]] }))),
    section("更正和删除请求", requests.map((one) => ({ title: one.number, facts: [["提出时间", at(one.filedAt)], ["理由", one.wish.why], ["结果", one.state], ["答复", text(one.answer)]] }))),
  ];
}

const section = (title: string, entries: RecordSection["entries"]): RecordSection => ({ title, entries, ...(entries.length === 0 ? { note: "没有记录。" } : {}) });

const profileFacts = (profile: Everything["profile"]): Facts => [
  ["姓名", profile.name], ["身份证号", text(profile.citizenId)], ["手机号", text(profile.phone)], ["邮箱", text(profile.email)], ["地址", text(profile.address)],
  ["出生日期", text(profile.birthOn)], ["认证等级", profile.assuranceLevel], ["注册时间", at(profile.createdAt)],
];

function caseFacts({ departmentName, status, submittedAt, decidedAt, answers, files, notices, rating }: Everything["applications"][number]): Facts {
  return [
    ["办理部门", departmentName], ["状态", status], ["提交时间", at(submittedAt)], ["决定时间", at(decidedAt)],
    ...answers.map(({ label, value }) => [label, text(value)] as const),
    ...files.map(({ name }) => ["上传的文件", name] as const),
    ...notices.map(({ title, number }) => ["文书", `${title}（${number}）`] as const),
    ...(rating ? [["我的评价", text([rating.level, rating.comment])] as const] : []),
  ];
}
