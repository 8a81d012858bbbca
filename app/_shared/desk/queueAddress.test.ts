import { describe, expect, it, test } from "vitest";
import { dayTyped, narrows, queueHref, queueSearch, readAddress, without } from "./queueAddress";

describe("the address of the queue", () => {
  it("comes back as it was written", () => {
    const filters = { query: "张三", status: "inReview" as const, lights: ["red" as const, "black" as const], assignee: "me" as const, dueFrom: "2026-03-02", division: "310100" };
    const href = queueHref({ filters, sort: "-received", cursor: "abc" });
    const params = new URL(href, "http://here").searchParams;
    const read = readAddress(Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)])));
    expect(read).toEqual({ filters, sort: "-received", view: "", cursor: "abc", ignored: [] });
  });

  it("says nothing where nothing is asked", () => {
    expect(queueHref({ filters: {}, sort: "due" })).toBe("/desk");
    expect(queueSearch({ filters: {}, view: "all" })).toBe("view=all");
    expect(narrows({ view: "all", sort: "due", cursor: "x" })).toBe(false);
    expect(narrows({ status: "" })).toBe(true);
  });

  it("keeps what it understands, and names the rest", () => {
    expect(readAddress({ dueFrom: "2026-02-30", light: ["red", "pink"], status: "draft", item: "x", sort: "best", query: " 张三 " })).toEqual({ filters: { query: "张三", lights: ["red"] }, sort: undefined, view: "", cursor: "", ignored: ["item", "status", "dueFrom"] });
    expect(readAddress({ light: "pink" }).ignored).toEqual(["light"]);
  });

  it("loses one filter at a time", () => expect(without({ lights: ["red"], step: "review" }, "light")).toEqual({ step: "review" }));
});

test.each([["2026-3-2", "2026-03-02"], ["2026/03/2", "2026-03-02"], ["20260302", "2026-03-02"], ["２０２６年3月2日", "2026-03-02"], ["下周", "下周"], ["", ""]])("the day %s is %s", (typed, day) => expect(dayTyped(typed)).toBe(day));
