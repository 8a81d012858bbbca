import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seal } from "@/db/personal-data";
import { applicationEvents, applications, archives, dataAccesses, files, notices } from "@/db/schema";
import { createPlace, createStaff } from "@/db/testing/factories";
import { at, monday, openOffice, refused, staffOf, type Office } from "@/server/applications/router.testing";
import { fileNamePlace } from "@/server/applications/queries/case";
import { verifyPackage } from "@/server/core/documents/archive-package";
import { signingKeys } from "@/server/core/documents/provider";
import { storage } from "@/server/core/storage";
import { sealNotice, tellApplicant } from "@/server/notices/commands";
import { archiveEnded } from "./commands/archive";
import { getArchive } from "./queries/archives";

let office: Office;
let folder: string;
let archived: { id: string; number: string };
const later = at("2026-05-11");
const ctx = (now = monday) => ({ actor: { kind: "system" as const }, now, requestId: "r", address: "jobs", db: office.db });

beforeAll(async () => {
  office = await openOffice();
  folder = await mkdtemp(join(tmpdir(), "archive-"));
  archived = await closedCase();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await office.connection.close();
});

async function closedCase() {
  const { desk, as } = office;
  const { id, number } = await office.submitted(await office.citizen(), office.plain);
  await as(desk.clerk).applications.accept({ id, version: 1 });
  await as(desk.reviewer).applications.startReview({ id, version: 2 });
  await as(desk.reviewer).applications.completeStep({ id, version: 3, opinion: "材料属实。" });
  await as(desk.approver).applications.approve({ id, version: 4, opinion: "准予。" });
  await as(desk.clerk).applications.close({ id, version: 5 });
  return { id, number };
}


const rowOf = async (applicationId: string) => (await office.db.select().from(archives).where(eq(archives.applicationId, applicationId)))[0];
const packageOf = async (applicationId: string) => Buffer.from(await storage().getBytes((await rowOf(applicationId))!.storageKey));

describe("an ended case", () => {
  test("is packed once, when its time has come and its notices are sealed", async () => {
    expect(await archiveEnded(ctx(at("2026-03-20")))).toBe(0);
    for (const { id } of await office.db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, archived.id))) await tellApplicant(ctx(), { eventId: id });
    expect(await archiveEnded(ctx(later))).toBe(0);
    for (const { id } of await office.db.select().from(notices).where(eq(notices.applicationId, archived.id))) await sealNotice(ctx(), { noticeId: id });
    expect(await archiveEnded(ctx(later))).toBe(1);
    expect(await archiveEnded(ctx(later))).toBe(0);
    await expect(office.db.update(archives).set({ size: 1 })).rejects.toThrow();
  });

  test("holds the form, its notices, the history and the opinions, and verifies by itself", async () => {
    const zip = await packageOf(archived.id);
    const names = Object.keys(unzipSync(zip)).toSorted();
    expect(names).toEqual(expect.arrayContaining(["README.txt", "events.jsonl", "form/answers.json", "form/form.pdf", "keys.json", "manifest.json", "manifest.jws", "opinions.json"]));
    expect(names.filter((name) => name.startsWith("notices/"))).toHaveLength(2);
    const jwks = await signingKeys().publicJwks();
    expect(await verifyPackage(zip, jwks)).toMatchObject({ status: "genuine", manifest: { number: archived.number, metadata: { 题名: expect.stringContaining("申请"), 办理结果: "approved" }, events: { count: 6, first: 1, last: 6 } } });
    expect(await verifyPackage(zip)).toMatchObject({ status: "intact" });
    expect(await verifyPackage(zip, { keys: [], sm2_keys: [] })).toMatchObject({ status: "unknownKey" });
  });

  const tampered: [string, (files: Record<string, Uint8Array>) => void, unknown][] = [
    ["a changed answer", (files) => void (files["form/answers.json"] = strToU8("{}")), { kind: "altered", path: "form/answers.json" }],
    ["a file taken out", (files) => void delete files["opinions.json"], { kind: "missing", path: "opinions.json" }],
    ["a file put in", (files) => void (files["extra.txt"] = strToU8("x")), { kind: "unlisted", path: "extra.txt" }],
    ["an event taken out", (files) => void (files["events.jsonl"] = strToU8(strFromU8(files["events.jsonl"]!).split("\n").filter((_, line) => line !== 2).join("\n"))), { kind: "sequenceGap", sequence: 4 }],
    ["an event changed", (files) => void (files["events.jsonl"] = strToU8(strFromU8(files["events.jsonl"]!).replace("材料属实", "材料不实"))), { kind: "chainBroken", sequence: 4 }],
    ["a changed list", (files) => void (files["manifest.json"] = strToU8(strFromU8(files["manifest.json"]!).replace("approved", "rejected"))), { kind: "altered", path: "manifest.json" }],
  ];
  test.each(tampered)("tells of %s", async (_what, change, flaw) => {
    const files = unzipSync(await packageOf(archived.id));
    change(files);
    const verdict = await verifyPackage(zipSync(files), await signingKeys().publicJwks());
    expect(verdict).toMatchObject({ status: "altered", flaws: expect.arrayContaining([expect.objectContaining(flaw as object)]) });
  });

  test("is no package where nothing is signed", async () => {
    const { "manifest.jws": _jws, ...rest } = unzipSync(await packageOf(archived.id));
    expect(await verifyPackage(zipSync(rest))).toEqual({ status: "unsigned" });
    expect(await verifyPackage(Buffer.from("no zip"))).toEqual({ status: "unsigned" });
  });

  test.each([["that was decided keeps its papers", true], ["that came to nothing keeps none beyond their term", false]])("%s", async (_what, decided) => {
    const person = await office.citizen();
    const { id } = decided ? await closedCase() : await office.submitted(person, office.plain);
    const [fileId, storageKey] = [crypto.randomUUID(), `uploads/archive/${crypto.randomUUID()}.pdf`];
    await storage().put(storageKey, Buffer.from("a paper"));
    await office.db.insert(files).values({ id: fileId, name: seal("证明.pdf", fileNamePlace(fileId)), ownerAccountId: person.id, applicationId: id, fieldId: "m1", mime: "application/pdf", size: 7, sha256: "0".repeat(64), storageKey, trustLevel: "C", createdAt: monday });
    if (!decided) await office.as(person).applications.withdraw({ id, reason: "不办了" });
    for (const event of await office.db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, id))) await tellApplicant(ctx(), { eventId: event.id });
    for (const notice of await office.db.select().from(notices).where(eq(notices.applicationId, id))) await sealNotice(ctx(), { noticeId: notice.id });
    await archiveEnded(ctx(later));
    expect(Object.keys(unzipSync(await packageOf(id))).filter((name) => name.startsWith("materials/"))).toHaveLength(decided ? 1 : 0);
  });

  test("is checked from the command line without the portal", async () => {
    const [path, keys] = [join(folder, "case.zip"), join(folder, "keys.json")];
    await writeFile(path, await packageOf(archived.id));
    await writeFile(keys, JSON.stringify(await signingKeys().publicJwks()));
    const say = (...args: string[]) => {
      try {
        return { code: 0, text: execFileSync(process.execPath, ["scripts/run.mjs", "scripts/archive-verify.ts", ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }) };
      } catch (error) {
        const { status, stdout } = error as { status: number; stdout: string };
        return { code: status, text: stdout };
      }
    };
    expect(say(path, "--jwks", keys)).toMatchObject({ code: 0, text: expect.stringMatching(/^GENUINE[\s\S]*业务流水号/) });
    const bytes = await readFile(path);
    await writeFile(path, Buffer.concat([bytes.subarray(0, 2000), Buffer.from([(bytes[2000] ?? 0) ^ 1]), bytes.subarray(2001)]));
    expect(say(path, "--jwks", keys).code).toBe(1);
  }, 60_000);
});

