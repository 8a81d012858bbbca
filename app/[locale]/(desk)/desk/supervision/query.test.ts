import { describe, expect, it } from "vitest";
import { casesHref, figuresHref, figuresInput, readBehind, readFigures } from "./query";

const today = "2026-03-12";
const paramsOf = (href: string) => Object.fromEntries(new URL(href, "http://here").searchParams);

describe("the address of figures", () => {
  it.each([
    [{}, { period: "month", fromOn: "2026-03-01", throughOn: "2026-03-31" }],
    [{ period: "week" }, { period: "week", fromOn: "2026-03-09", throughOn: "2026-03-15" }],
    [{ period: "custom", from: "2026-01-05", through: "2026-02-01" }, { period: "custom", fromOn: "2026-01-05", throughOn: "2026-02-01" }],
    [{ period: "custom", "from-year": "2026", "from-month": "1", "from-day": "5", "through-year": "2026", "through-month": "2", "through-day": "1" }, { period: "custom", fromOn: "2026-01-05", throughOn: "2026-02-01" }],
    [{ period: "custom", from: "2026-02-01", through: "2026-01-05" }, { period: "month", fromOn: "2026-03-01" }],
    [{ period: "custom", from: "2026-02-30", through: "2026-03-05" }, { period: "month" }],
  ])("%j", (params, expected) => expect(readFigures(params, today)).toMatchObject(expected));

  it("comes back as it went out, with the list behind a figure", () => {
    const query = readFigures({ period: "custom", from: "2026-01-05", through: "2026-02-01", division: "440104", department: crypto.randomUUID() }, today);
    expect(readFigures(paramsOf(figuresHref(query)), today)).toEqual(query);
    const href = casesHref(query, { group: "held", value: "x" }, "next");
    expect(readFigures(paramsOf(href), today)).toEqual(query);
    expect(readBehind(paramsOf(href))).toEqual({ group: "held", value: "x", cursor: "next" });
  });

  it("asks for nothing that is no filter", () => expect(figuresInput(readFigures({ department: "x", division: "4" }, today))).toEqual({ fromOn: "2026-03-01", throughOn: "2026-03-31" }));
});
