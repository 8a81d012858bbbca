import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { and, eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditLog, certificateImports, counterReceptions, files, itemRuns, keptMaterials, outbox, unscannedFiles } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createItem, createPlace, createStaff, factoryNow, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { copyMark } from "@/server/applications/commands/scan-marks";
import { scanWaiting } from "@/server/applications/commands/scan";
import { jobs } from "@/server/applications/jobs";
import { hasUnscanned } from "@/server/applications/queries/unscanned";
import { openSession } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";
import { storage } from "@/server/core/storage";
import { eicar, startClamd } from "@/server/integrations/file-scanner/testing";
import { handleCertificateImport } from "./certificate-import";
import { handleFiles } from "./files";
import { handleItemFiles } from "./item-exchange";
import { createCaller } from "./root";

const pdf = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF");
const infected = Buffer.concat([pdf, Buffer.from("\n"), eicar]);

let scanner: Awaited<ReturnType<typeof startClamd>>;
let db: Awaited<ReturnType<typeof createTestDatabase>>;
let server: Server;
let place: Place;
let item: Item;
let citizen: User;
const staff: Partial<Record<"clerk" | "certificateOfficer" | "itemEditor", User>> = {};

beforeAll(async () => {
  scanner = await startClamd({ limit: 1_000_000 });
  db = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: db.url, FILE_SCANNER_URL: scanner.url });
  place = await createPlace(db.db);
  item = await createItem(db.db, place, revisionContent({ form: null, materials: [{ key: "m1", name: { zh: "材料" }, necessity: "required", maxFiles: 20 }] }));
  for (const role of ["clerk", "certificateOfficer", "itemEditor"] as const) staff[role] = await createStaff(db.db, role, place);
  server = createServer((request, response) => {
    const handler = request.url?.startsWith("/api/items") ? handleItemFiles : request.url?.startsWith("/api/certificates") ? handleCertificateImport : handleFiles;
    void handler(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await scanner.close();
});
beforeEach(() => void Object.assign(scanner.state, { mood: "well", scanned: [] }));

const base = () => {
  const address = server.address();
  return `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
};
const cookieOf = async ({ id }: User) => `${cookieName("session")}=${await openSession(db.db, new Date(), { accountId: id, factors: ["password", "totp"], userAgent: null })}`;
const get = async (path: string, actor: User) => fetch(base() + path, { headers: { cookie: await cookieOf(actor) } });
const system = (now = new Date()) => ({ actor: { kind: "system" as const }, now, requestId: "r", address: "test", db: db.db });

type Door = { path?: string; actor?: User | undefined; fields: Record<string, string> };

async function send({ path = "/api/files", actor = citizen, fields }: Door, content: Buffer, accept = "application/json") {
  const form = new FormData();
  for (const [key, value] of Object.entries({ returnTo: "/apply/x", ...fields })) form.set(key, value);
  form.append("file", new Blob([new Uint8Array(content)]), "户口簿.pdf");
  const response = await fetch(base() + path, { method: "POST", body: form, headers: { accept, cookie: await cookieOf(actor) }, redirect: "manual" });
  const text = await response.text();
  return { status: response.status, location: response.headers.get("location"), body: text ? JSON.parse(text) : {} };
}

async function newDraft() {
  citizen = await createCitizen(db.db);
  return createApplication(db.db, { place, item, applicant: citizen, status: "draft", savedAt: factoryNow });
}
const toCase = (id: string): Door => ({ fields: { application: id, field: "m1" } });

/** Every door that keeps a file, with what it needs to get as far as the scanner. */
async function doors(): Promise<Record<string, Door>> {
  const { id } = await newDraft();
  const [reception] = await db.db.insert(counterReceptions).values({
    clerkId: staff.clerk?.id ?? "", departmentId: place.departmentId, divisionCode: place.divisionCode, accountId: citizen.id, document: "idCard", method: "reader", at: new Date(), expiresAt: new Date(Date.now() + 3_600_000),
  }).returning();
  return {
    applicant: toCase(id),
    counter: { actor: staff.clerk, fields: { application: id, field: "m1", reception: reception?.id ?? "" } },
    minutes: { actor: staff.clerk, fields: { application: id, minutes: "1" } },
    proof: { actor: staff.certificateOfficer, fields: { delivery: crypto.randomUUID(), version: "0" } },
    blankForm: { actor: staff.itemEditor, fields: { item: item.serviceItemId, itemId: item.serviceItemId, version: "0", material: "m1", kind: "blankForm" } },
    items: { path: "/api/items/import", actor: staff.itemEditor, fields: {} },
    certificates: { path: "/api/certificates/import", actor: staff.certificateOfficer, fields: { typeId: "x", place: `${place.departmentId}.${place.divisionCode}` } },
  };
}
const codeIn = ({ body, location }: Awaited<ReturnType<typeof send>>) => body.code ?? /(?:file|refused)=([\w.]+)/.exec(location ?? "")?.[1];
const stored = async () => [await db.db.$count(files), await db.db.$count(itemRuns), await db.db.$count(certificateImports), await db.db.$count(unscannedFiles)];

describe("a file that comes in", () => {
  test("is looked at as it came, before anything of ours opens it", async () => {
    const { id } = await newDraft();
    const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: "#0a5" } }).withExif({ IFD0: { Artist: "geheim" } }).jpeg().toBuffer();
    const { body } = await send(toCase(id), photo);
    expect(scanner.state.scanned[0]?.equals(photo)).toBe(true);
    expect((await get(`/api/files/${body.files[0].fileId}`, citizen)).status).toBe(200);
    expect(await stored()).toMatchObject([1, 0, 0, 0]);
  });

  test("is refused at every door where something is found: by its name, with nothing kept and a row in the audit log", async () => {
    const all = await doors();
    const before = await stored();
    for (const [name, door] of Object.entries(all)) {
      const refused = await send(door, infected);
      expect(codeIn(refused), name).toBe("files.infected");
      if (!door.path) expect(refused, name).toMatchObject({ status: 400, body: { params: { name: "户口簿.pdf" }, files: [] } });
      const rows = await db.db.select().from(auditLog).where(and(eq(auditLog.action, "files.refuse"), eq(auditLog.actorId, (door.actor ?? citizen).id)));
      expect(rows.at(-1)?.after, name).toEqual({ kind: "infected", found: "Eicar-Test-Signature", size: infected.length, sha256: createHash("sha256").update(infected).digest("hex") });
      expect(JSON.stringify(rows)).not.toContain("户口簿");
    }
    expect(await stored()).toEqual(before);
    // Without script the way back has room for the reason, and none for a name.
    expect(await send(all["applicant"]!, infected, "text/html")).toMatchObject({ status: 303, location: "/apply/x?file=files.infected&field=m1" });
  });

  test("is refused too where the scanner cannot look into it", async () => {
    const { id } = await newDraft();
    expect(await send(toCase(id), Buffer.concat([pdf, Buffer.alloc(2_000_000)]))).toMatchObject({ status: 400, body: { code: "files.unscannable", params: { name: "户口簿.pdf" } } });
    scanner.state.mood = { says: "stream: Heuristics.Encrypted.PDF FOUND" };
    expect(codeIn(await send(toCase(id), pdf))).toBe("files.unscannable");
  });
});

describe("while the scanner is away", () => {
  test("an applicant's paper is kept unopened, also from a counter; what staff bring for others is asked for again", async () => {
    const all = await doors();
    scanner.state.mood = "hangsUp";
    for (const [name, door] of Object.entries(all)) {
      const answer = await send(door, pdf);
      if (name === "applicant" || name === "counter") expect(answer, name).toMatchObject({ status: 200 });
      else expect(codeIn(answer), name).toBe("files.scannerAway");
    }
    expect(codeIn(await send(all["minutes"]!, pdf))).toBe("files.scannerAway");
    expect((await send(all["proof"]!, pdf)).status).toBe(503);
    expect((await stored())[3]).toBe(2);
  });

  async function waiting(content: Buffer) {
    await db.db.delete(unscannedFiles);
    const draft = await newDraft();
    scanner.state.mood = "hangsUp";
    const { body } = await send(toCase(draft.id), content);
    const { fileId } = body.files[0];
    const [row] = await db.db.select().from(files).where(eq(files.id, fileId));
    return { draft, fileId, path: `/api/files/${fileId}`, key: row?.storageKey ?? "" };
  }

  test("nobody opens it, neither its owner nor the desk that has the case; all see that it is being checked", async () => {
    const { draft, fileId, path, key } = await waiting(pdf);
    const filed = await createApplication(db.db, { place, item, applicant: citizen });
    const own = createCaller({ ...system(), actor: citizen }).applications;
    expect((await own.draft({ id: draft.id })).files).toMatchObject([{ id: fileId, unscanned: true }]);
    await db.db.update(files).set({ applicationId: filed.id }).where(eq(files.id, fileId));
    for (const actor of [citizen, staff.clerk!]) {
      for (const address of [path, `${path}?inline=1`]) {
        const answer = await get(address, actor);
        expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 409, body: { code: "files.beingScanned", params: {} } });
      }
    }
    const desk = createCaller({ ...system(), actor: staff.clerk! }).applications;
    expect((await desk.getForDesk({ number: filed.number })).files).toMatchObject([{ id: fileId, unscanned: true }]);
    // A case is packed for the archive once all of it may be opened, and a copy waits with its original.
    expect(await hasUnscanned(db.db, filed.id)).toBe(true);
    await db.db.transaction((tx) => copyMark(tx, key, "uploads/copy.pdf"));
    await db.db.transaction((tx) => copyMark(tx, "uploads/clean.pdf", "uploads/clean-copy.pdf"));
    expect((await db.db.select().from(unscannedFiles)).map(({ storageKey }) => storageKey).toSorted()).toEqual(["uploads/copy.pdf", key].toSorted());
  });

  test("the job tries again, and opens it once it was found clean", async () => {
    const { draft, fileId, path } = await waiting(pdf);
    expect(await scanWaiting(system())).toBe(0);
    expect((await get(path, citizen)).status).toBe(409);
    scanner.state.mood = "well";
    expect(await scanWaiting(system())).toBe(1);
    expect((await get(path, citizen)).status).toBe(200);
    expect(await scanWaiting(system())).toBe(0);
    expect(await db.db.select().from(auditLog).where(eq(auditLog.action, "applications.clearFile"))).toMatchObject([{ actorKind: "system", subjectId: draft.id, after: { fileId } }]);
  });

  test("what is found then is taken out of case and library, erased, and its owner told", async () => {
    const { draft, fileId, path, key } = await waiting(infected);
    const [row] = await db.db.select().from(files).where(eq(files.id, fileId));
    const { name, mime, size, sha256, storageKey } = row!;
    await db.db.insert(keptMaterials).values({ accountId: citizen.id, kind: "户口簿", name, mime, size, sha256, storageKey, trustLevel: "C", uploadedAt: factoryNow, applicationId: draft.id, keptAt: factoryNow, keptBy: citizen.id, usedAt: factoryNow });
    scanner.state.mood = "well";
    expect(await scanWaiting(system())).toBe(1);
    expect((await get(path, citizen)).status).toBe(404);
    expect(await db.db.$count(keptMaterials, eq(keptMaterials.storageKey, key))).toBe(0);
    expect((await createCaller({ ...system(), actor: citizen }).applications.draft({ id: draft.id })).files).toEqual([]);
    expect(await db.db.select().from(auditLog).where(eq(auditLog.action, "applications.refuseFile"))).toMatchObject([{ subjectId: draft.id, after: { fileId, kind: "infected", found: "Eicar-Test-Signature" } }]);
    const told = await db.db.select().from(outbox).where(eq(outbox.topic, "notices.tell"));
    expect(told.map(({ payload }) => payload)).toMatchObject([{ accountId: citizen.id, template: "uploadRefused", dedupeKey: `${fileId}:uploadRefused` }]);
    const [erasing] = await db.db.select().from(outbox).where(eq(outbox.topic, "applications.filesRemoved"));
    await jobs.topics?.["applications.filesRemoved"]?.(system(), erasing?.payload);
    expect(await storage().exists(key)).toBe(false);
  });

  test("what was taken out again meanwhile, and what cannot be read, hold up no other", async () => {
    const { fileId, path } = await waiting(pdf);
    await db.db.insert(unscannedFiles).values([{ storageKey: "uploads/gone.pdf", since: new Date(0) }]);
    const lost = await createApplication(db.db, { place, item, applicant: citizen });
    await db.db.insert(files).values({ ownerAccountId: citizen.id, applicationId: lost.id, fieldId: "m1", name: "x", mime: "application/pdf", size: 1, sha256: "x", storageKey: "uploads/lost.pdf", createdAt: factoryNow });
    await db.db.insert(unscannedFiles).values([{ storageKey: "uploads/lost.pdf", since: new Date(1) }]);
    scanner.state.mood = "well";
    expect(await scanWaiting(system())).toBe(2);
    expect((await get(path, citizen)).status).toBe(200);
    expect(await db.db.select({ key: unscannedFiles.storageKey }).from(unscannedFiles)).toEqual([{ key: "uploads/lost.pdf" }]);
    expect(fileId).toBeTruthy();
  });
});
