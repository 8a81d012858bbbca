import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(join(import.meta.dirname, "../globals.css"), "utf8");
const colours = css.slice(css.indexOf("/* 1. Colour"), css.indexOf("/* 2. Type"));

type Palette = Record<string, string>;
const declarations = (text: string): Palette => Object.fromEntries([...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]));

// The four blocks stand in this order: light, light high, dark, dark high.
const [light = "", lightHigh = "", rest = ""] = colours.split(/@variant (?:high|dark) \{/);
const [dark = "", darkHigh = ""] = colours.slice(colours.indexOf("@variant dark")).split("@variant high {");

const palettes: [string, Palette][] = [
  ["light", declarations(light)],
  ["light, high contrast", { ...declarations(light), ...declarations(lightHigh) }],
  ["dark", { ...declarations(light), ...declarations(dark) }],
  ["dark, high contrast", { ...declarations(light), ...declarations(lightHigh), ...declarations(dark), ...declarations(darkHigh) }],
];

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

const onEverything = ["page", "surface", "subtle"];
const texts: [string, string[]][] = [
  ["ink", [...onEverything, "accent-soft", "danger-soft", "success-soft", "warning-soft"]],
  ["muted", [...onEverything, "accent-soft", "success-soft", "warning-soft", "danger-soft"]],
  ["accent", [...onEverything, "accent-soft"]],
  ["accent-strong", [...onEverything, "accent-soft"]],
  ["danger", [...onEverything, "danger-soft"]],
  ["success", [...onEverything, "success-soft"]],
  ["warning", [...onEverything, "warning-soft"]],
  ["on-accent", ["accent", "accent-strong"]],
  ["on-masthead", ["masthead"]],
  ["ink", ["reading"]],
];
const marks: [string, string[]][] = [
  ["control", [...onEverything, "accent-soft"]],
  ["focus", [...onEverything, "accent-soft", "warning-soft", "success-soft"]],
  ["accent", ["page"]],
  ["danger", ["page"]],
  ["warning-line", ["page", "warning-soft"]],
];

function below(palette: Palette, pairs: [string, string[]][], least: number): string[] {
  return pairs.flatMap(([front, backs]) =>
    backs
      .map((back) => ({ back, ratio: contrast(palette[front]!, palette[back]!) }))
      .filter(({ ratio }) => ratio < least)
      .map(({ back, ratio }) => `${front} on ${back}: ${ratio.toFixed(2)}`),
  );
}

describe.each(palettes)("the %s palette", (_, palette) => {
  it("is read whole from globals.css", () => {
    expect(rest).not.toBe("");
    expect(Object.keys(palette).length).toBeGreaterThanOrEqual(28);
  });
  it("keeps 7:1 for every text on every surface it stands on", () => expect(below(palette, texts, 7)).toEqual([]));
  it("keeps 3:1 for borders of controls and the focus ring", () => expect(below(palette, marks, 3)).toEqual([]));
});

it("gives the dark palettes other values than the light one", () => {
  expect(palettes[2]![1]["page"]).not.toBe(palettes[0]![1]["page"]);
  expect(palettes[3]![1]["page"]).toBe("#000000");
});

/** What the living page shows: of each pair, its ratio in every palette. Written by this test (`npx vitest -u`), never by hand. */
it("shows on the living page the ratios that the palettes have", async () => {
  const rows = [...texts.map((pair) => [...pair, 7] as const), ...marks.map((pair) => [...pair, 3] as const)].flatMap(([front, backs, least]) =>
    backs.map((back) => ({ front, back, least, ratios: palettes.map(([, palette]) => Number(contrast(palette[front]!, palette[back]!).toFixed(1))) })));
  await expect(`${JSON.stringify(rows).replaceAll("},", "},\n")}\n`).toMatchFileSnapshot("../[locale]/dev/ui/contrast.json");
});
