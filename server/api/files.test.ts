import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applications, corrections, counterReceptions, dataAccesses, files } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createItem, createPlace, createStaff, factoryNow, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { env } from "@/env";
import { sealCorrection } from "@/server/applications/queries/corrections";
import { openSession } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";
import { publish } from "@/server/items/router.testing";
import { handleFiles } from "./files";
import { createCaller } from "./root";

// 64 × 48 pixels, encoded for this test, with an author's name in its metadata.
const heic = Buffer.from("AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAeFtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAAEAAMAAAAExpbG9jAQAAAERAAAMAAQAAAAAAAAIFAAEAAAAAAAAAHQACAAEAAAAAAAAAAQAAAAAAAAAIAAMAAAAAAAACIgABAAAAAAAAAQIAAABNaWluZgAAAAAAAwAAABVpbmZlAgAAAQABAABodmMxAAAAABVpbmZlAgAAAAACAABncmlkAAAAABVpbmZlAgAAAQADAABFeGlmAAAAANVpcHJwAAAAs2lwY28AAABzaHZjQwEDcAAAAAAAAAAAAB7wAPz9+PgAAA8DIAABABhAAQwB//8DcAAAAwCQAAADAAADAB66AkAhAAEAJ0IBAQNwAAADAJAAAAMAAAMAHqAggQWW6uSmubAgAAADACAAAAMAISIAAQAGRAHBc8CJAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAUaXNwZQAAAAAAAABAAAAAMAAAABBwaXhpAAAAAAMICAgAAAAaaXBtYQAAAAAAAAACAAECgQIAAgIDhAAAAChpcmVmAAAAAAAAAA5kaW1nAAIAAQABAAAADmNkc2MAAwABAAIAAAEnbWRhdAAAABkoAa8TgPgQ4af//Fior/Z01f9PEL86KQz4AAAAAElJKgAIAAAACAASAQMAAQAAAAEAAAAaAQUAAQAAAG4AAAAbAQUAAQAAAHYAAAAoAQMAAQAAAAIAAAA7AQIABwAAAH4AAAATAgMAAQAAAAEAAABphwQAAQAAAIYAAAAliAQAAQAAANQAAAAAAAAAOGMAAOgDAAA4YwAA6AMAAGdlaGVpbQAABgAAkAcABAAAADAyMTABkQcABAAAAAECAwAAoAcABAAAADAxMDABoAMAAQAAAP//AAACoAQAAQAAAEAAAAADoAQAAQAAADAAAAAAAAAAAQACAAUAAwAAAOYAAAAAAAAAHwAAAAEAAAAMAAAAAQAAAAAAAAABAAAA", "base64");
const pdf = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF");
const picture = () => sharp({ create: { width: 60, height: 40, channels: 3, background: "#0a5" } }).withExif({ IFD0: { Artist: "geheim" } });

let db: Awaited<ReturnType<typeof createTestDatabase>>;
let server: Server;
let place: Place;
let item: Item;
let citizen: User;

