import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createTranslator } from "use-intl/core";
import { dueKeys, dueWords } from "./dueWords";

const messages = (locale: string) => JSON.parse(readFileSync(join(import.meta.dirname, `../../_i18n/messages/${locale}/desk.json`), "utf8")) as { due: Record<string, string>; light: Record<string, string> };

describe("the days left on a clock", () => {
  // Friday 20 November 2026 is the day.
  it.each([
    ["two workdays ahead", "2026-11-18", 2, "剩 2 个工作日", "2 workdays left"],
    ["the day before", "2026-11-19", 1, "剩 1 个工作日", "1 workday left"],
    ["today", "2026-11-20", 0, "就在今天", "today"],
    ["on the Saturday after it", "2026-11-21", 0, "已超期，还不到 1 个工作日", "past due, by less than a workday"],
    ["on the Monday after it", "2026-11-23", -1, "超 1 个工作日", "1 workday over"],
    ["long after it", "2026-11-30", -6, "超 6 个工作日", "6 workdays over"],
  ])("%s are told as they are", (_, today, workdaysLeft, zh, en) => {
    const { key, count } = dueWords({ dueOn: "2026-11-20", today, workdaysLeft });
    expect(createTranslator({ locale: "zh-CN", messages: messages("zh-CN").due })(key, { count })).toBe(zh);
    expect(createTranslator({ locale: "en", messages: messages("en").due })(key, { count })).toBe(en);
  });

  it("up to a day off are told as the last workday, never as none", () => {
    expect(dueWords({ dueOn: "2026-11-22", today: "2026-11-20", workdaysLeft: 0 })).toEqual({ key: "lastWorkday", count: 0 });
  });

  it.each(["zh-CN", "en"])("have their words in %s", (locale) => {
    for (const key of dueKeys) expect(messages(locale).due).toHaveProperty(key);
  });
});
