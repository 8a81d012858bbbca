import { expect, test } from "vitest";
import { judge } from "./watchSession";

const standing = { seconds: 1800, extendable: true, holder: "me" };

test.each([
  ["long before the end nothing is said until two minutes before it", standing, { watched: { state: "well" }, againMs: 1_680_000 }],
  ["two minutes before it is told", { ...standing, seconds: 120 }, { watched: { state: "ending", minutes: 2, extendable: true }, againMs: 20_000 }],
  ["in the last minute too", { ...standing, seconds: 42 }, { watched: { state: "ending", minutes: 1, extendable: true }, againMs: 20_000 }],
  ["the very end is looked at when it comes", { ...standing, seconds: 3, extendable: false }, { watched: { state: "ending", minutes: 1, extendable: false }, againMs: 4000 }],
  ["no session any more", null, { watched: { state: "ended" } }],
  ["somebody else's by now", { ...standing, holder: "other" }, { watched: { state: "changed" } }],
  ["nobody could be asked: later again, and nothing claimed", undefined, { againMs: 20_000 }],
] as const)("%s", (_label, now, expected) => expect(judge(now, "me")).toEqual(expected));