beforeAll(async () => {
  db = await createTestDatabase();
  // A folder of its own: what is left behind is counted.
  Object.assign(process.env, { DATABASE_URL: db.url, DATA_DIR: await mkdtemp(join(tmpdir(), "files-")) });
  place = await createPlace(db.db);
  const material = (key: string, maxFiles: number) => ({ key, name: { zh: "材料" }, necessity: "required" as const, maxFiles });
  item = await createItem(db.db, place, revisionContent({ form: null, materials: [material("m1", 2), material("m2", 20)] }));
  citizen = await createCitizen(db.db);
  server = createServer((request, response) => void handleFiles(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(env().DATA_DIR, { recursive: true, force: true });
});

const base = () => {
  const address = server.address();
  return `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
};
const cookieOf = async ({ id }: User) => `${cookieName("session")}=${await openSession(db.db, new Date(), { accountId: id, factors: ["password", "totp"], userAgent: null })}`;

/** A draft of somebody new, who is then the one that acts. */
async function newDraft() {
  citizen = await createCitizen(db.db);
  return createApplication(db.db, { place, item, applicant: citizen, status: "draft", savedAt: factoryNow });
}

type Sent = { actor?: User | null; reception?: string; field?: string; contents: (Buffer | Blob)[]; name?: string; accept?: string; returnTo?: string };

async function upload(application: string, { actor = citizen, reception, field = "m1", contents, name = "a.pdf", accept = "application/json", returnTo = "/apply/x" }: Sent) {
  const form = new FormData();
  for (const [key, value] of Object.entries({ ...(reception ? { reception } : {}), application, field, returnTo })) form.set(key, value);
  for (const content of contents) form.append("file", content instanceof Blob ? content : new Blob([new Uint8Array(content)]), name);
  const headers = { accept, ...(actor ? { cookie: await cookieOf(actor) } : {}) };
  const response = await fetch(`${base()}/api/files`, { method: "POST", body: form, headers, redirect: "manual" });
  const text = await response.text();
  return { status: response.status, location: response.headers.get("location"), body: text ? JSON.parse(text) : {} };
}

const get = async (path: string, actor: User | null = citizen) => fetch(base() + path, { headers: actor ? { cookie: await cookieOf(actor) } : {} });

describe("uploading", () => {
  test("a PDF is kept as it is, under a key that says nothing of its name", async () => {
    const draft = await newDraft();
    const { status, body } = await upload(draft.id, { contents: [pdf], name: "../../体检 报告\u0000.exe.pdf" });
    expect(status).toBe(200);
    expect(body.files).toMatchObject([{ name: "体检 报告.exe.pdf", size: pdf.length }]);
    const [row] = await db.db.select().from(files).where(eq(files.applicationId, draft.id));
    expect(row?.storageKey).toMatch(/^uploads\/\d{4}-\d\d-\d\d\/[0-9a-f-]{36}\.pdf$/);
    const again = await get(`/api/files/${body.files[0].fileId}`);
    expect(Buffer.from(await again.arrayBuffer())).toEqual(pdf);
    expect(again.headers.get("content-disposition")).toContain(encodeURIComponent("体检 报告.exe.pdf"));
    expect(again.headers.get("cache-control")).toBe("private, no-store");
    expect(again.headers.get("content-security-policy")).toContain("sandbox");
  });

  test.each([["JPEG", () => picture().jpeg().toBuffer()], ["PNG", () => picture().png().toBuffer()], ["HEIC", () => Promise.resolve(heic)]] as const)("%s pictures are drawn anew without metadata", async (_kind, make) => {
    const draft = await newDraft();
    const { body } = await upload(draft.id, { contents: [await make()], name: "IMG_1.HEIC" });
    const kept = Buffer.from(await (await get(`/api/files/${body.files[0].fileId}?inline=1`)).arrayBuffer());
    expect(["jpeg", "png"]).toContain((await sharp(kept).metadata()).format);
    expect(kept.includes("geheim")).toBe(false);
  });

  test.each([
    ["a script dressed as PDF", Buffer.from("<script>alert(1)</script>"), 400, "files.wrongType"],
    ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 400, "files.wrongType"],
    ["a program", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)]), 400, "files.wrongType"],
    ["nothing at all", Buffer.alloc(0), 400, "files.empty"],
    ["a torn picture", Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from("JFIF"), Buffer.alloc(40)]), 400, "files.unreadable"],
    ["a locked PDF", Buffer.from("%PDF-1.4\ntrailer<</Encrypt 5 0 R>>\n%%EOF"), 400, "files.passwordProtected"],
    ["more than 20 MB", Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(20 * 1024 * 1024)]), 400, "files.tooLarge"],
  ])("%s is refused in words, and nothing is left behind", async (_label, content, status, code) => {
    const draft = await newDraft();
    expect(await upload(draft.id, { contents: [content] })).toMatchObject({ status, body: { code } });
    expect(await db.db.select().from(files).where(eq(files.applicationId, draft.id))).toEqual([]);
    expect(await readdir(resolve(env().DATA_DIR, "incoming"))).toEqual([]);
  });

  test("during a correction only for what it opens, neither added nor taken away elsewhere", async () => {
    const { id } = await newDraft();
    const { body: kept } = await upload(id, { contents: [pdf], field: "m1" });
    const { body: wrong } = await upload(id, { contents: [pdf], field: "m2" });
    await db.db.update(applications).set({ status: "correction", version: sql`${applications.version} + 1`, submittedAt: factoryNow, receivedAt: factoryNow }).where(eq(applications.id, id));
    const correctionId = randomUUID();
    const asked = sealCorrection(correctionId, { items: [{ fieldId: "m2", label: "材料", reason: "不清楚" }], note: undefined });
    await db.db.insert(corrections).values({ id: correctionId, applicationId: id, position: 1, ...asked, answerDigests: "", dueOn: "2026-03-23", createdAt: factoryNow });
    const mine = createCaller({ actor: citizen, now: factoryNow, requestId: "r", address: "test", db: db.db }).applications;
    expect(await upload(id, { contents: [pdf], field: "m1" })).toMatchObject({ status: 409, body: { code: "applications.notToCorrect" } });
    await expect(mine.removeFile({ id, fileId: kept.files[0].fileId })).rejects.toMatchObject({ code: "CONFLICT", message: "applications.notToCorrect" });
    await mine.removeFile({ id, fileId: wrong.files[0].fileId });
    expect(await upload(id, { contents: [pdf], field: "m2" })).toMatchObject({ status: 200 });
    expect((await get(`/api/files/${kept.files[0].fileId}`)).status).toBe(200);
  });

  test("a file that was taken out is an answer no more, also when its page is not saved again", async () => {
    const { id } = await newDraft();
    const { body } = await upload(id, { contents: [pdf], field: "m1" });
    const mine = createCaller({ actor: citizen, now: factoryNow, requestId: "r", address: "test", db: db.db }).applications;
    const { definition, answers } = await mine.draft({ id });
    const section = definition.sections.find(({ fields }) => fields.some((field) => field.id === "m1"))?.id ?? "";
    await mine.save({ id, section, raw: {} });
    expect(answers).toHaveProperty("m1");
    await mine.removeFile({ id, fileId: body.files[0].fileId });
    const after = await mine.draft({ id });
    expect(after.answers).not.toHaveProperty("m1");
    expect(after.errors.map(({ fieldId }) => fieldId)).toContain("m1");
  });

  test("a picture that would unfold to more than fifty megapixels is refused before it is drawn", async () => {
    const bomb = await sharp({ create: { width: 8_000, height: 7_000, channels: 3, background: "#fff" }, limitInputPixels: false }).png({ compressionLevel: 9 }).toBuffer();
    expect(await upload((await newDraft()).id, { contents: [bomb] })).toMatchObject({ status: 400, body: { code: "files.unreadable" } });
  });

  test("the number of files per field is limited", async () => {
    const draft = await newDraft();
    await upload(draft.id, { contents: [pdf, pdf] });
    expect(await upload(draft.id, { contents: [pdf] })).toMatchObject({ status: 409, body: { code: "files.tooMany", params: { max: 2 } } });
  });

  test("refusals: signed out, staff, someone else's draft, unknown field, a filed case, no file", async () => {
    const draft = await newDraft();
    const filed = await createApplication(db.db, { place, item, applicant: citizen });
    const clerk = await createStaff(db.db, "clerk", place);
    expect(await upload(draft.id, { actor: null, contents: [pdf] })).toMatchObject({ status: 401, body: { code: "access.signIn" } });
    expect(await upload(draft.id, { actor: clerk, contents: [pdf] })).toMatchObject({ status: 403, body: { code: "access.forbidden" } });
    expect(await upload(draft.id, { actor: await createCitizen(db.db), contents: [pdf] })).toMatchObject({ status: 404, body: { code: "applications.notFound" } });
    expect(await upload("not-an-id", { contents: [pdf] })).toMatchObject({ status: 404 });
    expect(await upload(draft.id, { field: "name", contents: [pdf] })).toMatchObject({ status: 400, body: { code: "applications.unknownField" } });
    expect(await upload(filed.id, { contents: [pdf] })).toMatchObject({ status: 409, body: { code: "applications.notEditable" } });
    expect(await upload(draft.id, { contents: [] })).toMatchObject({ status: 400, body: { code: "files.none" } });
  });

  test("without script the answer is a way back that tells what was wrong", async () => {
    const draft = await newDraft();
    expect(await upload(draft.id, { contents: [pdf], accept: "text/html", returnTo: "/apply/a/b?x=1" })).toMatchObject({ status: 303, location: "/apply/a/b?x=1" });
    expect(await upload(draft.id, { contents: [Buffer.from("x")], accept: "text/html" })).toMatchObject({ status: 303, location: "/apply/x?file=files.wrongType&field=m1" });
    expect(await upload(draft.id, { contents: [pdf], accept: "text/html", returnTo: "//evil.example" })).toMatchObject({ location: "/me" });
  });
});

describe("downloading", () => {
  test("is for the applicant and the staff of the case; to anyone else the file does not exist", async () => {
    const draft = await newDraft();
    const { body } = await upload(draft.id, { contents: [pdf] });
    const path = `/api/files/${body.files[0].fileId}`;
    const clerk = await createStaff(db.db, "clerk", place);
    const elsewhere = await createStaff(db.db, "clerk", await createPlace(db.db, "310104"));
    const status = async (actor: User | null) => (await get(path, actor)).status;
    expect([await status(null), await status(await createCitizen(db.db)), await status(clerk), await status(citizen)]).toEqual([401, 404, 404, 200]);
    const filed = await createApplication(db.db, { place, item, applicant: citizen });
    await db.db.update(files).set({ applicationId: filed.id }).where(eq(files.id, body.files[0].fileId));
    expect([await status(clerk), await status(elsewhere)]).toEqual([200, 404]);
    for (const wrong of ["/api/files/", "/api/files/x", `/api/files/${crypto.randomUUID()}`, `${path}/../../etc/passwd`]) expect((await get(wrong)).status).toBe(404);
  });
});

describe("scanning at a counter", () => {
  test("a clerk adds to, and reads, what belongs to whoever they serve, and to nobody else", async () => {
    const draft = await newDraft();
    const [clerk, colleague] = [await createStaff(db.db, "clerk", place), await createStaff(db.db, "clerk", place)];
    const [row] = await db.db.insert(counterReceptions).values({
      clerkId: clerk.id, departmentId: place.departmentId, divisionCode: place.divisionCode, accountId: citizen.id, document: "idCard", method: "reader", at: new Date(), expiresAt: new Date(Date.now() + 3_600_000),
    }).returning();
    const reception = row!.id;
    const { status, body } = await upload(draft.id, { actor: clerk, reception, contents: [pdf, pdf] });
    expect({ status, count: body.files.length }).toEqual({ status: 200, count: 2 });
    const path = `/api/files/${body.files[0].fileId}`;
    expect((await get(`${path}?reception=${reception}`, clerk)).status).toBe(200);
    expect(await db.db.select().from(dataAccesses).where(eq(dataAccesses.subjectId, citizen.id))).toMatchObject([{ actorId: clerk.id, kind: "download", applicationId: draft.id }]);
    const far = await createPlace(db.db, "310104");
    const theirs = await createApplication(db.db, { place: far, item: await createItem(db.db, far, revisionContent({ form: null, materials: [{ key: "m1", name: { zh: "材料" }, necessity: "required" }] })), applicant: citizen, status: "draft", savedAt: factoryNow });
    const elsewhere = `/api/files/${(await upload(theirs.id, { contents: [pdf] })).body.files[0].fileId}`;
    expect([(await get(elsewhere)).status, (await get(`${elsewhere}?reception=${reception}`, clerk)).status]).toEqual([200, 403]);
    for (const [address, actor] of [[path, clerk], [`${path}?reception=${reception}`, colleague], [`${path}?reception=${crypto.randomUUID()}`, clerk]] as const) expect((await get(address, actor)).status).toBe(404);
    expect((await get(`${path}?reception=${reception}`, citizen)).status).toBe(403);
    expect(await upload(draft.id, { actor: colleague, reception, contents: [pdf] })).toMatchObject({ status: 404, body: { code: "applications.receptionNotFound" } });
    expect(await upload(draft.id, { actor: clerk, reception: "x", contents: [pdf] })).toMatchObject({ status: 404 });
    expect(await upload(draft.id, { actor: clerk, contents: [pdf] })).toMatchObject({ status: 403, body: { code: "access.forbidden" } });
    const other = await newDraft();
    expect(await upload(other.id, { actor: clerk, reception, contents: [pdf] })).toMatchObject({ status: 404, body: { code: "applications.notFound" } });
  });
});

describe("forms and samples of materials", () => {
  test("are put to a draft by its editor and fetched by anyone once published, by nobody else before", async () => {
    const editor = await createStaff(db.db, "itemEditor", place);
    const publisher = await createStaff(db.db, "itemPublisher", place);
    const as = (actor: User) => createCaller({ actor, now: new Date(), requestId: "r", address: "test", db: db.db }).items;
    const { itemId } = await as(editor).create({ name: "高龄津贴", itemType: "05", departmentId: place.departmentId, divisionCode: place.divisionCode });
    const { draft } = await as(editor).getForEdit({ itemId });
    const { version } = await as(editor).saveRevision({ itemId, version: 0, content: { ...draft!.content, materials: [{ key: "m1", name: { zh: "申请表" }, necessity: "required" }] } });

    const send = async (actor: User | null, fields: object) => {
      const form = new FormData();
      for (const [key, value] of Object.entries({ item: itemId, version: String(version), material: "m1", kind: "blankForm", ...fields })) form.set(key, value);
      form.append("file", new Blob([new Uint8Array(pdf)]), "高龄津贴申请表.pdf");
      const response = await fetch(`${base()}/api/files`, { method: "POST", body: form, headers: { accept: "application/json", ...(actor ? { cookie: await cookieOf(actor) } : {}) } });
      return { status: response.status, body: await response.json() };
    };
    expect(await send(await createCitizen(db.db), {})).toMatchObject({ status: 403 });
    expect(await send(publisher, {})).toMatchObject({ status: 403 });
    expect(await send(null, {})).toMatchObject({ status: 401 });
    expect(await send(editor, { material: "m9" })).toMatchObject({ status: 404, body: { code: "items.materialNotFound" } });
    expect(await send(editor, { kind: "anything" })).toMatchObject({ status: 404 });
    const sent = await send(editor, {});
    expect(sent).toMatchObject({ status: 200, body: { files: [{ name: "高龄津贴申请表.pdf", size: pdf.length }] } });
    expect((await as(editor).getForEdit({ itemId })).draft?.content.materials[0]).toMatchObject({ blankForm: { name: "高龄津贴申请表.pdf", mime: "application/pdf", size: pdf.length } });

    const path = `/api/files/public/${sent.body.files[0].fileId}`;
    expect((await get(path, null)).status).toBe(404);
    expect((await get(path, await createStaff(db.db, "itemEditor", await createPlace(db.db, "310104")))).status).toBe(404);
    expect((await get(path, editor)).headers.get("cache-control")).toBe("private, no-store");
    await publish(as(editor), as(publisher), itemId);
    const fetched = await get(path, null);
    expect(Buffer.from(await fetched.arrayBuffer())).toEqual(pdf);
    expect(fetched.headers.get("content-disposition")).toContain(encodeURIComponent("高龄津贴申请表.pdf"));
    expect(fetched.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
    expect(fetched.headers.get("cache-control")).toContain("immutable");

    // The next edition may do without it; who kept the link still gets it.
    const next = await as(editor).openRevision({ itemId });
    await as(editor).removeMaterialFile({ itemId, version: next.version, material: "m1", kind: "blankForm" });
    expect((await as(editor).getForEdit({ itemId })).draft?.content.materials[0]).not.toHaveProperty("blankForm");
    expect((await get(path, null)).status).toBe(200);
  });
});
