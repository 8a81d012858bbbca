import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { itemSearch, serviceItemRevisions, serviceItems } from "@/db/schema";
import { searchRow } from "@/db/search-document";
import { createTestDatabase } from "@/db/testing/database";
import { createPlace, factoryNow, revisionContent } from "@/db/testing/factories";
import { searchItems } from "./search";

const ITEMS = 10_000;
const MOST_BLOCKS = 2_000;
const subjects = ["居住证", "居民身份证", "护照", "机动车驾驶证", "食品经营许可证", "药品经营许可", "社会保险", "住房公积金", "残疾人证", "营业执照", "不动产权", "护士执业", "医师资格", "道路运输经营", "出版物经营", "民办学校"];
const acts = ["申领", "换领", "补领", "变更登记", "注销登记", "设立登记", "延续", "年度报告", "备案", "信息查询"];
const qualities = ["（自然人）", "（企业）", "（首次）", "（到期）", "（遗失）", "（损坏）", "（跨省通办）", "（集体）", "（委托办理）", ""];
const regions = ["浦东", "黄浦", "徐汇", "长宁", "静安", "普陀", "虹口", "杨浦"];

let connection: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  connection = await createTestDatabase();
  const { db } = connection;
  const place = await createPlace(db);
  const department = { id: place.departmentId, name: place.departmentName };
  for (let from = 0; from < ITEMS; from += 1000) {
    const rows = Array.from({ length: 1000 }, (_, index) => itemAt(from + index, place, department));
    await db.insert(serviceItems).values(rows.map(({ item }) => item));
    await db.insert(serviceItemRevisions).values(rows.map(({ revision }) => revision));
    await db.insert(itemSearch).values(rows.map(({ search }) => search));
  }
  await db.execute(sql`analyze`);
}, 120_000);
afterAll(() => connection.close());

const pick = (list: readonly string[], at: number) => list[at % list.length] ?? "";

function itemAt(at: number, place: { departmentId: string; divisionCode: string }, department: { id: string; name: string }) {
  const id = crypto.randomUUID();
  const revisionId = crypto.randomUUID();
  const code = `${String(at).padStart(31, "0")}01`;
  const stamps = { createdAt: factoryNow, updatedAt: factoryNow };
  const name = `${pick(regions, Math.floor(at / 1600))}${pick(subjects, at)}${pick(acts, Math.floor(at / 16))}${pick(qualities, Math.floor(at / 160))}`;
  const content = revisionContent({ name, themes: [pick(subjects, at + 3)], form: null });
  return {
    item: { id, code, basicCode: code.slice(19, 31), departmentId: place.departmentId, divisionCode: place.divisionCode, status: "published" as const, currentRevisionId: revisionId, ...stamps },
    revision: { id: revisionId, serviceItemId: id, number: 1, status: "published" as const, content, contentHash: "", createdBy: crypto.randomUUID(), publishedBy: crypto.randomUUID(), publishedAt: factoryNow, ...stamps },
    search: searchRow({ id, code, divisionCode: place.divisionCode, department }, content),
  };
}

type Plan = { "Shared Hit Blocks": number; "Shared Read Blocks": number };

/** The one statement of a search, as PostgreSQL ran it. */
async function planOf(query: string): Promise<Plan> {
  const statements: { text: string; values: unknown[] }[] = [];
  const { pool, db } = connection;
  const original = pool.query.bind(pool);
  pool.query = ((config: { text: string }, values: unknown[], ...rest: unknown[]) => {
    statements.push({ text: config.text, values });
    return (original as (...parameters: unknown[]) => unknown)(config, values, ...rest);
  }) as typeof pool.query;
  await searchItems(db, { query, limit: 20 });
  pool.query = original;
  // The synonyms of a Chinese query, then the search itself.
  expect(statements.length).toBeLessThanOrEqual(2);
  const statement = statements.at(-1);
  const { rows } = await pool.query(`explain (analyze, buffers, timing off, format json) ${statement!.text}`, statement!.values);
  return rows[0]["QUERY PLAN"][0].Plan;
}

// Work, not time: blocks do not depend on what else the machine does. `npm run bench -- search` has the milliseconds.
test.each(["", "居住证", "jzz", "juzhuzheng", "登记", "证", "z", "怎么办理护照变更登记", "居住正申领", "0000000000000000000000000000042"])(
  `among ${ITEMS} items “%s” reads few blocks`,
  async (query) => {
    const plan = await planOf(query);
    expect(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]).toBeLessThan(MOST_BLOCKS);
  },
);

test.each(["%_'\\", "？！", "()|&:*", "-"])("a query of signs alone, %s, is answered", async (query) => {
  await expect(searchItems(connection.db, { query, limit: 5 })).resolves.toHaveProperty("rows");
});
