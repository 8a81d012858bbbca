import { expect, test } from "vitest";
import { restoredAct, untouched } from "./state";

test("an act posted too late is unfolded again with what was typed, and without the version it was typed for", () => {
  expect(restoredAct({ _act: "reject", _version: "3", "reject.reason": "材料不实" })).toEqual({ ...untouched, at: "restored", act: "reject", raw: { "reject.reason": "材料不实" } });
});

test("an act nobody knows unfolds nothing", () => {
  expect(restoredAct({ _act: "delete", "delete.reason": "x" })).toMatchObject({ act: null, raw: { "delete.reason": "x" } });
});
