import { describe, expect, it } from "vitest";
import { firstView, moved, pixelScale, scaleFor, type Move, type View } from "./view";

const after = (moves: Move[], from: Partial<View> = {}) => moves.reduce(moved, { ...firstView, ...from });

describe("looking at a document", () => {
  it.each<[string, Move[], Partial<View>, Partial<View>]>([
    ["pages end at the last", ["nextPage", "nextPage", "nextPage"], { pages: 2 }, { page: 2 }],
    ["and at the first", ["previousPage"], { pages: 2 }, { page: 1 }],
    ["a shorter document shows its last page", [{ opened: 3 }], { pages: 9, page: 8 }, { page: 3, pages: 3 }],
    ["four turns are none", ["rotate", "rotate", "rotate", "rotate"], {}, { rotation: 0 }],
    ["a turn is clockwise", ["rotate"], {}, { rotation: 90 }],
    ["from the width of the pane to the next step", [{ zoom: "in", scale: 0.62 }], {}, { zoom: 0.75 }],
    ["and to the one before", [{ zoom: "out", scale: 0.62 }], {}, { zoom: 0.5 }],
    ["a step is left, not met again", [{ zoom: "in", scale: 0.999 }], {}, { zoom: 1.25 }],
    ["the largest stays", [{ zoom: "in", scale: 4 }], { zoom: 4 }, { zoom: 4 }],
    ["its own size, and back", ["actualSize", "fitWidth"], {}, { zoom: "width" }],
  ])("%s", (_, moves, from, expected) => {
    expect(after(moves, from)).toMatchObject(expected);
  });
});

describe("the scale", () => {
  it("fits the width of the pane, of a turned page its height", () => {
    expect(scaleFor({ zoom: "width", rotation: 0 }, { width: 800, height: 1000 }, 400)).toBe(0.5);
    expect(scaleFor({ zoom: "width", rotation: 270 }, { width: 800, height: 1000 }, 400)).toBe(0.4);
    expect(scaleFor({ zoom: 1.5, rotation: 0 }, { width: 800, height: 1000 }, 400)).toBe(1.5);
  });

  it("is drawn as fine as the screen, within what a canvas holds", () => {
    expect(pixelScale(1, { width: 800, height: 1000 }, 2)).toBe(2);
    expect(pixelScale(4, { width: 4000, height: 4000 }, 2)).toBe(1);
  });
});
