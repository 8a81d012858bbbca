import { describe, expect, it } from "vitest";
import { dayOfInstant, formatCitizenId, formatDay, formatDayShort, formatInstant, formatMoney, formatPhone, formatStamp } from "./format";

describe("dates", () => {
  it("tells the day with its weekday", () => {
    expect(formatDay("2026-11-21", "zh-CN")).toBe("2026年11月21日 星期六");
    expect(formatDay("2026-11-21", "en")).toBe("Saturday 21 November 2026");
    expect(formatDayShort("2026-02-01", "zh-CN")).toBe("2026年2月1日");
  });

  it.each([
    ["2026-11-20T15:59:59Z", "2026-11-20"],
    ["2026-11-20T16:00:00Z", "2026-11-21"],
    ["2026-12-31T16:00:00.000Z", "2027-01-01"],
  ])("puts the instant %s on the office's day %s", (instant, day) => {
    expect(dayOfInstant(instant)).toBe(day);
  });

  it("tells an instant in the office's time", () => {
    expect(formatInstant("2026-11-20T16:05:00Z", "zh-CN")).toBe("2026年11月21日 星期六 00:05");
    expect(formatInstant("2026-11-21T02:32:00Z", "en")).toBe("Saturday 21 November 2026, 10:32");
    expect(formatStamp("2026-11-21T02:32:00Z")).toBe("2026-11-21 10:32");
  });
});

describe("figures", () => {
  it.each([
    [0, "0 元"],
    [1234.5, "1,234.50 元"],
    ["50000", "50,000 元"],
    [0.05, "0.05 元"],
  ])("writes %s yuan as %s", (amount, text) => expect(formatMoney(amount, "zh-CN")).toBe(text));

  it("writes money in English with the currency first", () => expect(formatMoney(1234.5, "en")).toBe("CNY 1,234.50"));
  it("groups an ID number 6-8-4, masked or not", () => {
    expect(formatCitizenId("11010519491231002X")).toBe("110105 19491231 002X");
    expect(formatCitizenId("1101**********002X")).toBe("1101** ******** 002X");
    expect(formatCitizenId("123")).toBe("123");
  });
  it("groups a phone number 3-4-4", () => expect(formatPhone("13800138000")).toBe("138 0013 8000"));
});
