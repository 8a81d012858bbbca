import { expect, it } from "vitest";
import { stillMeant } from "./early";

it.each([
  [[], []],
  [["a"], ["a"]],
  [["r", "Shift", "+"], ["r", "+"]],
  [["a", "Tab"], []],
  [["a", "Tab", "Enter", "n"], ["n"]],
  [["a", "x", "v", "?"], ["v", "?"]],
])("of %j pressed before the script came, %j is carried out", (pressed, meant) => {
  const shortcuts = new Set(["a", "n", "r", "v", "+", "?"]);
  expect(stillMeant(pressed.map((key) => ({ key })), ({ key }) => shortcuts.has(key)).map(({ key }) => key)).toEqual(meant);
});
