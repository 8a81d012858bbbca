import { describe, expect, it, test } from "vitest";
import type { Material } from "@/domain/items/schema";
import { dueReminder, isComplete, notTolerable, supplementReminders, tolerableGap, toleranceProblem, type Tolerated } from "./tolerance";

const material = (key: string, necessity: Material["necessity"]): Material => ({ key, name: { zh: key }, necessity });
const materials = [material("m1", "required"), material("m2", "optional"), material("m3", "tolerable"), material("m4", "tolerable")];
const file = [{ fileId: "f", name: "a.pdf" }];
const awaited = (fieldId: string): Tolerated => ({ fieldId, state: "awaited" });

describe("what may follow later (容缺后补)", () => {
  test.each([
    ["with nothing handed in", {}, ["m3", "m4"]],
    ["with one of them there", { m3: file }, ["m4"]],
    ["with an empty list of files", { m3: [], m4: file }, ["m3"]],
    ["with all there", { m3: file, m4: file }, []],
  ])("%s", (_name, answers, expected) => {
    expect(tolerableGap(materials, answers).map(({ key }) => key)).toEqual(expected);
  });

  test.each([
    ["a tolerable one that is missing", ["m3"], {}, undefined],
    ["a main material", ["m1"], {}, "m1"],
    ["one that is optional anyway", ["m3", "m2"], {}, "m2"],
    ["one that is there already", ["m3"], { m3: file }, "m3"],
    ["something that is no material", ["shopName"], {}, "shopName"],
    ["nothing", [], {}, undefined],
  ])("promising %s", (_name, promised, answers, expected) => {
    expect(notTolerable(promised, materials, answers)).toBe(expected);
  });
});

test.each([[6, undefined], [5, 5], [3, 5], [2, 5], [1, 1], [0, 1]])("with %d workdays left the reminder of %s is due", (left, expected) => {
  expect(dueReminder(left, supplementReminders)).toBe(expected);
});

describe("a tolerant acceptance", () => {
  const standing = { tolerated: [awaited("m3"), awaited("m4"), { fieldId: "m5", state: "confirmed" } satisfies Tolerated], today: "2026-03-02", promisedDueOn: "2026-03-16" };
  const on = (dueOn: string) => [{ fieldId: "m4", dueOn }, { fieldId: "m3", dueOn: "2026-03-10" }];
  test.each([
    ["lists all that is awaited, by the last promised day", on("2026-03-16"), undefined],
    ["leaves one out", [{ fieldId: "m3", dueOn: "2026-03-10" }], "applications.toleratedIncomplete"],
    ["names one twice", [...on("2026-03-10"), { fieldId: "m3", dueOn: "2026-03-10" }], "applications.toleratedIncomplete"],
    ["lists what came long ago", [...on("2026-03-10"), { fieldId: "m5", dueOn: "2026-03-10" }], "applications.toleratedIncomplete"],
    ["asks for today", on("2026-03-02"), "applications.endsInThePast"],
    ["asks for tomorrow", on("2026-03-03"), undefined],
    ["goes beyond the promised limit", on("2026-03-17"), "applications.supplementTooLate"],
  ])("that %s", (_name, items, expected) => {
    expect(toleranceProblem(items, standing)).toBe(expected);
  });

  it("is complete once each material was found in order", () => {
    expect(isComplete({ tolerated: [] })).toBe(true);
    expect(isComplete({ tolerated: [{ fieldId: "m3", state: "supplied" }] })).toBe(false);
    expect(isComplete({ tolerated: [{ fieldId: "m3", state: "confirmed" }, awaited("m4")] })).toBe(false);
  });
});
