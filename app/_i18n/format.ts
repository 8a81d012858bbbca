import type { Locale } from "./routing";

/* Everything a person reads as a date is told in the time of the office: Asia/Shanghai. */
const timeZone = "Asia/Shanghai";
const weekdays = { "zh-CN": ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"] } as const;

function english(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
}

const englishDay = english({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const englishShort = english({ day: "numeric", month: "long", year: "numeric" });
const clock = english({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const isoDay = new Intl.DateTimeFormat("sv-SE", { year: "numeric", month: "2-digit", day: "2-digit", timeZone });

/** The calendar day in Asia/Shanghai on which an instant falls, as `YYYY-MM-DD`. */
export function dayOfInstant(instant: string | Date): string {
  return isoDay.format(new Date(instant));
}

const noonOf = (day: string) => new Date(`${day}T12:00:00+08:00`);

/** A calendar day `YYYY-MM-DD` as `2026年11月21日 星期六`, or `Saturday 21 November 2026`. */
export function formatDay(day: string, locale: Locale): string {
  if (locale === "en") return englishDay.format(noonOf(day)).replace(",", "");
  return `${formatDayShort(day, locale)} ${weekdays[locale][new Date(`${day}T00:00:00Z`).getUTCDay()]}`;
}

/** A calendar day without its weekday: `2026年11月21日`, or `21 November 2026`. */
export function formatDayShort(day: string, locale: Locale): string {
  if (locale === "en") return englishShort.format(noonOf(day));
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}

/** The time of day of an instant, `10:32`. */
export function formatTime(instant: string | Date): string {
  return clock.format(new Date(instant));
}

/** An instant as day and time: `2026年11月21日 星期六 10:32`, `Saturday 21 November 2026, 10:32`. */
export function formatInstant(instant: string | Date, locale: Locale): string {
  return `${formatDay(dayOfInstant(instant), locale)}${locale === "en" ? "," : ""} ${formatTime(instant)}`;
}

/** The short form for tables: `2026-11-21 10:32`, the same in every language. */
export function formatStamp(instant: string | Date): string {
  return `${dayOfInstant(instant)} ${formatTime(instant)}`;
}

/** An amount in yuan as `1,234.50 元`, or `CNY 1,234.50`. Whole yuan carry no decimals. */
export function formatMoney(yuan: number | string, locale: Locale): string {
  const amount = Number(yuan);
  const digits = Number.isInteger(amount) ? 0 : 2;
  const text = new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount);
  return locale === "en" ? `CNY ${text}` : `${text} 元`;
}

const grouped = (value: string, sizes: readonly number[]) => {
  let from = 0;
  return sizes.map((size) => value.slice(from, (from += size))).join(" ");
};

/** A citizen ID number in groups 6-8-4; masked characters are kept. Anything of another length is left alone. */
export function formatCitizenId(value: string): string {
  return value.length === 18 ? grouped(value, [6, 8, 4]) : value;
}

/** A mobile number in groups 3-4-4, masked or not. Anything else is left alone. */
export function formatPhone(value: string): string {
  return /^1[\d*]{10}$/.test(value) ? grouped(value, [3, 4, 4]) : value;
}
