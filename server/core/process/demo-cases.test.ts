import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { count, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applicationEvents, applications, auditLog, certificates, files, outbox } from "@/db/schema";
import { seed } from "@/db/seed";
import { createTestDatabase } from "@/db/testing/database";
import { shanghaiDay } from "@/domain/core/calendar";
import { sealWaiting } from "@/server/audit/commands/check";
import { withChain } from "@/server/audit/queries/rows";
import { checkpointsFile } from "@/server/audit/queries/witness";
import { getCalendar } from "@/server/core/calendar";
import { verifyChain } from "@/server/core/documents/audit-chain";
import { signingKeys } from "@/server/core/documents/provider";
import { getServiceStatus } from "@/server/departments/queries/closures";
import { storage } from "@/server/core/storage";
import { addDemoCases } from "./demo-cases";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
const now = new Date();
const said: string[] = [];
const add = () => database.db.transaction((tx) => addDemoCases(tx, now, (line) => said.push(line)));
const rows = async (table: typeof applications | typeof applicationEvents | typeof auditLog | typeof outbox | typeof files) => (await database.db.select({ rows: count() }).from(table))[0]?.rows;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.transaction((tx) => seed(tx, { mode: "demo", report: () => undefined }));
  await add();
}, 60_000);
afterAll(() => database.close());

test("the desk has a case in every state of a working day, and says how many", async () => {
  const counted = await database.db.select({ status: applications.status, outcome: applications.outcome, rows: count() }).from(applications).groupBy(applications.status, applications.outcome);
  expect(Object.fromEntries(counted.map(({ status, outcome, rows: n }) => [outcome && status === "closed" ? `closed: ${outcome}` : status, n]))).toEqual({
    draft: 2, submitted: 3, correction: 1, accepted: 1, inReview: 3, suspended: 1, approved: 1, delivering: 1, "closed: approved": 2, "closed: rejected": 1, withdrawn: 1,
  });
  expect(said).toEqual(["17 cases on the desks of the demo city"]);
});

test("every act has its message to the outbox, its entry in the audit log, and lies in the past", async () => {
  const events = await database.db.select().from(applicationEvents);
  const messages = await database.db.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.topic, "applications.event"));
  expect(messages.map(({ payload }) => payload["eventId"]).toSorted()).toEqual(events.map(({ id }) => id).toSorted());
  const logged = await database.db.select({ action: auditLog.action }).from(auditLog).where(sql`${auditLog.action} in (${sql.join(events.map(({ action }) => sql`${`applications.${action}`}`), sql`, `)})`);
  expect(logged).toHaveLength(events.length);
  expect(events.filter(({ at }) => at >= now)).toEqual([]);
});

test("nothing waits for acceptance longer than the law lets it", async () => {
  const waiting = await database.db.select({ due: applications.noticeDueOn }).from(applications).where(eq(applications.status, "submitted"));
  const today = shanghaiDay(now);
  expect(waiting.filter(({ due }) => due === null || due < today)).toEqual([]);
  const nextDue = waiting.map(({ due }) => due ?? "").toSorted()[0];
  const calendar = await getCalendar(database.db);
  if (calendar.isWorkday(today)) expect(nextDue).toBe(today);
});

test("papers are files that can be read, and certificates are the holders'", async () => {
  const uploads = await database.db.select().from(files);
  expect(uploads.length).toBeGreaterThan(30);
  for (const { storageKey, size } of uploads) {
    const bytes = Buffer.from(await storage().getBytes(storageKey));
    expect([bytes.subarray(0, 5).toString(), bytes.length]).toEqual(["%PDF-", size]);
  }
  const issued = await database.db.select({ name: certificates.name, applicant: applications.applicantName }).from(certificates).innerJoin(applications, eq(applications.id, certificates.applicationId));
  expect(issued.map(({ name, applicant }) => `${applicant}: ${name}`).toSorted()).toEqual(["广州市越秀区岭南小馆餐饮有限公司: 营业执照", "李慧敏: 居住证"].toSorted());
});

test("one closure is over and one is told of, planned and confirmed by two", async () => {
  const { current, ahead, past } = await getServiceStatus(database.db, now);
  expect([current.length, ahead, past]).toMatchObject([0, [{ scope: { kind: "item" }, name: "护士执业注册" }], [{ scope: { kind: "portal" } }]]);
});

test("it is done once", async () => {
  const tables = [applications, applicationEvents, auditLog, outbox, files];
  const before = await Promise.all(tables.map(rows));
  await add();
  expect(await Promise.all(tables.map(rows))).toEqual(before);
  expect(said).toHaveLength(1);
});

test("its acts, dated back as they are, make a whole chain once they are sealed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "checkpoints-"));
  const places = { keys: signingKeys(), file: checkpointsFile(join(folder, "checkpoints.jws")) };
  const at = new Date();
  await sealWaiting({ db: database.db, actor: { kind: "system" }, now: at, requestId: "test", address: "test" }, places);
  const told = { jwks: await places.keys.publicJwks(), witnesses: await places.file.all() };
  await rm(folder, { recursive: true });
  expect(await withChain(database.db, at, (lines) => verifyChain(lines, told))).toMatchObject({ sealed: await rows(auditLog), unsealed: 0, findings: [] });
});
