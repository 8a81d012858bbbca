import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seed } from "@/db/seed";
import { createTestDatabase } from "@/db/testing/database";
import { SearchItems } from "@/domain/items/schema";
import { searchItems } from "./search";

const { questions, unseen, english } = JSON.parse(readFileSync("server/items/queries/search-questions.json", "utf8")) as Record<"questions" | "unseen" | "english", [typed: string, ...wanted: string[]][]>;

let connection: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  connection = await createTestDatabase();
  await connection.db.transaction((tx) => seed(tx, { mode: "demo", report: () => undefined }));
  await connection.db.execute(sql`analyze`);
}, 120_000);
afterAll(() => connection.close());

test.each([["questions that people type", questions, 0.95], ["questions written after the synonyms", unseen, 0.8], ["English questions", english, 0.9]] as const)("%s find their item among the first three", async (_name, asked, least) => {
  const missed: string[] = [];
  for (const [typed, ...wanted] of asked) {
    const { rows } = await searchItems(connection.db, SearchItems.parse({ query: typed, limit: 3 }));
    if (!rows.some(({ name }) => wanted.includes(name))) missed.push(`${typed} → ${rows.map(({ name }) => name).join("、") || "nothing"}`);
  }
  expect(1 - missed.length / asked.length, missed.join("\n")).toBeGreaterThanOrEqual(least);
}, 120_000);
