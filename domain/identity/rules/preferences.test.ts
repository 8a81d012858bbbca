import { describe, expect, it } from "vitest";
import { presetOf, readView, viewCookies } from "./preferences";

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

  it.each(["standard", "elder"] as const)("is what was written into them: %s", (mode) => {
    const view = { mode, preferences: { ...presetOf(mode), size: "largest", contrast: "dark" } } as const;
    const written = viewCookies(view);
    expect(readView(written["ui-mode"], written["ui-prefs"])).toEqual(view);
  });
});
