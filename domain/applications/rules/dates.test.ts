import { describe, expect, test } from "vitest";
import { entriesOf, type CaseDates } from "./dates";

const dates = (overrides: Partial<CaseDates> = {}): CaseDates => ({
  id: "case", number: "440104202609010001237", item: { zh: "居住证申领", en: "Residence permit" }, url: "https://portal.example/me/applications", sequence: 3,
  due: { clock: "decision", dueOn: "2026-09-08", provisional: false }, tolerated: [], hearing: null, ...overrides,
});
const seen = (overrides: Partial<CaseDates>, language: "zh" | "en" = "zh") => entriesOf(dates(overrides), language).map(({ uid, on, title }) => [uid, on, title].join(" "));

describe("the dates of a case for a calendar", () => {
  test.each([
    ["notice", "最迟今天告知是否受理：居住证申领"], ["correction", "补正截止：居住证申领"], ["decision", "最迟今天答复：居住证申领"],
    ["special", "特别程序预计结束：居住证申领"], ["delivery", "最迟今天送达：居住证申领"],
  ] as const)("the %s date is named by what falls due", (clock, title) => {
    expect(seen({ due: { clock, dueOn: "2026-09-08", provisional: false } })).toEqual([`case-${clock}@tongban 2026-09-08 ${title}`]);
  });

  test("what was promised for later comes once, on the earliest day it is still owed", () => {
    const tolerated = [{ state: "awaited", dueOn: "2026-09-30" }, { state: "supplied", dueOn: "2026-09-10" }, { state: "awaited", dueOn: "2026-09-20" }, { state: "awaited", dueOn: null }] as const;
    expect(seen({ due: null, tolerated })).toEqual(["case-tolerated@tongban 2026-09-20 补交材料截止：居住证申领"]);
  });

  test("a hearing keeps its own name, hour and place", () => {
    const hearing = { id: "hearing", heldOn: "2026-09-20", startsAt: "09:30", place: "一号厅", onlineUrl: null };
    expect(entriesOf(dates({ due: null, hearing }), "en")).toEqual([expect.objectContaining({ uid: "hearing@tongban", on: "2026-09-20", startsAt: "09:30", minutes: 180, place: "一号厅", title: "Hearing: Residence permit" })]);
  });

  test("tells the item and four digits, never the whole number, in the language of the page", () => {
    const [entry] = entriesOf(dates({ due: { clock: "decision", dueOn: "2026-12-31", provisional: true } }), "zh");
    expect(entry).toMatchObject({ text: "办件编号末四位 0123。日期有变化时，请到办件页面重新下载。下一年放假安排公布后，日期可能微调。", sequence: 3, url: "https://portal.example/me/applications" });
    expect(JSON.stringify(entriesOf(dates(), "en"))).not.toContain("440104202609010001237");
    expect(seen({ item: { zh: "没有英文名的事项" } }, "en")).toEqual(["case-decision@tongban 2026-09-08 Office to answer by today: 没有英文名的事项"]);
    expect(seen({ due: null })).toEqual([]);
  });
});
