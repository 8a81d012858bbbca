import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { z } from "zod";
import { RevisionContent } from "../schema";
import { elementGroups } from "./elements";
import { elementsPage } from "./elements-page";

type Schema = z.core.$ZodType;

/** What lies behind `optional()`, `nullable()` and the like. */
function bare(schema: Schema): Schema {
  const { innerType } = schema._zod.def as { innerType?: Schema };
  return innerType ? bare(innerType) : schema;
}

function step(schema: Schema | undefined, name: string): Schema | undefined {
  if (!schema) return undefined;
  const { shape, element } = bare(schema)._zod.def as { shape?: Record<string, Schema>; element?: Schema };
  return name === "[]" ? element : shape?.[name];
}

const exists = (path: string) => path.replaceAll("[]", ".[]").split(".").reduce<Schema | undefined>(step, RevisionContent) !== undefined;

test("the way of looking a path up finds what is there and nothing else", () => {
  expect([exists("name"), exists("materials[].name"), exists("fees.items[].basis")]).toEqual([true, true, true]);
  expect([exists("nam"), exists("materials.name"), exists("materials[].colour")]).toEqual([false, false, false]);
});

const mapped = elementGroups.flatMap(({ elements }) => elements).filter((element) => "path" in element);

test.each(mapped.map(({ zh, path }) => [zh, path]))("%s stands at %s of the model", (_zh, path) => {
  expect(exists(path)).toBe(true);
});

test("docs/item-elements.md is written from the table (after a change: node scripts/run.mjs scripts/item-elements.ts)", () => {
  expect(readFileSync("docs/item-elements.md", "utf8")).toBe(elementsPage());
});
