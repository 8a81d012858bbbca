import { and, count, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reader } from "@/db/client";
import { open } from "@/db/personal-data";
import { accounts, calendarDays, calendarYears, certificateTypes, delegations, departments, directoryEditions, directoryItems, divisions, itemSearch, serviceItemRevisions, serviceItems, staffPosts } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { parseCitizenId, parseUscc } from "@/domain/core/codes";
import { lintRevision } from "@/domain/items/policy/lint";
import demoAccounts from "./demo-accounts.json";
import { differences } from "@/domain/items/rules/directory";
import { exchangeFormat, type ItemDocument } from "@/domain/items/schema/exchange";
import { exportItems } from "./import/export";
import { importItems } from "./import/store";
import { readItems } from "./items";
import { seed } from "./index";

async function exported(db: Reader, codes?: readonly string[]): Promise<ItemDocument[]> {
  const rows: ItemDocument[] = [];
  for await (const page of exportItems(db, { codes })) rows.push(...page);
  return rows;
}

const deskRoles = ["clerk", "reviewer", "approver", "certificateOfficer"] as const;

describe("the seeds", () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  const messages: string[] = [];
  const run = (mode: "demo" | "reference" | "none") => database.db.transaction((tx) => seed(tx, { mode, report: (message) => messages.push(message) }));
  const tables = { directoryEditions, directoryItems, accounts, calendarDays, calendarYears, certificateTypes, delegations, departments, divisions, itemSearch, serviceItemRevisions, serviceItems, staffPosts };
  const sizes = async () => Object.fromEntries(await Promise.all(Object.entries(tables).map(async ([name, table]) => [name, (await database.db.select({ rows: count() }).from(table))[0]?.rows] as const)));

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  it("adds nothing in mode none", async () => {
    await run("none");
    expect(Object.values(await sizes()).every((rows) => rows === 0)).toBe(true);
  });

  it("gives production its reference data and no people", async () => {
    await run("reference");
    const { accounts: people, divisions: places, calendarYears: years, certificateTypes: types, serviceItems: items } = await sizes();
    expect([people, items, years, types]).toEqual([0, 0, 7, 127]);
    expect(places).toBeGreaterThan(3500);
    const orphans = await database.db.execute(sql`select code from divisions d where parent_code is not null and not exists (select 1 from divisions p where p.code = d.parent_code)`);
    expect(orphans).toMatchObject({ rows: [] });
  });

  it("builds the demo city in seconds, telling how far it is", async () => {
    const startedAt = performance.now();
    await run("demo");
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(messages.join("\n")).toMatch(/136 service items[^]*2262 service items[^]*38 demo accounts/);
  }, 120_000);

  it("changes nothing when it runs again", async () => {
    const before = await sizes();
    await run("demo");
    expect(await sizes()).toEqual(before);
  }, 60_000);

  it("publishes all 136 documented items and puts six forms made by hand first", async () => {
    const [documented] = await database.db.select({ rows: count() }).from(itemSearch).where(eq(itemSearch.documented, true));
    expect(documented?.rows).toBe(136);
    const first = await database.db.select({ name: itemSearch.name }).from(itemSearch).orderBy(itemSearch.rank, itemSearch.serviceItemId).limit(6);
    expect(first.map(({ name }) => name).toSorted()).toEqual(["个体工商户设立登记", "居住证申领", "护士执业注册", "残疾人证新办", "食品经营许可（新办）", "高龄津贴申领"].toSorted());
  });

  it("has entries of the directory that every item under their code agrees with", async () => {
    const entries = await database.db.select({ basicCode: directoryItems.basicCode, elements: directoryEditions.elements }).from(directoryItems).innerJoin(directoryEditions, eq(directoryEditions.id, directoryItems.currentEditionId));
    expect(entries.length).toBeGreaterThan(20);
    const items = await database.db.select({ basicCode: serviceItems.basicCode, content: serviceItemRevisions.content }).from(serviceItems).innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
      .where(inArray(serviceItems.basicCode, entries.map(({ basicCode }) => basicCode)));
    expect(items.length).toBeGreaterThanOrEqual(2 * entries.length);
    for (const { basicCode, content } of items) expect(differences(content, entries.find((entry) => entry.basicCode === basicCode)!.elements)).toEqual([]);
  });

  it.each(deskRoles)("has a %s for every documented item", async (role) => {
    const rows = await database.db.select({ name: itemSearch.name }).from(itemSearch)
      .where(and(eq(itemSearch.documented, true), sql`not exists (select 1 from ${staffPosts} where ${staffPosts.role} = ${role} and ${staffPosts.departmentId} = ${itemSearch.departmentId} and ${staffPosts.divisionCode} = ${itemSearch.divisionCode})`));
    expect(rows).toEqual([]);
  });

  it("gives each district a good share of the documented items", async () => {
    const rows = await database.db.select({ division: itemSearch.divisionCode, items: count() }).from(itemSearch).where(eq(itemSearch.documented, true)).groupBy(itemSearch.divisionCode);
    const districts = rows.filter(({ division }) => ["440104", "440106", "440111"].includes(division));
    expect(districts).toHaveLength(3);
    expect(Math.min(...districts.map(({ items }) => items))).toBeGreaterThan(15);
  });

  it("has staff of four desk roles in three divisions, and one of each administrator", () => {
    const staff = new Set(demoAccounts.map(({ role, division }) => `${role} ${division}`));
    for (const division of ["440104", "440106", "440111"]) for (const role of deskRoles) expect(staff).toContain(`${role} ${division}`);
    for (const role of ["itemEditor", "itemPublisher", "supervisor", "systemAdmin", "securityAdmin", "auditAdmin"]) expect([...staff].some((entry) => entry.startsWith(role))).toBe(true);
  });

  it("keeps ID numbers and second-factor secrets encrypted, in the account's own place", async () => {
    const rows = await database.db.select().from(accounts).where(and(eq(accounts.demo, true), isNotNull(accounts.citizenId)));
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) expect(parseCitizenId(open(row.citizenId ?? "", { table: "accounts", column: "citizen_id", row: row.id }))?.birthOn).toBe(row.birthOn);
    const [clerk] = await database.db.select().from(accounts).where(eq(accounts.signInName, "clerk-440104"));
    const listed = demoAccounts.find(({ key }) => key === "clerk-440104");
    expect(open(clerk?.totpSecret ?? "", { table: "accounts", column: "totp_secret", row: clerk?.id ?? "" })).toBe(listed?.totpSecret);
  });

  it("publishes nothing that an editor could not publish again", async () => {
    const rows = await database.db.select({ content: serviceItemRevisions.content }).from(serviceItemRevisions);
    expect(rows.length).toBeGreaterThan(2000);
    const hindered = rows.flatMap(({ content }) => lintRevision(content).filter(({ severity }) => severity === "error").map((problem) => ({ name: content.name, ...problem })));
    expect(hindered).toEqual([]);
  });

  it("names organs by well-formed credit codes wherever we made them", async () => {
    const rows = await database.db.select({ uscc: departments.uscc }).from(departments).where(sql`substr(${departments.uscc}, 9, 2) = 'DE'`);
    expect(rows.length).toBeGreaterThan(30);
    for (const { uscc } of rows) expect(parseUscc(uscc)?.number).toBe(uscc);
  });

  it("exports items that the importer reads back as unchanged, here and in an empty database", async () => {
    const codes = (await database.db.select({ code: serviceItems.code }).from(serviceItems).where(inArray(serviceItems.sourceId, ["food-business", "residence-permit", "elder-allowance"]))).map(({ code }) => code);
    const rows = await exported(database.db, codes);
    expect(rows).toHaveLength(3);
    const file = readItems(JSON.parse(JSON.stringify({ format: exchangeFormat, items: rows })));
    expect(file.refused).toEqual([]);
    expect(file.items.map(({ content }) => content)).toEqual(rows.map(({ content }) => content));
    const now = new Date("2026-03-02T01:00:00.000Z");
    expect(await database.db.transaction((tx) => importItems(tx, file.items, { publish: true, now }))).toMatchObject({ unchanged: 3 });
    const other = await createTestDatabase();
    try {
      await other.db.transaction((tx) => seed(tx, { mode: "reference", report: () => undefined }));
      expect(await other.db.transaction((tx) => importItems(tx, file.items, { publish: true, now }))).toMatchObject({ imported: 3, refused: [] });
      expect(await exported(other.db)).toEqual(rows);
    } finally {
      await other.close();
    }
  }, 60_000);
});
