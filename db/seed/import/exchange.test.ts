import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Database, Reader } from "@/db/client";
import { createTestDatabase } from "@/db/testing/database";
import { exchangeFormat, exchangeSchema, ItemDocument, schemaPath } from "@/domain/items/schema/exchange";
import { seedItems } from "../items";
import { seedReference } from "../reference";
import { exportLines } from "./export";
import type { ImportedItem } from "./imported";
import { readEntries } from "./read";
import { importItems } from "./store";

const now = new Date("2026-03-02T01:00:00.000Z");
const silent = () => undefined;

async function exported(db: Reader): Promise<string> {
  let text = "";
  for await (const lines of exportLines(db, {})) text += lines;
  return text;
}

async function imported(db: Database, path: string): Promise<number> {
  const items: ImportedItem[] = [];
  for await (const entry of readEntries(path)) {
    if ("problems" in entry) throw new Error(JSON.stringify(entry));
    items.push(entry);
  }
  return (await db.transaction((tx) => importItems(tx, items, { publish: true, now }))).imported;
}

describe("the exchange format", () => {
  let folder: string;
  let first: Awaited<ReturnType<typeof createTestDatabase>>;
  let second: Awaited<ReturnType<typeof createTestDatabase>>;
  const file = async (text: string) => {
    const path = join(folder, `${crypto.randomUUID()}.ndjson`);
    await writeFile(path, text);
    return path;
  };
  const entriesOf = async (text: string) => {
    const entries = [];
    for await (const entry of readEntries(await file(text))) entries.push(entry);
    return entries;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "exchange-"));
    first = await createTestDatabase();
    second = await createTestDatabase();
    await first.db.transaction(async (tx) => {
      await seedReference(tx, now, silent);
      await seedItems(tx, now, silent);
    });
    await second.db.transaction((tx) => seedReference(tx, now, silent));
  }, 120_000);
  afterAll(async () => {
    await Promise.all([first.close(), second.close(), rm(folder, { recursive: true })]);
  });

  it("loses nothing: all seeded items, forms made by hand too, come back byte for byte from an empty database", async () => {
    const text = await exported(first.db);
    expect(text.split("\n")).toHaveLength(2400);
    expect(text).toContain('"type":"repeatingGroup"');
    expect(await imported(second.db, await file(text))).toBe(2398);
    expect(await exported(second.db)).toBe(text);
  }, 120_000);

  it("begins with its format and the address of its schema", async () => {
    const [header = "", item = ""] = (await exported(first.db)).split("\n");
    expect(JSON.parse(header)).toEqual({ format: exchangeFormat, schema: schemaPath });
    expect(ItemDocument.safeParse(JSON.parse(item)).success).toBe(true);
  });

  it("has a JSON Schema that names every element and forbids others", () => {
    const schema = z.looseObject({ $id: z.string(), properties: z.looseObject({ content: z.looseObject({ properties: z.record(z.string(), z.unknown()), additionalProperties: z.literal(false) }) }) }).parse(exchangeSchema("https://portal.example/1.json"));
    expect(schema.$id).toBe("https://portal.example/1.json");
    expect(Object.keys(schema.properties.content.properties)).toEqual(Object.keys(ItemDocument.shape.content.shape));
  });

  it("refuses a broken line by its row and field, and reads the others", async () => {
    const [header, good = ""] = (await exported(first.db)).split("\n");
    const bad = JSON.stringify({ ...(JSON.parse(good) as object), code: "123" });
    const entries = await entriesOf(`${header}\n${bad}\n{"cut of\n${good}\n${good}\n`);
    expect(entries).toMatchObject([
      { row: 1, problems: [{ field: "code", code: "malformed" }] }, { row: 2, problems: [{ field: "row", code: "wrongType" }] },
      { row: 3, basicCode: expect.any(String) }, { row: 4, problems: [{ code: "sameAsRow", params: { row: 3 } }] },
    ]);
  });

  it.each([
    ["no JSON", "hello", "items.notJson"], ["JSON of another kind", '{"a":1}', "items.unknownFormat"], ["nothing at all", "", "items.notJson"],
    ["a line without end", `{"format":"${exchangeFormat}"}\n${"x".repeat(5 * 1024 * 1024)}`, "items.fileTooLarge"],
  ])("refuses a file of %s", async (_, text, code) => {
    await expect(entriesOf(text)).rejects.toMatchObject({ code });
  });
});
