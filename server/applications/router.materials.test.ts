import { randomUUID } from "node:crypto";
import { and, eq, like } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, files, keptMaterials } from "@/db/schema";
import { createAgent, createDelegate, createItem, revisionContent, type Item } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { storage } from "@/server/core/storage";
import { attachFile } from "./commands/files";
import { openKept } from "./commands/materials";
import { jobs } from "./jobs";
import { anonymous, monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
let item: Item;
let next: Item;

const form = (label: string) => ({ version: 1 as const, sections: [
  { id: "who", title: { zh: "申请" }, fields: [{ id: "remarks", type: "text" as const, label: { zh: "说明" }, optional: true }] },
  { id: "papers", title: { zh: "材料" }, fields: [{ id: "m1", type: "file" as const, label: { zh: label }, maxFiles: 2 }, { id: "m2", type: "file" as const, label: { zh: "照片" }, optional: true }] },
] });

const materials = (name: string) => [{ key: "m1", name: { zh: name }, necessity: "required" as const }, { key: "m2", name: { zh: "照片" }, necessity: "optional" as const }];

beforeAll(async () => {
  office = await openOffice();
  const audience: ("1" | "2")[] = ["1", "2"];
  item = await createItem(office.db, office.place, revisionContent({ name: "先办的事", audience, form: form("户口簿"), materials: materials("居民户口簿（复印件）") }));
  next = await createItem(office.db, office.place, revisionContent({ name: "后办的事", audience, form: form("户口簿"), materials: materials("申请人居民户口簿") }));
});
afterAll(() => office.connection.close());

const minutes = (count: number) => new Date(monday.getTime() + count * 60_000);
const on = (actor: User, now = monday) => office.as(actor, { now }).applications;
const ctxOf = (actor: User, now = monday) => ({ actor, now, requestId: "r", address: "test", db: office.db });
const exists = (key: string) => storage().getBytes(key).then(() => true, () => false);

async function upload(actor: User, id: string, fieldId = "m1", keepNext = false) {
  const storageKey = `uploads/test/${randomUUID()}.pdf`;
  await storage().put(storageKey, Buffer.from(storageKey));
  const { fileId } = await attachFile(ctxOf(actor), { id, fieldId, keepNext, file: { name: "我家的户口簿.pdf", mime: "application/pdf", size: 9, sha256: randomUUID().replaceAll("-", ""), storageKey } });
  return { fileId, storageKey };
}

/** A case that was filed with one paper. */
async function filed(actor: User, of = item) {
  const { id } = await on(actor).start({ itemCode: of.code });
  const paper = await upload(actor, id);
  await on(actor).submit({ id, declared: true });
  return { id, ...paper };
}

async function kept(actor: User) {
  const begun = await filed(actor);
  await on(actor).keepMaterials({ id: begun.id, fileIds: [begun.fileId], consent: true });
  const [row] = await on(actor).listMaterials();
  return { ...begun, materialId: row!.id };
}

/** Does what the outbox orders about stored files. */
const erase = (keys: string[]) => jobs.topics!["applications.filesRemoved"]!({ ...ctxOf({} as User), actor: { kind: "system" } }, { keys });

describe("keeping a paper for the next time", () => {
  test("is the applicant's choice: nothing is kept by itself, what is kept tells its kind, date, case, trust and until when", async () => {
    const person = await office.citizen();
    const { id, fileId } = await filed(person);
    expect(await on(person).listMaterials()).toEqual([]);
    await expect(on(person).keepMaterials({ id, fileIds: [fileId], consent: false as true })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await on(person).keepMaterials({ id, fileIds: [fileId], consent: true })).toEqual({ kept: 1 });
    expect(await on(person).keepMaterials({ id, fileIds: [fileId], consent: true })).toEqual({ kept: 0 });
    expect(await on(person).listMaterials()).toMatchObject([{ kind: "居民户口簿", name: "我家的户口簿.pdf", trustLevel: "C", itemName: "先办的事", uploadedAt: monday.toISOString(), validUntil: null, ended: false, keptUntil: "2028-03-01" }]);
    expect(JSON.stringify(await office.db.select().from(keptMaterials).where(eq(keptMaterials.accountId, person.id)))).not.toContain("我家");
  });

  test("is ticked at the upload, and done when the case is filed: only what was ticked, and what is still there", async () => {
    const person = await office.citizen();
    const { id } = await on(person).start({ itemCode: item.code });
    const ticked = await upload(person, id, "m1", true);
    const second = await upload(person, id, "m1", true);
    await upload(person, id, "m2");
    expect((await on(person).draft({ id })).files.map(({ keepNext }) => keepNext).toSorted()).toEqual([false, true, true]);
    expect(await on(person).listMaterials(), "a draft keeps nothing").toEqual([]);
    await on(person).removeFile({ id, fileId: second.fileId });
    await on(person).submit({ id, declared: true });
    const library = await on(person).listMaterials();
    expect(library).toMatchObject([{ kind: "居民户口簿", keptUntil: "2028-03-01" }]);
    const [row] = await office.db.select().from(keptMaterials).where(eq(keptMaterials.accountId, person.id));
    expect(row?.storageKey).toBe(ticked.storageKey);
  });

  test("is done once: what one throws away does not come back when the case is filed again", async () => {
    const person = await office.citizen();
    const { id } = await on(person).start({ itemCode: item.code });
    await upload(person, id, "m1", true);
    await on(person).submit({ id, declared: true });
    const [paper] = await on(person).listMaterials();
    await on(person).removeMaterial({ id: paper!.id });
    await on(person).takeBack({ id });
    await on(person).submit({ id, declared: true });
    expect(await on(person).listMaterials()).toEqual([]);
  });

  test("is not for whoever fills in for another person to tick", async () => {
    const person = await office.citizen();
    const delegate = await createDelegate(office.db, person, await office.citizen());
    const { id } = await on(delegate).start({ itemCode: item.code });
    await expect(upload(delegate, id, "m1", true)).rejects.toMatchObject({ code: "applications.materialsNotYours" });
    await expect(upload(delegate, id)).resolves.toMatchObject({ fileId: expect.any(String) });
  });

  test("is refused of a draft, of another person's case, of a file that is not there, and to whoever acts for a person", async () => {
    const person = await office.citizen();
    const { id } = await on(person).start({ itemCode: item.code });
    const { fileId } = await upload(person, id);
    await expect(on(person).keepMaterials({ id, fileIds: [fileId], consent: true })).rejects.toMatchObject(refused("CONFLICT", "applications.notFiledYet"));
    await on(person).submit({ id, declared: true });
    await expect(on(await office.citizen()).keepMaterials({ id, fileIds: [fileId], consent: true })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await expect(on(person).keepMaterials({ id, fileIds: [randomUUID()], consent: true })).rejects.toMatchObject(refused("NOT_FOUND", "files.notFound"));
    const delegate = await createDelegate(office.db, person, await office.citizen());
    for (const act of [() => on(delegate).keepMaterials({ id, fileIds: [fileId], consent: true }), () => on(delegate).listMaterials()]) {
      await expect(act()).rejects.toMatchObject(refused("FORBIDDEN", "applications.materialsNotYours"));
    }
    await expect(office.as(anonymous).applications.listMaterials()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});

describe("using it again", () => {
  test("is offered where a material asks for the same, shares the stored file, and the desk sees since when", async () => {
    const person = await office.citizen();
    const { materialId, storageKey } = await kept(person);
    const { id } = await on(person, minutes(60)).start({ itemCode: next.code });
    const draft = await on(person, minutes(60)).draft({ id });
    expect(draft.keptOffers).toMatchObject([{ fieldId: "m1", materials: [{ id: materialId, trustLevel: "C", uploadedAt: monday.toISOString() }] }]);
    const { fileId } = await on(person, minutes(60)).reuseMaterial({ id, fieldId: "m1", materialId });
    expect(await on(person, minutes(60)).reuseMaterial({ id, fieldId: "m1", materialId })).toEqual({ fileId });
    expect(await office.db.select().from(files).where(eq(files.storageKey, storageKey))).toHaveLength(2);
    expect((await on(person, minutes(60)).draft({ id })).keptOffers, "what answers the question already is not offered for it").toEqual([]);
    const { number } = await on(person, minutes(61)).submit({ id, declared: true });
    expect((await on(office.desk.clerk, minutes(62)).getForDesk({ number })).files).toMatchObject([{ id: fileId, name: "我家的户口簿.pdf", reusedFrom: monday.toISOString(), createdAt: minutes(60).toISOString(), trustLevel: "C" }]);
  });

  test("carries along what a counter compared with the original", async () => {
    const person = await office.citizen();
    const { id, fileId, materialId } = await kept(person);
    await on(office.desk.clerk, minutes(5)).counterCompare({ id, fileId, compared: true });
    expect(await on(person).listMaterials()).toMatchObject([{ trustLevel: "B", verifiedAt: minutes(5).toISOString() }]);
    const begun = await on(person, minutes(10)).start({ itemCode: next.code });
    await on(person, minutes(10)).reuseMaterial({ id: begun.id, fieldId: "m1", materialId });
    expect((await on(person, minutes(10)).draft({ id: begun.id })).files).toMatchObject([{ trustLevel: "B", verifiedAt: minutes(5).toISOString(), verifiedByName: null }]);
  });

  test("is refused of somebody else's, of another kind, past its last day, beyond the room of the question, and in a case that is filed", async () => {
    const person = await office.citizen();
    const { materialId } = await kept(person);
    const stranger = await office.citizen();
    const theirs = await on(stranger).start({ itemCode: next.code });
    await expect(on(stranger).reuseMaterial({ id: theirs.id, fieldId: "m1", materialId })).rejects.toMatchObject(refused("NOT_FOUND", "applications.materialNotFound"));
    expect((await on(stranger).draft({ id: theirs.id })).keptOffers).toEqual([]);
    const { id } = await on(person, minutes(5)).start({ itemCode: next.code });
    const reuse = (fieldId = "m1", now = minutes(5)) => on(person, now).reuseMaterial({ id, fieldId, materialId });
    await expect(reuse("m2")).rejects.toMatchObject(refused("CONFLICT", "applications.materialDoesNotFit"));
    await on(person).dateMaterial({ id: materialId, validUntil: "2026-03-01" });
    await expect(reuse()).rejects.toMatchObject(refused("CONFLICT", "applications.materialEnded"));
    expect((await on(person).draft({ id })).keptOffers).toEqual([]);
    await on(person).dateMaterial({ id: materialId, validUntil: null });
    await upload(person, id);
    await upload(person, id);
    await expect(reuse()).rejects.toMatchObject(refused("CONFLICT", "files.tooMany"));
    await on(person, minutes(6)).submit({ id, declared: true });
    await expect(reuse("m1", minutes(7))).rejects.toMatchObject(refused("CONFLICT", "applications.notEditable"));
  });

  test("is open to a delegate who may file, not to one who may only fill in", async () => {
    const person = await office.citizen();
    const { materialId } = await kept(person);
    const { id } = await on(person).start({ itemCode: next.code });
    const [filler, filer] = [await createDelegate(office.db, person, await office.citizen(), { acts: ["view", "fill"] }), await createDelegate(office.db, person, await office.citizen())];
    expect((await on(filler).draft({ id })).keptOffers).toEqual([]);
    await expect(on(filler).reuseMaterial({ id, fieldId: "m1", materialId })).rejects.toMatchObject(refused("NOT_FOUND", "applications.materialNotFound"));
    expect(await on(filer).reuseMaterial({ id, fieldId: "m1", materialId })).toMatchObject({ fileId: expect.any(String) });
  });

  test("stays within the organisation whose it is: its agents use it, its agent's own cases do not", async () => {
    const person = await office.citizen();
    const agent = await createAgent(office.db, person);
    const { materialId } = await kept(agent);
    const colleague = await createAgent(office.db, await office.citizen(), agent.organisationId);
    expect((await on(colleague).listMaterials()).map((row) => row.id)).toEqual([materialId]);
    expect(await on(person).listMaterials()).toEqual([]);
    const { id } = await on(person).start({ itemCode: next.code });
    await expect(on(person).reuseMaterial({ id, fieldId: "m1", materialId })).rejects.toMatchObject(refused("NOT_FOUND", "applications.materialNotFound"));
  });
});

describe("looking at it and taking it out", () => {
  test("its owner opens it, each look is in the log; for anybody else it is not there", async () => {
    const person = await office.citizen();
    const { materialId, storageKey } = await kept(person);
    expect(await openKept(ctxOf(person), materialId)).toMatchObject({ name: "我家的户口簿.pdf", storageKey });
    expect(await office.db.$count(auditLog, and(eq(auditLog.subjectId, materialId), eq(auditLog.action, "applications.openMaterial")))).toBe(1);
    expect(await openKept(ctxOf(await office.citizen()), materialId)).toBeUndefined();
    expect(await openKept(ctxOf(office.desk.clerk), materialId)).toBeUndefined();
    expect(await openKept(ctxOf(await createDelegate(office.db, person, await office.citizen())), materialId)).toBeUndefined();
  });

  test("removes the row at once, and the bytes unless a case holds them", async () => {
    const person = await office.citizen();
    const { id, fileId, materialId, storageKey } = await kept(person);
    await expect(on(await office.citizen()).removeMaterial({ id: materialId })).rejects.toMatchObject(refused("NOT_FOUND", "applications.materialNotFound"));
    expect(await on(person).removeMaterial({ id: materialId })).toEqual({ id: materialId, held: 1 });
    expect(await on(person).listMaterials()).toEqual([]);
    await erase([storageKey]);
    expect(await exists(storageKey)).toBe(true);
    await on(person, minutes(1)).takeBack({ id });
    await on(person, minutes(1)).removeFile({ id, fileId });
    await erase([storageKey]);
    expect(await exists(storageKey)).toBe(false);
  });

  test("keeps the bytes while the library holds them, though the case let them go", async () => {
    const person = await office.citizen();
    const { id, fileId, storageKey, materialId } = await kept(person);
    await on(person, minutes(1)).takeBack({ id });
    await on(person, minutes(1)).removeFile({ id, fileId });
    await erase([storageKey]);
    expect(await exists(storageKey)).toBe(true);
    expect(await on(person).removeMaterial({ id: materialId })).toEqual({ id: materialId, held: 0 });
    await erase([storageKey]);
    expect(await exists(storageKey)).toBe(false);
    expect(await office.db.$count(files, like(files.storageKey, storageKey))).toBeGreaterThan(0);
  });
});
