const digits = "零一二三四五六七八九";
const units = ["", "十", "百", "千"];
const groups = ["", "万", "亿", "万亿"];

/** A group of up to four digits as it is said, `leading` where nothing stands before it. */
function saidGroup(group: number, leading: boolean): string {
  const places = [...String(group)].map(Number);
  const said = places.map((digit, index) => (digit === 0 ? "零" : `${digits[digit] ?? ""}${units[places.length - 1 - index] ?? ""}`)).join("").replace(/零+/g, "零").replace(/零$/, "");
  return leading ? said.replace(/^一十/, "十") : said;
}

/** How a number is said in Chinese: 3120.5 is 三千一百二十点五. Up to sixteen digits before the point. */
export function saidNumber(text: string): string {
  const [whole = "0", fraction = ""] = text.split(".");
  const parts = whole.replace(/^0+(?=\d)/, "").match(/\d{1,4}(?=(?:\d{4})*$)/g) ?? [];
  const said = parts.map((part, index) => {
    const value = Number(part);
    if (value === 0) return "零";
    const gap = index > 0 && value < 1000 ? "零" : "";
    return `${gap}${saidGroup(value, index === 0)}${groups[parts.length - 1 - index] ?? ""}`;
  }).join("").replace(/零+/g, "零").replace(/(?<=.)零$/, "");
  const point = fraction.replace(/0+$/, "");
  return point === "" ? said || "零" : `${said || "零"}点${saidDigits(point)}`;
}

/** Digit by digit: 2026 is 二零二六. */
export function saidDigits(text: string): string {
  return text.replace(/\d/g, (digit) => digits[Number(digit)] ?? digit);
}
