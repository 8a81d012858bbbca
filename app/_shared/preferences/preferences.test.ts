import { describe, expect, it } from "vitest";
import { presetOf, readView, safeReturn, viewAttributes } from "./preferences";

describe("the view read from the cookies", () => {
  it("is the standard preset without cookies", () => {
    expect(readView(undefined, undefined)).toEqual({ mode: "standard", preferences: presetOf("standard") });
  });

  it("is the elder preset, with read-aloud and the simplified flow, when only the mode is stored", () => {
    expect(readView("elder", undefined).preferences).toMatchObject({ readAloud: true, simplified: true });
  });

  it("keeps each valid preference beside a broken one", () => {
    const { preferences } = readView("elder", JSON.stringify({ size: "huge", contrast: "high", readAloud: false }));
    expect(preferences).toEqual({ size: "standard", contrast: "high", readAloud: false, simplified: true });
  });

  it.each(["not json", "[]", "null", '"text"', "7", ""])("falls back to the preset when the cookie holds %j", (text) => {
    expect(readView("oops", text)).toEqual({ mode: "standard", preferences: presetOf("standard") });
  });

  it("names the theme only when dark is chosen, so that the system decides otherwise", () => {
    expect(viewAttributes(readView("standard", '{"contrast":"dark"}'))).toMatchObject({ "data-theme": "dark", "data-contrast": "standard" });
    expect(viewAttributes(readView("standard", '{"contrast":"high"}'))).not.toHaveProperty("data-theme");
  });
});

describe("the way back after a change", () => {
  it.each(["/", "/items?q=jzz", "/en/me", "/verify/1.2.156"])("keeps %s", (path) => expect(safeReturn(path)).toBe(path));
  it.each(["//evil.example", "/\\evil.example", "https://evil.example", "items", "", null, "/a b"])("refuses %s", (path) => expect(safeReturn(path)).toBe("/"));
});
