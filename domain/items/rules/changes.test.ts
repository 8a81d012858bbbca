import { expect, test } from "vitest";
import type { RevisionContent } from "@/domain/items/schema";
import { changedFields } from "./changes";

// Only the fields compared here matter; a whole revision would hide them.
const content = (fields: Partial<RevisionContent>) => fields as RevisionContent;

test.each<[string, Partial<RevisionContent>, Partial<RevisionContent>, ReturnType<typeof changedFields>]>([
  ["nothing, in whatever order the keys came", { name: "a", fees: { charged: false, items: [] } }, { fees: { items: [], charged: false }, name: "a" }, []],
  ["a text", { name: "旧" }, { name: "新" }, [{ field: "name", removed: ["旧"], added: ["新"] }]],
  ["a field that came", {}, { address: "一号" }, [{ field: "address", removed: [], added: ["一号"] }]],
  ["a field that went", { visits: 1 }, { visits: null }, [{ field: "visits", removed: ["1"], added: [] }]],
  ["one entry among others", { conditions: ["甲", "乙"] }, { conditions: ["甲", "丙"] }, [{ field: "conditions", removed: ["乙"], added: ["丙"] }]],
  ["another order", { flow: ["甲", "乙"] }, { flow: ["乙", "甲"] }, [{ field: "flow", removed: ["甲", "乙"], added: ["乙", "甲"] }]],
  ["English, text by text", { english: { 甲: "A", 乙: "B" } }, { english: { 甲: "A", 乙: "Bee" } }, [{ field: "english", removed: ["乙 → B"], added: ["乙 → Bee"] }]],
  ["nothing of conditions whose English only moved to its text", { conditions: ["甲"], conditionsEn: ["A"] }, { conditions: ["甲"], english: { 甲: "A" } }, []],
  ["a limit, in words", { promisedLimit: { value: 3, unit: "workday" } }, { promisedLimit: { value: 5, unit: "workday" } }, [{ field: "promisedLimit", removed: ["3 · workday"], added: ["5 · workday"] }]],
])("tells %s", (_sentence, before, after, expected) => {
  expect(changedFields(content(before), content(after))).toEqual(expected);
});
