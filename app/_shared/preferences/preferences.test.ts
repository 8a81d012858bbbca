import { describe, expect, it } from "vitest";
import { readView } from "@/domain/identity/rules/preferences";
import { safeReturn, viewAttributes } from "./preferences";

describe("the view of a page", () => {
  it("names the theme only when dark is chosen, so that the system decides otherwise", () => {
    expect(viewAttributes(readView("standard", '{"contrast":"dark"}'))).toMatchObject({ "data-theme": "dark", "data-contrast": "standard" });
    expect(viewAttributes(readView("standard", '{"contrast":"high"}'))).not.toHaveProperty("data-theme");
  });
});

describe("the way back after a change", () => {
  it.each(["/", "/items?q=jzz", "/en/me", "/verify/1.2.156"])("keeps %s", (path) => expect(safeReturn(path)).toBe(path));
  it.each(["//evil.example", "/\\evil.example", "https://evil.example", "items", "", null, "/a b"])("refuses %s", (path) => expect(safeReturn(path)).toBe("/"));
});
