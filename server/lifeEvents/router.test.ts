import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { files, lifeEventCases, lifeEventRevisions, serviceItems, toleratedMaterials } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createAgent, createCitizen, createItem, createPlace, createStaff, factoryNow, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import type { LifeEventContent } from "@/domain/lifeEvents/schema";
import { createCaller } from "@/server/api/root";
import { attachFile } from "@/server/applications/commands/files";
import { storage } from "@/server/core/storage";
import { jobs } from "./jobs";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let editor: User;
let publisher: User;
let register: Item;
let allowance: Item;
let insurance: Item;

const ctx = <A extends Actor>(actor: A) => ({ actor, now: factoryNow, requestId: "test", address: "10.0.0.1", db: test.db });
const as = (actor: Actor, idempotencyKey?: string) => createCaller({ ...ctx(actor), ...(idempotencyKey ? { idempotencyKey } : {}) });
const label = (zh: string) => ({ zh });
const refuses = (code: string, message: string) => ({ code, message });

/** An item that asks for the child's name, for what is its own, and for one paper. */
function formWith(own: string) {
  return revisionContent({
    name: `${own}登记`, minAssuranceLevel: "L1", ...(own === "scheme" ? { materials: [{ key: "photo", name: label("参保照片"), necessity: "tolerable" as const }] } : {}),
    form: { version: 1, sections: [{ id: "main", title: label("内容"), fields: [
      { id: "childName", type: "personName", label: label("孩子姓名") },
      { id: own, type: "text", label: label(own) },
      { id: "birthPaper", type: "file", label: label("出生医学证明"), maxFiles: 1 },
    ] }] },
  });
}

const content = (overrides: Partial<LifeEventContent> = {}): LifeEventContent => ({
  name: { zh: "新生儿出生一件事", en: "A child is born" }, summary: label("一次办好"), stage: "birth", audience: "person",
  questions: { version: 1, sections: [{ id: "child", title: label("孩子"), fields: [
    { id: "name", type: "personName", label: label("孩子姓名") },
    { id: "insured", type: "yesNo", label: label("参保吗") },
  ] }] },
  members: [
    { key: "register", itemCode: register.code },
    { key: "allowance", itemCode: allowance.code },
    { key: "insurance", itemCode: insurance.code, when: "insured == true" },
  ],
  shared: ["register", "allowance", "insurance"].map((member) => ({ question: "name", member, field: "childName" })),
  materials: [{ name: label("出生医学证明"), in: ["register", "allowance", "insurance"].map((member) => ({ member, field: "birthPaper" })) }],
  ...overrides,
});

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  editor = await createStaff(test.db, "itemEditor", place);
  publisher = await createStaff(test.db, "itemPublisher", place);
  [register, allowance, insurance] = [await createItem(test.db, place, formWith("household")), await createItem(test.db, place, formWith("bank")), await createItem(test.db, place, formWith("scheme"))];
});
afterAll(() => test.close());

let order = 0;
async function published(overrides: Partial<LifeEventContent> = {}) {
  const key = `event-${(order += 1)}`;
  const { id } = await as(editor).lifeEvents.create({ key, name: label("新生儿"), departmentId: place.departmentId, divisionCode: place.divisionCode });
  const { version } = await as(editor).lifeEvents.save({ lifeEventId: id, version: 0, content: content(overrides) });
  await as(publisher).lifeEvents.publish({ lifeEventId: id, version });
  return { id, key };
}

async function upload(actor: User, id: string, fieldId: string) {
  const storageKey = `uploads/2026-03-02/${randomUUID()}.pdf`;
  await storage().put(storageKey, "%PDF-1.7");
  await attachFile(ctx(actor), { id, fieldId, file: { name: "出生证.pdf", mime: "application/pdf", size: 8, sha256: "0".repeat(64), storageKey } });
}

