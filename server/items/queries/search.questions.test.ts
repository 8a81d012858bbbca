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

test.each(["老人", "老人补贴", "老人津贴"])("%s brings what is paid to old people, and not the registration of a death", async (query) => {
  const { rows } = await searchItems(connection.db, SearchItems.parse({ query, limit: 20 }));
  expect(rows[0]?.name).toBe("高龄津贴申领");
  expect(rows.map(({ name }) => name)).not.toContain("死亡登记（注销户口）");
});

test("whoever looks for it after a death finds it first", async () => {
  for (const query of ["老人去世", "老人去世销户口", "父母去世"]) {
    expect((await searchItems(connection.db, SearchItems.parse({ query, limit: 1 }))).rows[0]?.name).toBe("死亡登记（注销户口）");
  }
});

test.each([["questions that people type", questions, 0.95], ["questions written after the synonyms", unseen, 0.8], ["English questions", english, 0.9]] as const)("%s find their item among the first three", async (_name, asked, least) => {
  const missed: string[] = [];
  for (const [typed, ...wanted] of asked) {
    const { rows } = await searchItems(connection.db, SearchItems.parse({ query: typed, limit: 3 }));
    if (!rows.some(({ name }) => wanted.includes(name))) missed.push(`${typed} → ${rows.map(({ name }) => name).join("、") || "nothing"}`);
  }
  expect(1 - missed.length / asked.length, missed.join("\n")).toBeGreaterThanOrEqual(least);
}, 120_000);
