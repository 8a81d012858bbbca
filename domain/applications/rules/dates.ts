import type { Day } from "@/domain/core/calendar";
import type { CalendarEntry } from "@/domain/core/icalendar";
import type { LocalisedText } from "@/domain/forms/schema";
import type { DueExplained } from "./due";
import type { ToleratedState } from "./tolerance";

type Language = "zh" | "en";

/** What a case has in store: when it is due, what was promised for later, a hearing. */
export type CaseDates = {
  /** What entries are named by; never told. */
  id: string;
  /** Its number, of which only the last digits are told. */
  number: string;
  item: LocalisedText;
  due: Pick<DueExplained, "clock" | "dueOn" | "provisional"> | null;
  tolerated: readonly { state: ToleratedState; dueOn: Day | null }[];
  hearing: { id: string; heldOn: Day; startsAt: string; place: string; onlineUrl: string | null } | null;
  /** Where it is found; not its own page, whose address holds the whole number. */
  url: string;
  sequence: number;
};

const titles = {
  notice: { zh: "最迟今天告知是否受理", en: "Office to say whether it is accepted" },
  correction: { zh: "补正截止", en: "Last day to correct your application" },
  decision: { zh: "最迟今天答复", en: "Office to answer by today" },
  special: { zh: "特别程序预计结束", en: "Special procedure planned to end" },
  delivery: { zh: "最迟今天送达", en: "Office to deliver by today" },
  tolerated: { zh: "补交材料截止", en: "Last day to hand in promised documents" },
  hearing: { zh: "听证", en: "Hearing" },
} as const;

const tail = { zh: (digits: string) => `办件编号末四位 ${digits}。`, en: (digits: string) => `Application number ending ${digits}. ` };
const mayMove = { zh: "下一年放假安排公布后，日期可能微调。", en: "The date may move once next year’s public holidays are announced." };
const changes = { zh: "日期有变化时，请到办件页面重新下载。", en: "If the date changes, download it again from the page of your application. " };
const halfADay = 180;

/** The last four digits of the running number; the letter after them only checks. */
const lastDigits = (number: string) => number.slice(-5, -1);

/** The dates of a case for its applicant's own calendar: the item's name and four digits, nothing of the person. */
export function entriesOf(dates: CaseDates, language: Language): CalendarEntry[] {
  const { id, number, item, due, tolerated, hearing, url, sequence } = dates;
  const name = language === "en" ? (item.en ?? item.zh) : item.zh;
  const about = (extra = "") => `${tail[language](lastDigits(number))}${changes[language]}${extra}`.trim();
  const entry = (key: keyof typeof titles, on: Day, rest: Partial<CalendarEntry> = {}): CalendarEntry =>
    ({ uid: `${id}-${key}@tongban`, sequence, on, title: `${titles[key][language]}${language === "en" ? ": " : "："}${name}`, text: about(), url, ...rest });
  const owed = tolerated.flatMap(({ state, dueOn }) => (state === "awaited" && dueOn ? [dueOn] : [])).toSorted();
  return [
    ...(due ? [entry(due.clock, due.dueOn, due.provisional ? { text: about(mayMove[language]) } : {})] : []),
    ...owed.slice(0, 1).map((on) => entry("tolerated", on)),
    ...(hearing ? [entry("hearing", hearing.heldOn, { uid: `${hearing.id}@tongban`, startsAt: hearing.startsAt, minutes: halfADay, place: hearing.place, url: hearing.onlineUrl ?? url })] : []),
  ];
}
