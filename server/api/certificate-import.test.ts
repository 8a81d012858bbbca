import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { certificateImports } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCertificateType, createCitizen, createPlace, createStaff, type Place } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { openSession } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";
import { storage } from "@/server/core/storage";
import { handleCertificateImport } from "./certificate-import";

let db: Awaited<ReturnType<typeof createTestDatabase>>;
let server: Server;
let place: Place;
let typeId: string;
let officer: User;

beforeAll(async () => {
  db = await createTestDatabase();
  process.env["DATABASE_URL"] = db.url;
  place = await createPlace(db.db);
  typeId = (await createCertificateType(db.db, place)).id;
  officer = await createStaff(db.db, "certificateOfficer", place);
  server = createServer((request, response) => void handleCertificateImport(request, response)).listen(0, "127.0.0.1");
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
const headersOf = async (actor: User | null) => (actor ? { cookie: `${cookieName("session")}=${await openSession(db.db, new Date(), { accountId: actor.id, factors: ["password", "totp"], userAgent: null })}` } : undefined) ?? {};

async function upload(fields: Record<string, string>, content: string | null, actor: User | null = officer) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ returnTo: "/en/desk/certificates/import", typeId, place: `${place.departmentId}.${place.divisionCode}`, ...fields })) form.set(name, value);
  if (content !== null) form.set("file", new Blob([content]), "../旧证\u0000.csv");
  const response = await fetch(`${base()}/api/certificates/import`, { method: "POST", body: form, headers: await headersOf(actor), redirect: "manual" });
  return new URL(response.headers.get("location") ?? "", "http://localhost");
}

test("a file goes to the import that reads it, kept as it came under a name that is only shown", async () => {
  const { pathname } = await upload({}, "证照编号\n");
  const [row] = await db.db.select().from(certificateImports);
  expect(pathname).toBe(`/en/desk/certificates/import/${row?.id}`);
  expect(row).toMatchObject({ title: "旧证.csv", status: "reading", createdBy: officer.id, departmentId: place.departmentId });
  expect(await storage().get(row?.fileKey ?? "")).toBe("证照编号\n");
});

test.each<[string, Record<string, string>, string | null, string]>([
  ["without a file", {}, null, "files.none"],
  ["without a type", { typeId: "" }, "x", "certificates.importChoices"],
  ["of an unknown type", { typeId: "no-such-type" }, "x", "certificates.typeUnknown"],
  ["for another department", { place: `${crypto.randomUUID()}.440104` }, "x", "access.forbidden"],
])("a form %s comes back with the reason and what was chosen", async (_, fields, content, code) => {
  const back = await upload(fields, content);
  expect(back.pathname).toBe("/en/desk/certificates/import");
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ refused: code, typeId: fields["typeId"] ?? typeId });
});

test("nobody else sends files or gets templates", async () => {
  const before = await db.db.$count(certificateImports);
  expect((await upload({}, "x", null)).searchParams.get("refused")).toBe("access.signIn");
  expect((await upload({}, "x", await createCitizen(db.db))).searchParams.get("refused")).toBe("access.forbidden");
  expect(await db.db.$count(certificateImports)).toBe(before);
  const template = async (actor: User | null, type = typeId) => fetch(`${base()}/api/certificates/import?type=${type}`, { headers: await headersOf(actor) });
  expect((await template(null)).status).toBe(401);
  expect((await template(await createCitizen(db.db))).status).toBe(403);
  expect((await template(officer, "nothing")).status).toBe(404);
  const sent = await template(officer);
  expect(sent.headers.get("content-type")).toContain("spreadsheetml");
  expect(Buffer.from(await sent.arrayBuffer()).subarray(0, 2).toString()).toBe("PK");
});