/** Answers the questions and prepares the parts; returns the parts by member. */
async function prepared(citizen: User, key: string, { insured = "yes", name = "王小宝" } = {}) {
  const caller = as(citizen).lifeEvents;
  const { id } = await caller.start({ key });
  expect(await caller.saveQuestions({ id, section: "child", raw: { name, insured } })).toMatchObject({ errors: [], next: null });
  await caller.prepare({ id });
  const { parts } = await caller.case({ id });
  return { id, parts: Object.fromEntries(parts.map((part) => [part.member, part.id])) };
}

const own: Record<string, string> = { register: "household", allowance: "bank", insurance: "scheme" };
const completed = (citizen: User, parts: Record<string, string>) => Promise.all(Object.entries(parts).map(([member, id]) => as(citizen).applications.save({ id, section: "main", raw: { childName: "王小宝", [own[member]!]: "内容" } })));

describe("a life event as a citizen goes through it", () => {
  it("asks once, begins what the answers call for, shares answers and papers, files all parts and ends with the last", async () => {
    const { key } = await published();
    const citizen = await createCitizen(test.db);
    const { id, parts } = await prepared(citizen, key);
    expect(Object.keys(parts)).toEqual(["register", "allowance", "insurance"]);
    for (const part of Object.values(parts)) expect((await as(citizen).applications.draft({ id: part })).answers).toMatchObject({ childName: "王小宝" });

    await completed(citizen, parts);
    await upload(citizen, parts["register"]!, "birthPaper");
    const ready = await as(citizen).lifeEvents.case({ id });
    expect(ready.parts.map(({ missing }) => missing)).toEqual([[], [], []]);
    expect(ready.progress).toMatchObject({ state: "filling", total: 3, filed: 0 });

    const idempotencyKey = randomUUID();
    const later = ready.parts.flatMap((part) => part.tolerable.map(({ fieldId }) => ({ part: part.id, fieldId })));
    const filed = await as(citizen, idempotencyKey).lifeEvents.file({ id, declared: true, later });
    expect(filed.refused).toEqual([]);
    expect(filed.filed.map(({ queryCode }) => queryCode)).toEqual([expect.stringMatching(/^\d{6}$/), expect.stringMatching(/^\d{6}$/), expect.stringMatching(/^\d{6}$/)]);
    expect(await as(citizen, idempotencyKey).lifeEvents.file({ id, declared: true, later })).toEqual(filed);
    expect(await test.db.select().from(toleratedMaterials), "what may follow is promised in writing").toMatchObject([{ applicationId: parts["insurance"], name: "参保照片", promisedBy: citizen.id }]);
    // Each part keeps a paper of its own.
    const papers = await test.db.select({ key: files.storageKey, of: files.applicationId }).from(files);
    expect(new Set(papers.map((paper) => paper.key)).size).toBe(3);
    expect(await as(citizen).lifeEvents.case({ id })).toMatchObject({ dueOn: "2026-05-04", progress: { state: "running", filed: 3, ended: 0 } });
    await expect(as(citizen).lifeEvents.file({ id, declared: true })).rejects.toMatchObject(refuses("CONFLICT", "lifeEvents.nothingToFile"));
    await expect(as(citizen).lifeEvents.saveQuestions({ id, section: "child", raw: { name: "王大宝", insured: "no" } })).rejects.toMatchObject(refuses("CONFLICT", "lifeEvents.filedAlready"));

    const system = ctx({ kind: "system" } as const);
    for (const [member, part] of Object.entries(parts)) {
      expect((await as(citizen).lifeEvents.case({ id })).closedAt).toBeNull();
      await as(citizen).applications.withdraw({ id: part, reason: `不办${member}了` });
      await jobs.topics!["applications.event"]!(system, { applicationId: part });
    }
    expect(await as(citizen).lifeEvents.case({ id })).toMatchObject({ closedAt: factoryNow.toISOString(), progress: { state: "ended", ended: 3, granted: 0 } });
    expect((await as(citizen).lifeEvents.listOwn({})).cases).toMatchObject([{ id, closedAt: factoryNow.toISOString() }]);
    expect(await as(citizen).lifeEvents.findWhole({ id: parts["register"]! })).toMatchObject({ id, filed: true });
  });

  it("reads only the questions that were shown, and leaves the others of their page as they are", async () => {
    const { key } = await published();
    const citizen = await createCitizen(test.db);
    const caller = as(citizen).lifeEvents;
    const { id } = await caller.start({ key });
    await caller.saveQuestions({ id, section: "child", raw: { name: "王小宝", insured: "yes" } });
    await caller.saveQuestions({ id, section: "child", raw: { insured: "no" }, fields: ["insured"] });
    expect((await caller.questions({ id })).answers).toMatchObject({ name: "王小宝", insured: false });
    const { errors } = await caller.saveQuestions({ id, section: "child", raw: { name: "" }, fields: ["name"] });
    expect(errors.map(({ fieldId }) => fieldId)).toEqual(["name"]);
    expect((await caller.questions({ id })).answers).toMatchObject({ insured: false });
  });

  it("follows a part that is transferred, and does not end while it runs there", async () => {
    const { key } = await published();
    const citizen = await createCitizen(test.db);
    const { id, parts } = await prepared(citizen, key);
    await completed(citizen, parts);
    await upload(citizen, parts["register"]!, "birthPaper");
    await as(citizen, randomUUID()).lifeEvents.file({ id, declared: true });
    const twin = await createItem(test.db, await createPlace(test.db, "310104"), formWith("household"));
    const [{ basicCode } = { basicCode: "" }] = await test.db.select({ basicCode: serviceItems.basicCode }).from(serviceItems).where(eq(serviceItems.id, register.serviceItemId));
    await test.db.update(serviceItems).set({ basicCode }).where(eq(serviceItems.id, twin.serviceItemId));
    await as(await createStaff(test.db, "clerk", place)).applications.transfer({ id: parts["register"]!, version: 1, serviceItemId: twin.serviceItemId, reason: "户籍在徐汇区" });
    const system = ctx({ kind: "system" } as const);
    for (const part of Object.values(parts)) {
      if (part !== parts["register"]) await as(citizen).applications.withdraw({ id: part });
      await jobs.topics!["applications.event"]!(system, { applicationId: part });
    }
    const whole = await as(citizen).lifeEvents.case({ id });
    expect(whole).toMatchObject({ closedAt: null, progress: { ended: Object.keys(parts).length - 1 } });
    expect(whole.parts.find(({ member }) => member === "register")).toMatchObject({ status: "submitted" });
    expect(Object.values(parts)).not.toContain(whole.parts.find(({ member }) => member === "register")?.id);
  });

  it("follows a changed answer where nobody wrote over it, and lets a part go that is no longer called for", async () => {
    const { key } = await published();
    const citizen = await createCitizen(test.db);
    const { id, parts } = await prepared(citizen, key);
    await as(citizen).applications.save({ id: parts["allowance"]!, section: "main", raw: { childName: "王贝贝", bank: "中国银行" } });
    await as(citizen).lifeEvents.saveQuestions({ id, section: "child", raw: { name: "王大宝", insured: "no" } });
    await as(citizen).lifeEvents.prepare({ id });
    expect((await as(citizen).applications.draft({ id: parts["register"]! })).answers).toMatchObject({ childName: "王大宝" });
    expect((await as(citizen).applications.draft({ id: parts["allowance"]! })).answers).toMatchObject({ childName: "王贝贝" });
    expect((await as(citizen).lifeEvents.case({ id })).parts.map(({ member }) => member)).toEqual(["register", "allowance"]);
    // The draft nobody needs here any more is still the applicant's.
    expect(await as(citizen).applications.draft({ id: parts["insurance"]! })).toMatchObject({ status: "draft" });
  });

  it("files what can be filed and says why the rest was not; the rest is filed later", async () => {
    const { key } = await published();
    const citizen = await createCitizen(test.db);
    const { id, parts } = await prepared(citizen, key);
    await completed(citizen, parts);
    await upload(citizen, parts["insurance"]!, "birthPaper");
    const suspended = (status: "suspended" | "published") => test.db.update(serviceItems).set({ status }).where(eq(serviceItems.id, allowance.serviceItemId));
    await suspended("suspended");
    const filed = await as(citizen).lifeEvents.file({ id, declared: true });
    await suspended("published");
    expect(filed).toMatchObject({ filed: [{ member: "register" }, { member: "insurance" }], refused: [{ member: "allowance", code: "items.suspended" }] });
    expect(await as(citizen).lifeEvents.case({ id })).toMatchObject({ filedAt: null, progress: { state: "partlyFiled", filed: 2 } });
    expect(await as(citizen).lifeEvents.file({ id, declared: true })).toMatchObject({ filed: [{ member: "allowance" }], refused: [] });
    expect(await as(citizen).lifeEvents.case({ id })).toMatchObject({ filedAt: factoryNow.toISOString(), progress: { state: "running" } });
  });

  it("goes on with the one begun, also when two begin at once, and takes over a draft that was there", async () => {
    const { key } = await published();
    const citizen = await createCitizen(test.db);
    const draft = await as(citizen).applications.start({ itemCode: register.code });
    const begun = await Promise.all([as(citizen).lifeEvents.start({ key }), as(citizen).lifeEvents.start({ key })]);
    expect(new Set(begun.map(({ id }) => id)).size).toBe(1);
    expect((await prepared(citizen, key)).parts["register"]).toBe(draft.id);
  });

  it("keeps a wrong answer out and asks for all answers first", async () => {
    const { key } = await published();
    const citizen = await createCitizen(test.db);
    const { id } = await as(citizen).lifeEvents.start({ key });
    await expect(as(citizen).lifeEvents.prepare({ id })).rejects.toMatchObject(refuses("UNPROCESSABLE_CONTENT", "lifeEvents.questionsOpen"));
    const { errors } = await as(citizen).lifeEvents.saveQuestions({ id, section: "child", raw: { name: "", insured: "yes" } });
    expect(errors).toMatchObject([{ fieldId: "name" }]);
  });

  it("is closed to strangers, staff, the signed out and an organisation's agent, and is sealed in the database", async () => {
    const { key } = await published();
    const citizen = await createCitizen(test.db);
    const { id } = await prepared(citizen, key);
    for (const call of [(actor: Actor) => as(actor).lifeEvents.case({ id }), (actor: Actor) => as(actor).lifeEvents.file({ id, declared: true }), (actor: Actor) => as(actor).lifeEvents.prepare({ id })]) {
      await expect(call(await createCitizen(test.db))).rejects.toMatchObject(refuses("NOT_FOUND", "lifeEvents.notFound"));
      await expect(call(editor)).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(call({ kind: "anonymous" })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    }
    await expect(as(await createAgent(test.db, await createCitizen(test.db))).lifeEvents.start({ key })).rejects.toMatchObject(refuses("CONFLICT", "applications.forPersonsOnly"));
    await expect(as(citizen).lifeEvents.start({ key: "no-such" })).rejects.toMatchObject(refuses("NOT_FOUND", "lifeEvents.notFound"));
    const [row] = await test.db.select().from(lifeEventCases).where(eq(lifeEventCases.id, id));
    expect(row?.answers).not.toContain("王小宝");
  });
});

describe("a life event as it is made", () => {
  it("is published by somebody who did not edit it, and read by anyone", async () => {
    const { key } = await published();
    const guide = await as({ kind: "anonymous" }).lifeEvents.get({ key });
    expect(guide).toMatchObject({ name: { en: "A child is born" }, members: [{ always: true }, { always: true }, { always: false, item: { name: "scheme登记" } }], materials: [{ serves: 3 }, { serves: 1 }] });
    expect((await as({ kind: "anonymous" }).lifeEvents.list()).map((event) => event.key)).toContain(key);
  });

  it("refuses the editor as publisher, a stale version, a second draft, a taken key and another department's staff", async () => {
    const both: User = { ...editor, posts: [...editor.posts, ...publisher.posts] };
    const { id } = await as(editor).lifeEvents.create({ key: "mine", name: label("我"), departmentId: place.departmentId, divisionCode: place.divisionCode });
    await as(editor).lifeEvents.save({ lifeEventId: id, version: 0, content: content() });
    await expect(as(both).lifeEvents.publish({ lifeEventId: id, version: 1 })).rejects.toMatchObject(refuses("FORBIDDEN", "lifeEvents.ownRevision"));
    await expect(as(editor).lifeEvents.publish({ lifeEventId: id, version: 1 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(publisher).lifeEvents.publish({ lifeEventId: id, version: 0 })).rejects.toMatchObject(refuses("CONFLICT", "lifeEvents.changedMeanwhile"));
    await expect(as(editor).lifeEvents.open({ lifeEventId: id })).rejects.toMatchObject(refuses("CONFLICT", "lifeEvents.draftExists"));
    await expect(as(editor).lifeEvents.create({ key: "mine", name: label("我"), departmentId: place.departmentId, divisionCode: place.divisionCode })).rejects.toMatchObject(refuses("CONFLICT", "lifeEvents.keyTaken"));
    const elsewhere = await createStaff(test.db, "itemEditor", await createPlace(test.db, "310104"));
    await expect(as(elsewhere).lifeEvents.getForEdit({ lifeEventId: id })).rejects.toMatchObject(refuses("NOT_FOUND", "lifeEvents.notFound"));
    await expect(as(elsewhere).lifeEvents.create({ key: "theirs", name: label("他"), departmentId: place.departmentId, divisionCode: place.divisionCode })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await as(publisher).lifeEvents.publish({ lifeEventId: id, version: 1 });
    await as(editor).lifeEvents.open({ lifeEventId: id });
    expect(await as(editor).lifeEvents.discard({ lifeEventId: id, version: 0 })).toEqual({ gone: false });
  });

  it("names what keeps it from being published", async () => {
    const { id } = await as(editor).lifeEvents.create({ key: "broken", name: label("坏"), departmentId: place.departmentId, divisionCode: place.divisionCode });
    expect((await as(editor).lifeEvents.getForEdit({ lifeEventId: id })).draft?.problems.map(({ code }) => code)).toContain("lifeEvents.incomplete");
    const broken = content({
      members: [{ key: "register", itemCode: register.code, when: "nobody == 1" }, { key: "again", itemCode: register.code }, { key: "gone", itemCode: "9".repeat(33) }],
      shared: [{ question: "insured", member: "register", field: "childName" }, { question: "name", member: "gone", field: "childName" }],
      materials: [{ name: label("证"), in: [{ member: "register", field: "birthPaper" }, { member: "register", field: "childName" }] }],
    });
    await as(editor).lifeEvents.save({ lifeEventId: id, version: 0, content: broken });
    const { draft } = await as(editor).lifeEvents.getForEdit({ lifeEventId: id });
    expect(draft?.problems.map(({ path, code }) => [path, code])).toEqual([
      ["members.0.when", "forms.unknownField"], ["members.1", "lifeEvents.memberTwice"], ["members.2", "lifeEvents.unknownItem"],
      ["shared.0", "lifeEvents.doesNotFit"], ["shared.1", "lifeEvents.doesNotFit"], ["materials.0", "lifeEvents.noSuchMaterial"],
    ]);
    await expect(as(publisher).lifeEvents.publish({ lifeEventId: id, version: 1 })).rejects.toMatchObject(refuses("UNPROCESSABLE_CONTENT", "lifeEvents.hasProblems"));
  });

  it("never changes once it is published, whoever writes to the database", async () => {
    const { id } = await published();
    const change = test.db.update(lifeEventRevisions).set({ content: content({ stage: "living" }) }).where(eq(lifeEventRevisions.lifeEventId, id));
    await expect(change).rejects.toMatchObject({ cause: { message: "a published life event never changes" } });
    await as(editor).lifeEvents.open({ lifeEventId: id });
    const own = test.db.execute(sql`update ${lifeEventRevisions} set published_by = editors[1], status = 'superseded' where life_event_id = ${id} and status = 'draft'`);
    await expect(own).rejects.toMatchObject({ cause: { constraint: "life_event_four_eyes" } });
  });
});
