import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { and, asc, eq } from "drizzle-orm";
import { readSheet } from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { auditLog, dataAccesses, sessions, staffPosts } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createAgent, createApplication, createCitizen, createItem, createPlace, createStaff, revisionContent, type Place } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { addDays, shanghaiDay } from "@/domain/core/calendar";
import { actingField } from "@/domain/identity/rules/kept-forms";
import { openSession } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";
import { handleQueueExport } from "./queue-export";

let db: Awaited<ReturnType<typeof createTestDatabase>>;
let server: Server;
let place: Place;
let clerk: User;
let supervisor: User;
let person: Awaited<ReturnType<typeof createCitizen>>;
let company: Awaited<ReturnType<typeof createAgent>>;

beforeAll(async () => {
  db = await createTestDatabase();
  process.env["DATABASE_URL"] = db.url;
  place = await createPlace(db.db);
  const item = await createItem(db.db, place, revisionContent({ name: "=cmd|' /C calc'!A0" }));
  [clerk, supervisor, person] = [await createStaff(db.db, "clerk", place), await createStaff(db.db, "supervisor", place), await createCitizen(db.db)];
  const soon = addDays(shanghaiDay(new Date()), 10);
  company = await createAgent(db.db, await createCitizen(db.db));
  await createApplication(db.db, { place, item, applicant: person, status: "accepted", dueOn: "2026-01-05" });
  await createApplication(db.db, { place, item, applicant: company, status: "submitted", dueOn: soon });
  // More than one batch.
  for (let index = 0; index < 1004; index += 1) await createApplication(db.db, { place, item, applicant: person, status: "inReview", dueOn: addDays(soon, 5) });
  server = createServer((request, response) => void handleQueueExport(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
}, 120_000);
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const cookieOf = async ({ id }: User) => `${cookieName("session")}=${await openSession(db.db, new Date(), { accountId: id, factors: ["password", "totp"], userAgent: null })}`;

async function ask(fields: Record<string, string>, actor: User | null = clerk, cookie?: string): Promise<Response> {
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return fetch(`http://127.0.0.1:${port}/api/desk/export`, {
    method: "POST", body: new URLSearchParams({ format: "csv", search: "", returnTo: "/desk?view=all", ...fields }), redirect: "manual",
    headers: actor ? { cookie: cookie ?? (await cookieOf(actor)) } : {},
  });
}

const linesOf = async (response: Response) => (await response.text()).trimEnd().split("\r\n");
const refusalOf = (response: Response) => new URL(response.headers.get("location") ?? "", "http://here");

describe("a file of the filtered cases", () => {
  test("holds every row of every batch, masked, with who made it first and last; nothing in it is a formula", async () => {
    const response = await ask({});
    expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="cases-\d{4}-\d\d-\d\d\.csv"$/);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString("utf8").trimEnd().split("\r\n");
    expect(lines).toHaveLength(3 + 1006);
    expect(lines[0]).toContain(`${clerk.name} 于 `);
    expect(lines.at(-1)).toContain("共 1006 件");
    expect(lines.join("\n")).not.toContain(person.name);
    expect(lines.join("\n")).not.toContain(person.citizenId);
    expect(lines.join("\n")).toContain(company.actingFor!.name);
    for (const line of lines.slice(2, -1)) expect(line).toContain(`"'=cmd|`);
    expect(new Set(lines.slice(2, -1).map((line) => line.slice(0, 26))).size).toBe(1006);
    expect(await db.db.select().from(dataAccesses).where(eq(dataAccesses.actorId, clerk.id))).toEqual([]);
    // The end is written down when the last byte is out.
    const logged = await vi.waitUntil(async () => {
      const rows = await db.db.select().from(auditLog).where(eq(auditLog.actorId, clerk.id)).orderBy(asc(auditLog.id));
      return rows.length > 1 && rows;
    });
    expect(logged).toMatchObject([{ action: "applications.export", after: { full: false, format: "csv" } }, { action: "applications.exportEnded", after: { rows: 1006, whole: true } }]);
    expect(logged[0]?.subjectId).toBe(logged[1]?.subjectId);
  });

  test("is narrowed as the page is, and is a workbook for who wants one", async () => {
    const response = await ask({ format: "xlsx", search: "light=red&light=black&sort=-due" });
    const rows = await readSheet(Buffer.from(await response.arrayBuffer()));
    expect(rows).toHaveLength(4);
    expect(rows[2]).toEqual(expect.arrayContaining(["=cmd|' /C calc'!A0", "已受理", "超过法定期限"]));
  });

  test("shows whole names and numbers for a reason, which each person can read", async () => {
    const reason = "年度核对，经领导批准";
    const lines = await linesOf(await ask({ search: "light=red&light=black", full: "yes", reason }));
    expect(lines[0]).toContain(reason);
    expect(lines[2]).toContain(`"${person.name}"`);
    expect(lines[2]).toContain(`"${person.citizenId}"`);
    expect(await db.db.select().from(dataAccesses).where(and(eq(dataAccesses.actorId, clerk.id), eq(dataAccesses.kind, "export")))).toMatchObject([{ subjectId: person.id, reason, fields: ["姓名", "证件号码"], departmentId: place.departmentId }]);
    expect((await linesOf(await ask({ search: "status=submitted", full: "yes", reason })))[2]).toContain(company.uscc);
    const both = await createStaff(db.db, "clerk", await createPlace(db.db, "310104"));
    await db.db.insert(staffPosts).values({ accountId: both.id, role: "supervisor", departmentId: place.departmentId, divisionCode: place.divisionCode, validFrom: "2020-01-01" });
    expect((await linesOf(await ask({ search: "light=red&light=black" }, both))).length).toBe(4);
    expect((await linesOf(await ask({ search: "light=red&light=black", full: "yes", reason }, both))).length).toBe(3);
  });
});

describe("is refused, with a way back that says why,", () => {
  test.each<[string, Record<string, string>, () => User | null, string]>([
    ["without a reason", { full: "yes", reason: " " }, () => clerk, "/desk?view=all&refused=applications.exportReasonMissing"],
    ["unmasked to a supervisor", { full: "yes", reason: "看看全部" }, () => supervisor, "/desk?view=all&refused=access.forbidden"],
    ["to a citizen", {}, () => person, "/desk?view=all&refused=access.forbidden"],
    ["signed out", {}, () => null, "/sign-in?next=%2Fdesk%3Fview%3Dall"],
    ["with filters nobody knows", { search: "colour=red" }, () => clerk, "/desk?view=all&refused=requests.malformed"],
    ["to somebody else's page", { returnTo: "//evil.example" }, () => person, "/desk?refused=access.forbidden"],
    ["from a page opened for another", { [actingField]: "somebody" }, () => clerk, "/desk?view=all&refused=delegations.principalChanged"],
  ])("%s", async (_, fields, who, location) => {
    const response = await ask(fields, who());
    expect({ status: response.status, location: response.headers.get("location") }).toEqual({ status: 303, location });
  });

  test("until one proves anew who one is, and after too many", async () => {
    const officer = await createStaff(db.db, "reviewer", place);
    const cookie = await cookieOf(officer);
    await db.db.update(sessions).set({ authenticatedAt: new Date(Date.now() - 3_600_000) }).where(eq(sessions.accountId, officer.id));
    const fields = { full: "yes", reason: "年度核对", search: "status=submitted" };
    expect(refusalOf(await ask(fields, officer, cookie)).pathname).toBe("/sign-in/confirm");
    for (let time = 0; time < 5; time += 1) expect((await ask(fields, officer)).status).toBe(200);
    expect(refusalOf(await ask(fields, officer)).searchParams.get("refused")).toBe("requests.tooMany");
  });
});
