import { describe, expect, it } from "vitest";
import { keptView, presetOf, readView, viewCookies } from "./preferences";

describe("the view read from the cookies", () => {
  it("is the standard preset without cookies", () => {
    expect(readView(undefined, undefined)).toEqual({ mode: "standard", preferences: presetOf("standard") });
  });

  it("is the elder preset, with read-aloud and the simplified flow, when only the mode is stored", () => {
    expect(readView("elder", undefined).preferences).toMatchObject({ readAloud: true, simplified: true });
  });

  it("keeps each valid preference beside a broken one", () => {
    const { preferences } = readView("elder", JSON.stringify({ size: "huge", contrast: "high", readAloud: false }));
    expect(preferences).toEqual({ ...presetOf("elder"), contrast: "high", readAloud: false });
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

describe("the view kept in an account", () => {
  it("is nothing before anything was chosen", () => {
    expect(keptView({})).toBeUndefined();
    expect(keptView(undefined)).toBeUndefined();
  });
  it("that was kept before a preference existed keeps what was chosen then and has the preset for the rest", () => {
    const kept = JSON.parse('{"mode":"elder","preferences":{"size":"large","contrast":"high","readAloud":false,"simplified":true}}');
    expect(keptView(kept)).toEqual({ mode: "elder", preferences: { ...presetOf("elder"), size: "large", contrast: "high", readAloud: false } });
  });
});
