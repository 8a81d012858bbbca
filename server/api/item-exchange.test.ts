import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { itemRuns, serviceItems } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createItem, createPlace, createStaff, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { exchangeFormat, schemaPath } from "@/domain/items/schema/exchange";
import { openSession } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";
import { storage } from "@/server/core/storage";
import { readRun } from "@/server/items/commands/import";
import { handleItemFiles } from "./item-exchange";

let db: Awaited<ReturnType<typeof createTestDatabase>>;
let server: Server;
let own: Item;
let editor: User;
let publisher: User;
let citizen: User;

async function published(place: Place, name: string): Promise<Item> {
  const item = await createItem(db.db, place, revisionContent({ name }));
  await db.db.update(serviceItems).set({ currentRevisionId: item.revisionId }).where(eq(serviceItems.id, item.serviceItemId));
  return item;
}

beforeAll(async () => {
  db = await createTestDatabase();
  process.env["DATABASE_URL"] = db.url;
  const [place, elsewhere] = [await createPlace(db.db), await createPlace(db.db, "310104")];
  own = await published(place, "=自己的事项");
  await published(place, "另一个事项");
  await published(elsewhere, "别处的事项");
  [editor, publisher, citizen] = [await createStaff(db.db, "itemEditor", place), await createStaff(db.db, "itemPublisher", place), await createCitizen(db.db)];
  server = createServer((request, response) => void handleItemFiles(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const base = () => {
  const address = server.address();
  return `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
};
const cookieOf = async ({ id }: User) => `${cookieName("session")}=${await openSession(db.db, new Date(), { accountId: id, factors: ["password", "totp"], userAgent: null })}`;
const get = async (path: string, actor: User | null = editor) => fetch(base() + path, { headers: actor ? { cookie: await cookieOf(actor) } : {} });

async function upload(content: string | null, actor: User | null = editor) {
  const form = new FormData();
  form.set("returnTo", "/admin/items/exchange");
  if (content !== null) form.set("file", new Blob([content]), "../事项\u0000.ndjson");
  const response = await fetch(`${base()}/api/items/import`, { method: "POST", body: form, headers: actor ? { cookie: await cookieOf(actor) } : {}, redirect: "manual" });
  return { status: response.status, location: response.headers.get("location") ?? "" };
}

describe("exporting", () => {
  test("gives an editor the items of their own field, as lines of JSON that name their schema", async () => {
    const response = await get("/api/items/export");
    expect([response.status, response.headers.get("content-type"), response.headers.get("content-disposition")]).toEqual([200, "application/x-ndjson; charset=utf-8", expect.stringMatching(/^attachment; filename="items-lines-/)]);
    const [header, ...items] = (await response.text()).trim().split("\n").map((line) => JSON.parse(line) as { content: { name: string }; format: string; schema: string });
    expect(header).toMatchObject({ format: exchangeFormat, schema: expect.stringContaining(schemaPath) });
    expect(items.map(({ content }) => content.name).toSorted()).toEqual(["=自己的事项", "另一个事项"]);
  });

  test("follows the filters: one item by its code or its name", async () => {
    for (const query of [`code=${own.code}`, `query=${own.code.slice(0, 33)}`, `query=${encodeURIComponent("自己的")}`]) expect((await (await get(`/api/items/export?${query}`)).text()).trim().split("\n"), query).toHaveLength(2);
    expect((await (await get("/api/items/export?state=draft")).text()).trim().split("\n")).toHaveLength(1);
  });

  test.each(["workbook", "template"])("makes a %s", async (form) => {
    const response = await get(`/api/items/export?form=${form}`);
    expect(Buffer.from(await response.arrayBuffer()).subarray(0, 2).toString()).toBe("PK");
  });

  test("is for those who look after items", async () => {
    expect([(await get("/api/items/export", null)).status, (await get("/api/items/export", citizen)).status, (await get("/api/items/export", publisher)).status]).toEqual([401, 403, 200]);
    expect([(await get("/api/items/export?form=pdf")).status, (await get("/api/items/export?state=lost")).status]).toEqual([404, 400]);
  });
});

describe("importing", () => {
  test("takes a file, begins a run and leads to it; its rows come back as a table without formulas", async () => {
    const text = await (await get("/api/items/export")).text();
    const { status, location } = await upload(text.replace("另一个事项", "=1+1"));
    expect([status, location]).toEqual([303, expect.stringMatching(/^\/admin\/items\/exchange\/[0-9a-f-]{36}$/)]);
    const runId = location.split("/").at(-1) ?? "";
    const [run] = await db.db.select().from(itemRuns).where(eq(itemRuns.id, runId));
    expect(run).toMatchObject({ status: "reading", title: "事项.ndjson", createdBy: editor.id });
    expect(await storage().exists(run?.fileKey ?? "")).toBe(true);
    await readRun({ actor: { kind: "system" }, now: new Date(), requestId: "r", address: "test", db: db.db }, runId);
    const table = Buffer.from(await (await get(`/api/items/results/${runId}`)).arrayBuffer()).toString();
    expect(table.startsWith("\uFEFF")).toBe(true);
    expect(table).toContain(`"'=1+1","revise"`);
    expect([(await get(`/api/items/results/${runId}`, publisher)).status, (await get(`/api/items/results/${runId}`, null)).status]).toEqual([404, 401]);
  });

  test("sends others, and a form without a file, back with the reason", async () => {
    for (const [actor, content, code] of [[null, "x", "access.signIn"], [citizen, "x", "access.forbidden"], [publisher, "x", "access.forbidden"], [editor, null, "files.none"]] as const) {
      const { status, location } = await upload(content, actor);
      expect([status, new URL(location, "http://x").searchParams.get("file")]).toEqual([303, code]);
    }
    expect(await db.db.select().from(itemRuns)).toHaveLength(1);
  });
});