describe("the packages", () => {
  test("are listed and handed out to clerks and supervisors of the department, with a trace", async () => {
    const { desk, as } = office;
    expect((await as(desk.clerk).records.archives({ number: archived.number })).rows).toMatchObject([{ number: expect.any(String), fileCount: expect.any(Number) }]);
    expect((await as(desk.supervisor).records.archives({ number: archived.number })).rows).toHaveLength(1);
    await expect(as(desk.reviewer).records.archives({})).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    const elsewhere = await staffOf(office.db, await createPlace(office.db));
    expect((await as(elsewhere.clerk).records.archives({})).rows).toEqual([]);
    const { id } = (await rowOf(archived.id))!;
    const asActor = (actor: typeof desk.clerk) => ({ ...ctx(later), actor });
    await expect(getArchive(asActor(elsewhere.supervisor), id)).rejects.toMatchObject({ code: "records.archiveNotFound" });
    await expect(getArchive(asActor(desk.reviewer), id)).rejects.toMatchObject({ code: "records.archiveNotFound" });
    expect(await getArchive(asActor(desk.clerk), id)).toMatchObject({ name: `${archived.number}.zip` });
    const traces = await office.db.select().from(dataAccesses).where(eq(dataAccesses.applicationId, archived.id));
    expect(traces.filter(({ fields }) => fields.includes("归档包"))).toHaveLength(1);
  });
});

test("a case voided after it was packed is packed again, in a package that names the one it supersedes", async () => {
  const { desk, as } = office;
  const approver = await createStaff(office.db, "approver", office.place);
  const { id } = await closedCase();
  const told = async () => {
    for (const event of await office.db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, id))) await tellApplicant(ctx(), { eventId: event.id }).catch(() => undefined);
    for (const notice of await office.db.select().from(notices).where(eq(notices.applicationId, id))) await sealNotice(ctx(), { noticeId: notice.id }).catch(() => undefined);
  };
  await told();
  await archiveEnded(ctx(later));
  const first = (await rowOf(id))!;
  const [{ version } = { version: 0 }] = await office.db.select({ version: applications.version }).from(applications).where(eq(applications.id, id));
  const voidedAt = at("2026-05-20");
  await office.as(desk.reviewer, { now: voidedAt }).applications.proposeVoid({ id, version, reason: "申请材料系伪造" });
  await office.as(approver, { now: voidedAt }).applications.void({ id, version: version + 1 });
  await told();
  expect(await archiveEnded(ctx(at("2026-05-21")))).toBe(1);
  expect(await archiveEnded(ctx(at("2026-05-21"))), "once").toBe(0);
  const rows = await office.db.select().from(archives).where(eq(archives.applicationId, id));
  const second = rows.find(({ supersedesId }) => supersedesId === first.id)!;
  const verdict = await verifyPackage(Buffer.from(await storage().getBytes(second.storageKey)), await signingKeys().publicJwks());
  expect(JSON.stringify(verdict)).toContain(first.sha256);
  const { rows: listed } = await as(desk.clerk).records.archives({});
  expect(listed.filter(({ id: one }) => one === first.id || one === second.id).map(({ superseded }) => superseded)).toEqual([false, true]);
});
