import { createHash, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import spoken from "@/app/_i18n/messages/zh-CN/deskCase.json" with { type: "json" };
import demoAccounts from "@/db/seed/demo-accounts.json" with { type: "json" };
import { accounts, applications, applicationChecks, applicationFilings, applicationNotes, casePresences, dataAccesses, deskDrafts, files, outbox } from "@/db/schema";
import { keyedDigest, seal } from "@/db/personal-data";
import { createItem, createPlace, createStaff, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import type { CheckKind } from "@/domain/applications/schema/case";
import { jobs } from "./jobs";
import { getFile } from "./queries/files";
import { monday, openOffice, refused, staffOf, type Office } from "./router.testing";

let office: Office;
let item: Item;
let elsewhere: { place: Place; clerk: User };
let fire: { place: Place; approver: User; clerk: User };

beforeAll(async () => {
  office = await openOffice();
  const [place, consulted] = [await createPlace(office.db), await createPlace(office.db)];
  elsewhere = { place, clerk: (await staffOf(office.db, place)).clerk };
  fire = { place: consulted, approver: await createStaff(office.db, "approver", consulted), clerk: await createStaff(office.db, "clerk", consulted) };
  const sections = office.item.content.form?.sections ?? [];
  const papers = { id: "papers", title: { zh: "材料" }, fields: [{ id: "m1", type: "file" as const, label: { zh: "房产证明" }, optional: true, maxFiles: 2 }] };
  item = await createItem(office.db, office.place, revisionContent({
    form: { version: 1, sections: [...sections, papers] },
    materials: [{ key: "m1", name: { zh: "房产证明" }, necessity: "optional", certificateTypes: [typeId()] }],
    steps: [
      { key: "accept", kind: "accept", name: { zh: "受理" }, role: "clerk" },
      { key: "safety", kind: "consult", name: { zh: "消防" }, role: "approver", departmentId: consulted.departmentId, after: ["accept"] },
      { key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver", after: ["safety"] },
    ],
  }));
});
afterAll(() => office.connection.close());

const typeId = () => office.item.content.result?.certificateType ?? "";
const minutes = (count: number) => new Date(monday.getTime() + count * 60_000);
const on = (actor: User, now = monday) => office.as(actor, { now }).applications;
const notFound = refused("NOT_FOUND", "applications.notFound");

async function upload(owner: User, applicationId: string, name: string, { bytes = name, createdAt = monday } = {}): Promise<string> {
  const id = randomUUID();
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  await office.db.insert(files).values({ id, ownerAccountId: owner.id, applicationId, fieldId: "m1", name: seal(name, { table: "files", column: "name", row: id }), mime: "application/pdf", size: 1, sha256, storageKey: randomUUID(), createdAt });
  return id;
}

/** A case that was filed with one paper, sent back once, and filed again with another phone and another paper. */
async function corrected() {
  const person = await office.citizen();
  const id = await office.draft(person, item);
  const first = await upload(person, id, "旧证.pdf");
  const { number } = await on(person).submit({ id, declared: true });
  await on(office.desk.clerk).requestCorrection({ id, version: 1, items: [{ fieldId: "ownerPhone", reason: "打不通" }, { fieldId: "m1", reason: "看不清" }, { fieldId: "shopName", reason: "与执照不一致" }] });
  const before = await on(office.desk.clerk).changes({ number });
  const mine = on(person, minutes(30));
  await mine.removeFile({ id, fileId: first });
  const slip = await upload(person, id, "传错了.pdf", { createdAt: minutes(31) });
  await mine.removeFile({ id, fileId: slip });
  const second = await upload(person, id, "新证.pdf", { bytes: id, createdAt: minutes(32) });
  await mine.save({ id, section: "applicant", raw: { shopName: "老张面馆", ownerId: person.citizenId, ownerPhone: "13900001234" } });
  const during = await on(office.desk.clerk, minutes(35)).changes({ number });
  const seen = await on(office.desk.clerk, minutes(35)).getForDesk({ number });
  expect([seen.answers["ownerPhone"], seen.files.map((file) => file.id), during.earlierFiles], "the desk reads what was filed, not what is being changed").toEqual([expect.stringMatching(new RegExp(`${person.phone.slice(-4)}$`)), [first], []]);
  await on(person, minutes(40)).resubmit({ id, declared: true });
  return { person, id, number, first, slip, second, before, during };
}

describe("what the last correction changed", () => {
  test("is told field by field with the earlier value masked, point by point, and nothing of it before it was filed again", async () => {
    const { person, number, first, before, during } = await corrected();
    expect([before.correctedAt, during.changes, during.points]).toEqual([null, [], []]);
    const seen = await on(office.desk.clerk, minutes(41)).changes({ number });
    expect(seen.correctedAt).toBe(minutes(40).toISOString());
    expect(seen.points.map(({ fieldId, changed }) => [fieldId, changed])).toEqual([["ownerPhone", true], ["m1", true], ["shopName", false]]);
    expect(seen.changes).toContainEqual({ fieldId: "ownerPhone", known: true, before: expect.stringMatching(/^\d{3}\*+\d{4}$/) });
    expect(seen.changes.map(({ fieldId }) => fieldId).toSorted()).toEqual(["m1", "ownerPhone"]);
    expect(JSON.stringify(seen)).not.toContain(person.phone);
    expect(seen.earlierFiles).toMatchObject([{ id: first, fieldId: "m1", name: "旧证.pdf", replacedAt: minutes(30).toISOString() }]);
  });

  test("says that a field changed, without its value, where nobody kept what was filed", async () => {
    const { id, number } = await corrected();
    await office.db.delete(applicationFilings).where(eq(applicationFilings.applicationId, id));
    const seen = await on(office.desk.clerk).changes({ number });
    expect(seen.changes).toContainEqual({ fieldId: "ownerPhone", known: false, before: null });
    expect(seen.points.map(({ changed }) => changed)).toEqual([true, true, false]);
  });

  test("what a correction replaced stays readable for who sees the case; what was never filed goes for good", async () => {
    const { person, first, slip, second } = await corrected();
    const read = (actor: User, fileId: string) => getFile({ actor, now: monday, requestId: "r", address: "test", db: office.db }, fileId);
    expect((await read(office.desk.clerk, first)).name).toBe("旧证.pdf");
    expect((await read(person, first)).kept).toBe(true);
    expect((await read(office.desk.clerk, second)).kept).toBe(false);
    await expect(read(office.desk.clerk, slip)).rejects.toMatchObject({ code: "files.notFound" });
    await expect(read(elsewhere.clerk, first)).rejects.toMatchObject({ code: "files.notFound" });
    const erased = (await office.db.select().from(outbox).where(eq(outbox.topic, "applications.filesRemoved"))).flatMap(({ payload }) => payload["keys"] as string[]);
    const keyOf = async (id: string) => (await office.db.select().from(files).where(eq(files.id, id)))[0]!.storageKey;
    expect([erased.includes(await keyOf(first)), erased.includes(await keyOf(slip))]).toEqual([false, true]);
  });

  test("what is taken back was never filed; filed again it is the first", async () => {
    const person = await office.citizen();
    const { id } = await office.submitted(person, item);
    const filings = async () => (await office.db.select().from(applicationFilings).where(eq(applicationFilings.applicationId, id))).map(({ position }) => position);
    expect(await filings()).toEqual([1]);
    await on(person, minutes(1)).takeBack({ id });
    expect(await filings()).toEqual([]);
    await on(person, minutes(2)).submit({ id, declared: true });
    expect(await filings()).toEqual([1]);
  });
});

test("what is taken back keeps the query code of its receipt, which says so meanwhile", async () => {
  const person = await office.citizen();
  const { id, number, queryCode } = await office.submitted(person, item);
  const asked = (code: string, at: Date) => office.as({ kind: "anonymous" }, { now: at, address: crypto.randomUUID() }).applications.progress({ number, queryCode: code });
  await on(person, minutes(1)).takeBack({ id });
  await expect(asked(queryCode, minutes(1))).rejects.toMatchObject(refused("CONFLICT", "applications.takenBack"));
  await expect(asked(queryCode === "000000" ? "000001" : "000000", minutes(1))).rejects.toMatchObject(refused("NOT_FOUND", "applications.progressNotFound"));
  expect((await on(person, minutes(2)).submit({ id, declared: true })).queryCode).toBe(queryCode);
  expect((await asked(queryCode, minutes(2))).status).toBe("submitted");
});

test("one's own list says which answer is late, from the day after it was due", async () => {
  const person = await office.citizen();
  const { id } = await office.submitted(person, item);
  const [{ dueOn } = { dueOn: null }] = await office.db.select({ dueOn: applications.dueOn }).from(applications).where(eq(applications.id, id));
  const lateOn = async (days: number) => (await on(person, new Date(Date.parse(`${dueOn}T02:00:00Z`) + days * 86_400_000)).listOwn({})).rows.find((row) => row.id === id)?.late;
  expect([await lateOn(0), await lateOn(1)]).toEqual([false, true]);
});

describe("checks", () => {
  const checksOf = async (actor: User, number: string) => {
    const rows = await on(actor).checks({ number });
    const words: Record<string, Record<string, string>> = spoken.checks.findings;
    for (const { kind, finding } of rows) expect([kind, finding, words[kind]?.[finding]]).toEqual([kind, finding, expect.any(String)]);
    return (kind: CheckKind) => rows.find((row) => row.kind === kind);
  };

  test("say of each whether it is well, with its instant: form, papers, check digits, the same request, the same file, certificates", async () => {
    const { person, id, number } = await corrected();
    const well = await checksOf(office.desk.clerk, number);
    expect(["answers", "materials", "codes", "sameItem", "sameFile", "certificates"].map((kind) => [kind, well(kind as CheckKind)?.status, well(kind as CheckKind)?.finding])).toEqual([
      ["answers", "ok", "complete"], ["materials", "ok", "complete"], ["codes", "ok", "wellFormed"], ["sameItem", "ok", "none"], ["sameFile", "ok", "none"], ["certificates", "notRun", "noneHeld"],
    ]);
    expect(well("codes")).toMatchObject({ params: { count: 1 }, at: monday.toISOString() });

    const again = await on(person, minutes(60)).start({ itemCode: item.code });
    await on(person, minutes(60)).save({ id: again.id, section: "applicant", raw: { shopName: "二店", ownerId: person.citizenId, ownerPhone: person.phone } });
    const twice = await on(person, minutes(61)).submit({ id: again.id, declared: true });
    const stranger = await office.citizen();
    const theirs = await office.draft(stranger, item);
    await upload(stranger, theirs, "一样的.pdf", { bytes: id });
    const other = await on(stranger).submit({ id: theirs, declared: true });
    const worse = await checksOf(office.desk.clerk, number);
    expect(worse("sameItem")).toMatchObject({ status: "attention", params: { count: 1 }, numbers: [twice.number] });
    expect(worse("sameFile")).toMatchObject({ status: "attention", params: { count: 1 }, numbers: [other.number] });
    expect((await checksOf(office.desk.clerk, twice.number))("sameFile")).toMatchObject({ status: "notRun", finding: "noFiles" });
  });

  test("a register is asked when a case is filed, and again by a colleague: kept sealed, logged for the person, bounded", async () => {
    const known = demoAccounts.find(({ citizenId }) => citizenId !== undefined)!;
    const person = await office.citizen();
    const { name, citizenId } = known as unknown as { name: string; citizenId: string };
    await office.db.update(accounts).set({ name, citizenId: seal(citizenId, { table: "accounts", column: "citizen_id", row: person.id }), citizenIdIndex: keyedDigest("citizenId", citizenId) }).where(eq(accounts.id, person.id));
    const { id, number } = await office.submitted(person, item);
    const ctx = { actor: { kind: "system" as const }, now: monday, requestId: "job", address: "system", db: office.db };
    const event = { applicationId: id, action: "submit" };
    await jobs.topics?.["applications.event"]?.(ctx, event);
    await jobs.topics?.["applications.event"]?.(ctx, event);
    const rows = () => office.db.select().from(applicationChecks).where(eq(applicationChecks.applicationId, id));
    expect(await rows()).toMatchObject([{ kind: "population", status: "ok", askedBy: null, result: expect.stringMatching(/^e2\./) }]);
    expect((await checksOf(office.desk.clerk, number))("population")).toMatchObject({ status: "ok", finding: "match", by: null, again: true });

    await office.db.update(accounts).set({ name: "改了名" }).where(eq(accounts.id, person.id));
    expect(await on(office.desk.clerk, minutes(1)).askRegister({ id, kind: "population" })).toEqual({ status: "failed" });
    expect((await checksOf(office.desk.reviewer, number))("population")).toMatchObject({ status: "failed", finding: "noMatch", by: office.desk.clerk.name, at: minutes(1).toISOString() });
    expect((await office.db.select().from(dataAccesses).where(eq(dataAccesses.applicationId, id))).filter(({ kind }) => kind === "register")).toMatchObject([{ actorId: office.desk.clerk.id, subjectId: person.id }]);
    for (let time = 0; time < 5; time += 1) await on(office.desk.reviewer, minutes(2)).askRegister({ id, kind: "population" });
    await expect(on(office.desk.approver, minutes(2)).askRegister({ id, kind: "population" })).rejects.toMatchObject(refused("TOO_MANY_REQUESTS", "requests.tooMany"));
    await expect(on(office.desk.clerk).askRegister({ id, kind: "enterprise" })).rejects.toMatchObject(refused("CONFLICT", "applications.registerNotOffered"));
  });

  test("are closed to another department, and a consulted one asks no register", async () => {
    const { id, number } = await office.submitted(await office.citizen(), item);
    await on(office.desk.clerk).accept({ id, version: 1 });
    await expect(on(elsewhere.clerk).checks({ number })).rejects.toMatchObject(notFound);
    await expect(on(elsewhere.clerk).askRegister({ id, kind: "population" })).rejects.toMatchObject(notFound);
    await expect(on(fire.approver).askRegister({ id, kind: "population" })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    expect((await checksOf(fire.approver, number))("population")).toMatchObject({ again: false });
  });
});

describe("notes", () => {
  test("are for colleagues of one department: a consulted one has its own, the applicant none, in no answer and no export", async () => {
    const person = await office.citizen();
    const { id, number } = await office.submitted(person, item);
    await on(office.desk.clerk).accept({ id, version: 1 });
    const secret = "申请人上午来过窗口，语气激动";
    const { noteId } = await on(office.desk.clerk).addNote({ id, body: secret });
    await on(fire.approver).addNote({ id, body: "消防内部：等现场照片" });
    const bodies = async (actor: User) => (await on(actor).notes({ number })).rows.map(({ body }) => body);
    expect(await bodies(office.desk.supervisor)).toEqual([secret]);
    expect(await bodies(fire.approver)).toEqual(["消防内部：等现场照片"]);
    for (const actor of [elsewhere.clerk, fire.clerk]) await expect(on(actor).notes({ number })).rejects.toMatchObject(notFound);
    await expect(on(elsewhere.clerk).addNote({ id, body: "x" })).rejects.toMatchObject(notFound);
    await expect(on(person).notes({ number })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    const { queryCode } = await office.submitted(person).catch(() => ({ queryCode: "000000" }));
    const mine = office.as(person);
    const told = await Promise.all([
      mine.applications.get({ number }), mine.applications.draft({ id }), mine.applications.listOwn({}), mine.applications.explainDeadline({ number }),
      mine.applications.progress({ number, queryCode }).catch(() => null), mine.records.export({ form: "json" }).then(({ base64 }) => Buffer.from(base64, "base64").toString()),
    ]);
    expect(JSON.stringify(told), "what was filed is in the copy of one's data").toContain("filings");
    expect(JSON.stringify(told)).not.toContain("语气激动");
    expect(JSON.stringify(told)).not.toContain(noteId);
    expect((await office.db.select().from(applicationNotes).where(eq(applicationNotes.id, noteId)))[0]?.body).toMatch(/^e2\./);
  });

  test("are put right by their author for ten minutes, and read page after page, the latest first", async () => {
    const { id, number } = await office.submitted(await office.citizen(), item);
    const { clerk, reviewer } = office.desk;
    const { noteId } = await on(clerk).addNote({ id, body: "已电话联系" });
    await on(clerk, minutes(9)).editNote({ noteId, body: "已电话联系，明天补照片" });
    await expect(on(reviewer).editNote({ noteId, body: "我来改" })).rejects.toMatchObject(refused("NOT_FOUND", "applications.noteNotFound"));
    await expect(on(clerk, minutes(10)).editNote({ noteId, body: "太迟" })).rejects.toMatchObject(refused("CONFLICT", "applications.noteSettled"));
    for (const body of ["二", "三"]) await on(reviewer, minutes(11)).addNote({ id, body });
    const first = await on(clerk, minutes(12)).notes({ number, limit: 2 });
    expect(first.rows.map(({ body, mine, editable }) => [body, mine, editable])).toEqual([["三", false, false], ["二", false, false]]);
    const rest = await on(clerk, minutes(12)).notes({ number, limit: 2, cursor: first.nextCursor });
    expect(rest).toMatchObject({ rows: [{ body: "已电话联系，明天补照片", authorName: clerk.name, mine: true, editable: false, editedAt: minutes(9).toISOString() }] });
    expect(rest.nextCursor).toBeUndefined();
  });
});

describe("drafts of the desk", () => {
  const drafts = async (actor: User, number: string) => (await on(actor).deskDrafts({ number })).map(({ kind, fields }) => [kind, fields]);

  test("are kept for their writer alone, sealed, one per form, survive a stale refusal, and end with their act", async () => {
    const { id, number } = await office.submitted(await office.citizen(), item);
    const { clerk, reviewer, approver } = office.desk;
    await on(clerk).saveDeskDraft({ id, version: 1, kind: "act:refuse", fields: { "refuse.reason": "不属于本机关" } });
    await on(clerk, minutes(1)).saveDeskDraft({ id, version: 1, kind: "note", fields: { note: "先问一下" } });
    await on(clerk, minutes(2)).saveDeskDraft({ id, version: 1, kind: "act:refuse", fields: { "refuse.reason": "不属于本机关职权" } });
    expect(await drafts(clerk, number)).toEqual([["act:refuse", { "refuse.reason": "不属于本机关职权" }], ["note", { note: "先问一下" }]]);
    expect(await drafts(reviewer, number)).toEqual([]);
    expect((await office.db.select().from(deskDrafts).where(eq(deskDrafts.applicationId, id))).every(({ fields }) => fields.startsWith("e2."))).toBe(true);

    const colleague = await createStaff(office.db, "clerk", office.place);
    await on(colleague).accept({ id, version: 1 });
    await expect(on(clerk).refuse({ id, version: 1, ground: "notRequired", reason: "不属于本机关职权" })).rejects.toMatchObject(refused("CONFLICT", "applications.changedMeanwhile"));
    expect((await drafts(clerk, number)).map(([kind]) => kind)).toEqual(["act:refuse", "note"]);
    await on(clerk).addNote({ id, body: "问过了" });
    await on(clerk).saveDeskDraft({ id, version: 2, kind: "note", fields: { note: "问过了 " } });
    await on(clerk).dropDeskDraft({ id, kind: "act:refuse" });
    expect(await drafts(clerk, number)).toEqual([]);

    await on(fire.approver).saveDeskDraft({ id, version: 2, kind: "act:completeStep", fields: { "completeStep.opinion": "同意" } });
    await on(fire.approver).completeStep({ id, version: 2, opinion: "同意" });
    expect(await drafts(fire.approver, number)).toEqual([]);
    await on(fire.approver).saveDeskDraft({ id, version: 2, kind: "act:completeStep", fields: { "completeStep.opinion": "同意" } });
    expect(await drafts(fire.approver, number)).toEqual([]);
    await on(approver).saveDeskDraft({ id, version: 3, kind: "act:approve", fields: { "approve.opinion": "准" } });
    await on(approver).saveDeskDraft({ id, version: 3, kind: "act:approve", fields: { "approve.opinion": "  " } });
    expect(await drafts(approver, number)).toEqual([]);
  });

  test("are not kept by whoever cannot see the case", async () => {
    const { id, number } = await office.submitted(await office.citizen(), item);
    await expect(on(elsewhere.clerk).saveDeskDraft({ id, version: 1, kind: "note", fields: { note: "x" } })).rejects.toMatchObject(notFound);
    await expect(on(elsewhere.clerk).deskDrafts({ number })).rejects.toMatchObject(notFound);
    await expect(on(elsewhere.clerk).dropDeskDraft({ id, kind: "note" })).rejects.toMatchObject(notFound);
    await expect(on(await office.citizen()).saveDeskDraft({ id, version: 1, kind: "note", fields: {} })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
  });
});

describe("who has a case open", () => {
  test("is told to colleagues while they look, since when, and what happened to it meanwhile", async () => {
    const { id, number } = await office.submitted(await office.citizen(), item);
    const { clerk, reviewer } = office.desk;
    expect(await on(clerk).watch({ number, version: 1 })).toEqual({ version: 1, present: [], changed: null });
    for (const minute of [1, 2]) await on(clerk, minutes(minute)).watch({ number, version: 1 });
    expect(await on(reviewer, minutes(2.5)).watch({ number, version: 1 })).toEqual({ version: 1, present: [{ name: clerk.name, minutes: 2 }], changed: null });
    await on(clerk, minutes(3)).accept({ id, version: 1 });
    expect(await on(reviewer, minutes(5)).watch({ number, version: 1 })).toMatchObject({ version: 2, present: [], changed: { action: "accept", actorName: clerk.name, at: minutes(3).toISOString() } });
    await on(clerk, minutes(90)).watch({ number, version: 2 });
    expect((await office.db.select().from(casePresences)).map(({ accountId, openedAt }) => [accountId, openedAt])).toEqual([[clerk.id, minutes(90)]]);
  });

  test("is nobody else's to know", async () => {
    const { number } = await office.submitted(await office.citizen(), item);
    await expect(on(elsewhere.clerk).watch({ number, version: 1 })).rejects.toMatchObject(notFound);
    await expect(on(await office.citizen()).watch({ number, version: 1 })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
  });
});
