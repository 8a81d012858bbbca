import type { DataClass } from "../schema";

/**
 * How long what is kept about people, why, and what then happens: the table that the nightly job works by, that `/me/data`
 * shows and that docs/retention.md repeats. `days` count from `since`; with `keep` they are the least time, null is for good.
 */
export type Retention = { dataClass: DataClass; basis: { zh: string; en: string }; since: RetentionStart; days: number | null; action: RetentionAction };

export const retentionStarts = ["filing", "lastChange", "closing", "removal", "writing", "end", "answer", "accountClosed", "lastUse"] as const;
export type RetentionStart = (typeof retentionStarts)[number];
export type RetentionAction = "delete" | "anonymise" | "keep";

const duty = { zh: "《个人信息保护法》第十三条第一款第三项（履行法定职责）", en: "Personal Information Protection Law, art. 13(1)(3): statutory duty" };
const archive = { zh: "《档案法》第十四条；《行政许可法》第六十一条", en: "Archives Law, art. 14; Administrative Licensing Law, art. 61" };
const security = { zh: "《网络安全法》关于网络日志留存不少于六个月的规定", en: "Cybersecurity Law: network logs are kept for at least six months" };
const minimal = { zh: "《个人信息保护法》第十九条（最短必要期限）", en: "Personal Information Protection Law, art. 19: the shortest time necessary" };
const records = { zh: "《网络数据安全管理条例》第十二条（记录保存至少三年）", en: "Network Data Security Regulations, art. 12: records for at least three years" };
const contest = { zh: "《行政诉讼法》第四十六条（六个月的起诉期限）；《行政复议法》第二十条", en: "Administrative Litigation Law, art. 46 (six months to sue); Administrative Reconsideration Law, art. 20" };
const knowing = { zh: "《个人信息保护法》第四十四条（知情权、决定权）", en: "Personal Information Protection Law, art. 44: the right to know and to decide" };
const rights = { zh: "《个人信息保护法》第五十条", en: "Personal Information Protection Law, art. 50" };

const consent = { zh: "《个人信息保护法》第十三条第一款第一项（个人同意）、第十九条", en: "Personal Information Protection Law, art. 13(1)(1) (consent) and art. 19" };

const YEAR = 365;

export const retention: readonly Retention[] = [
  { dataClass: "profile", basis: duty, since: "accountClosed", days: 30, action: "anonymise" },
  { dataClass: "applications", basis: archive, since: "filing", days: null, action: "keep" },
  { dataClass: "drafts", basis: minimal, since: "lastChange", days: 180, action: "delete" },
  { dataClass: "refusedFiles", basis: minimal, since: "closing", days: 2 * YEAR, action: "delete" },
  { dataClass: "removedFiles", basis: minimal, since: "removal", days: 30, action: "delete" },
  { dataClass: "replacedFiles", basis: contest, since: "closing", days: YEAR, action: "delete" },
  { dataClass: "keptMaterials", basis: consent, since: "lastUse", days: 2 * YEAR, action: "delete" },
  { dataClass: "certificates", basis: archive, since: "filing", days: null, action: "keep" },
  { dataClass: "certificateUses", basis: knowing, since: "writing", days: null, action: "keep" },
  { dataClass: "presentations", basis: minimal, since: "end", days: 30, action: "delete" },
  { dataClass: "notices", basis: archive, since: "filing", days: null, action: "keep" },
  { dataClass: "ratings", basis: minimal, since: "writing", days: 3 * YEAR, action: "anonymise" },
  { dataClass: "delegations", basis: records, since: "end", days: 3 * YEAR, action: "keep" },
  { dataClass: "messages", basis: minimal, since: "writing", days: 3 * YEAR, action: "delete" },
  { dataClass: "sessions", basis: security, since: "end", days: 180, action: "delete" },
  { dataClass: "signInAttempts", basis: minimal, since: "end", days: 1, action: "delete" },
  { dataClass: "receptions", basis: records, since: "end", days: 3 * YEAR, action: "delete" },
  { dataClass: "experts", basis: contest, since: "closing", days: YEAR, action: "anonymise" },
  { dataClass: "itemRuns", basis: records, since: "end", days: 3 * YEAR, action: "delete" },
  { dataClass: "accessLog", basis: records, since: "writing", days: 3 * YEAR, action: "keep" },
  { dataClass: "auditLog", basis: security, since: "writing", days: 3 * YEAR, action: "keep" },
  { dataClass: "dataRequests", basis: rights, since: "answer", days: 3 * YEAR, action: "delete" },
  { dataClass: "enquiries", basis: minimal, since: "answer", days: 3 * YEAR, action: "delete" },
  { dataClass: "answersGiven", basis: minimal, since: "writing", days: 7, action: "delete" },
  { dataClass: "queue", basis: minimal, since: "end", days: 30, action: "delete" },
];

/** Somebody is told so many days before an untouched draft goes. */
export const draftWarningDays = 14;

/** The row of a class. */
export function retentionOf(dataClass: DataClass): Retention {
  const row = retention.find((one) => one.dataClass === dataClass);
  if (!row) throw new Error(`no retention for ${dataClass}`);
  return row;
}

/** The instant before which a period that began then has run out; nothing for what is kept. */
export function expiredBefore({ days, action }: Retention, now: Date): Date | undefined {
  return days === null || action === "keep" ? undefined : new Date(now.getTime() - days * 86_400_000);
}

/** The table as Markdown, as docs/retention.md has it. */
export function retentionMarkdown(): string {
  const since: Record<RetentionStart, string> = {
    filing: "its filing", lastChange: "the last change", closing: "the closing of the case", removal: "its removal", writing: "its writing", end: "its end",
    answer: "the answer", accountClosed: "the closing of the account", lastUse: "the day it was kept or last used",
  };
  const period = ({ days, action, since: start }: Retention) => (days === null ? "for good" : `${action === "keep" ? "at least " : ""}${days} ${days === 1 ? "day" : "days"} from ${since[start]}`);
  const rows = retention.map((row) => `| \`${row.dataClass}\` | ${period(row)} | ${row.action} | ${row.basis.zh} |`);
  return ["| class | kept | then | basis |", "|---|---|---|---|", ...rows].join("\n");
}
