/**
 * What a phone's keyboard writes when it is spoken to: numbers in Chinese, a full stop at the end. It means what was said.
 * One place for all fields, because a person dictates a phone number and an ID number alike.
 */

const DIGITS: Readonly<Record<string, number>> = Object.fromEntries(
  ["零〇○", "一幺壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"].flatMap((signs, digit) => [...signs].map((sign) => [sign, digit])),
);
const UNITS: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
const GROUPS: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 };
const digitSigns = Object.keys(DIGITS).join("");
const ANY_DIGIT = new RegExp(`[${digitSigns}]`, "g");
const NUMERAL = new RegExp(`^[${digitSigns}十拾百佰千仟万亿]+$`);
// 两三千 is about a number, 三十二百 was misheard: better none than a wrong one.
const UNCLEAR = new RegExp(`[${digitSigns.replace(/[零〇○]/g, "")}][${digitSigns}]|[十拾][^万亿]*[十拾百佰千仟]|[百佰][^万亿]*[百佰千仟]|[千仟][^万亿]*[千仟]`);
const END_MARK = /[\s。，、；！？]/;
const RUN = new RegExp(`[${digitSigns}十拾]+`, "g");

/** Digit for digit: 幺三八零零 is 13800. */
export function heardDigits(text: string): string {
  return text.replace(ANY_DIGIT, (sign) => String(DIGITS[sign] ?? sign));
}

/** Without the marks that dictation puts at the end. */
export function withoutEndMark(text: string): string {
  // Sign by sign: a pattern tied to the end would try again from every blank of a page full of them.
  let end = text.length;
  while (end > 0 && END_MARK.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** A number as it was said, in figures: 三百二十 is 320, 一万二 is 12000, 三点五万 is 3.5万; anything else stays as it is. */
export function heardNumber(text: string): string {
  const [, minus, said = "", fraction, group = ""] = /^(负?)([^点]+)(?:点([^万亿]+)([万亿]?))?$/.exec(text) ?? [];
  const whole = wholeNumber(said);
  const places = heardDigits(fraction ?? "");
  if (whole === undefined || !/^\d*$/.test(places)) return text;
  return `${minus ? "-" : ""}${whole}${places && `.${places}`}${group}`;
}

function wholeNumber(said: string): number | undefined {
  if (!NUMERAL.test(said)) return undefined;
  const isDigitByDigit = [...said].every((sign) => sign in DIGITS);
  if (isDigitByDigit) return Number(heardDigits(said));
  return UNCLEAR.test(said) ? undefined : sumOf(said);
}

/** Counts as one does aloud: each digit in its unit, each group in its own; a last digit after a unit is a tenth of that unit. */
function sumOf(said: string): number {
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let unit = 0;
  for (const sign of said) {
    const group = GROUPS[sign];
    const worth = UNITS[sign];
    if (group !== undefined) {
      // 一亿零三百万: what was counted in a greater group stands.
      const counted = section + (digit ?? 0);
      total = total > group ? total + counted * group : (total + counted) * group;
      [section, digit, unit] = [0, undefined, group];
    } else if (worth !== undefined) {
      section += (digit ?? 1) * worth;
      [digit, unit] = [undefined, worth];
    } else {
      digit = DIGITS[sign];
      // 一百零五: what follows a nought stands in its own place.
      if (digit === 0) unit = 0;
    }
  }
  return total + section + (digit ?? 0) * (unit > 10 ? unit / 10 : 1);
}

/** A date as it was said: 二零二六年十一月三日 is 2026年11月3日. Years go digit by digit, months and days are counted. */
export function heardDate(text: string): string {
  return text.replace(RUN, (run) => (/[十拾]/.test(run) ? heardNumber(run) : heardDigits(run)));
}
