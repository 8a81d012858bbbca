import { eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import english from "@/app/_i18n/messages/en/operations.json";
import chinese from "@/app/_i18n/messages/zh-CN/operations.json";
import { applications, certificates, messages, notices, outbox } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCertificateType, createCitizen, createEvent, createItem, createPlace, factoryNow, revisionContent, type Place } from "@/db/testing/factories";
import { insertCertificate } from "@/server/certificates/commands";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { startJobs } from "./index";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let runners: Awaited<ReturnType<typeof startJobs>>[] = [];
let place: Place;
const system = (): Ctx => ({ actor: { kind: "system" }, now: factoryNow, requestId: "test", address: "system", db: test.db });

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  // Two processes at once: everything below must still happen exactly once.
  runners = await Promise.all([startJobs({ connectionString: test.url }), startJobs({ connectionString: test.url })]);
});
afterAll(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await test.close();
});

const send = (topic: string, payload: Record<string, unknown>) => test.db.insert(outbox).values({ topic, payload, createdAt: factoryNow });

async function eventually<T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  const until = Date.now() + 15_000;
  for (;;) {
    const value = await read();
    if (done(value) || Date.now() > until) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe("two runners on one database", () => {
  it("give every act one sealed notice and one sent message, however often its event is told", async () => {
    const item = await createItem(test.db, place);
    const application = await createApplication(test.db, { place, item, applicant: await createCitizen(test.db), status: "accepted" });
    const events = await Promise.all((["accept", "suspend", "resume", "extend"] as const).map((action) => createEvent(test.db, application, action)));
    for (const { id: eventId, action } of [...events, ...events]) await send("applications.event", { applicationId: application.id, eventId, action });

    const sealed = await eventually(
      () => test.db.select().from(notices).where(eq(notices.applicationId, application.id)),
      (rows) => rows.length === 4 && rows.every(({ pdfKey }) => pdfKey !== null),
    );
    expect(sealed.map(({ eventId }) => eventId).toSorted()).toEqual(events.map(({ id }) => id).toSorted());
    expect(sealed.every(({ pdfSha256 }) => pdfSha256?.length === 64)).toBe(true);
    const sent = await eventually(
      () => test.db.select().from(messages).where(eq(messages.applicationId, application.id)),
      (rows) => rows.length === 4 && rows.every(({ sentAt }) => sentAt !== null),
    );
    expect(sent.map(({ template }) => template).toSorted()).toEqual(["accepted", "extended", "resumed", "suspended"]);
    expect(await eventually(() => test.db.select().from(outbox), (rows) => rows.every(({ relayedAt }) => relayedAt !== null))).toSatisfy((rows: { relayedAt: Date | null }[]) => rows.every(({ relayedAt }) => relayedAt));
  });

  it("sign an issued certificate", async () => {
    const type = await createCertificateType(test.db, place);
    const result = { name: "测试许可证", kind: "certificate" as const, certificateType: type.id };
    const content = revisionContent({ result });
    const citizen = await createCitizen(test.db);
    const application = await createApplication(test.db, { place, item: await createItem(test.db, place, content), applicant: citizen, status: "approved" });
    const { id } = await commit(system(), async (tx) => {
      const { audit, outbox: outgoing, ...value } = await insertCertificate(tx, system(), {
        applicationId: application.id, applicationNumber: application.number, itemName: content.name, itemBasicCode: "310100001000", result,
        holder: { accountId: citizen.id, organisationId: null, name: citizen.name, code: citizen.citizenId, type: "111" },
        issuer: { departmentId: place.departmentId, name: place.departmentName, uscc: place.uscc },
        divisionCode: place.divisionCode, form: content.form!, answers: {}, decidedOn: "2026-03-02",
      });
      return { value, audit, outbox: outgoing };
    });
    const [row] = await eventually(() => test.db.select().from(certificates).where(eq(certificates.id, id)), ([certificate]) => certificate?.signedAt !== null);
    expect(row).toMatchObject({ pdfKey: `certificates/${id}.pdf` });
  });

  it("pass a message nobody listens to, and keep trying one whose handler fails", async () => {
    await send("nobody.listens", {});
    await send("certificates.sign", { certificateId: crypto.randomUUID() });
    const relayed = await eventually(
      () => test.db.select().from(outbox).where(inArray(outbox.topic, ["nobody.listens", "certificates.sign"])),
      (rows) => rows.every(({ relayedAt }) => relayedAt !== null),
    );
    expect(relayed.every(({ relayedAt }) => relayedAt !== null)).toBe(true);
    const failing = await eventually(
      async () => (await test.pool.query<{ state: string; retry_count: number }>("select state::text, retry_count from pgboss.job where name = 'certificates.sign/certificates' and state = 'retry'")).rows,
      (rows) => rows.length === 1,
    );
    expect(failing).toMatchObject([{ state: "retry" }]);
  });

  it("have the schedules in the calendar of the office", async () => {
    const { rows } = await test.pool.query("select name, cron, timezone from pgboss.schedule order by name");
    expect(rows).toEqual([
      { name: "schedules/archive/records", cron: "50 2 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/certificate-holders/certificates", cron: "25 3 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/certificate-imports/certificates", cron: "35 3 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/check/audit", cron: "10 4 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/checkLinks/items", cron: "40 2 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/countDays/supervision", cron: "*/5 * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/deemAcceptance/applications", cron: "* * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/endItems/items", cron: "* * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/expire/records", cron: "20 3 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/expireCertificates/certificates", cron: "5 0 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/forgetBulkRuns/applications", cron: "50 3 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/forgetSearches/items", cron: "10 3 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/guardianships/delegations", cron: "40 3 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/inviteToRate/ratings", cron: "15 10 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/keyOlder/certificates", cron: "*/10 * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/makeReports/supervision", cron: "20 * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/oidc-housekeeping/identity", cron: "17 * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/openBox/ratings", cron: "35 0 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/proposeLapse/applications", cron: "* * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/publishDue/items", cron: "* * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/releaseHeld/notices", cron: "*/5 * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/remindDue/supervision", cron: "*/5 * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/remindExperts/applications", cron: "0 9 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/remindOfExpiry/certificates", cron: "0 9 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/remindOfSupplements/notices", cron: "0 9 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/scanWaiting/applications", cron: "* * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/seal/audit", cron: "*/5 * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/signLeftBehind/certificates", cron: "*/30 * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/startAbsences/applications", cron: "* * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/sweepFiles/records", cron: "30 4 * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/watchClocks/supervision", cron: "*/5 * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/watchIdle/supervision", cron: "7 * * * *", timezone: "Asia/Shanghai" },
      { name: "schedules/years/operations", cron: "45 3 * * *", timezone: "Asia/Shanghai" },
    ]);
  });

  it("have a name in words in each language", async () => {
    const { rows } = await test.pool.query<{ name: string }>("select name from pgboss.schedule");
    for (const { scheduleNames } of [english, chinese]) expect(Object.keys(scheduleNames).toSorted()).toEqual(rows.map(({ name }) => name.replace("schedules/", "").replace("/", "_")).toSorted());
  });

  it("accept by silence what nobody answered in time, when the schedule ticks", async () => {
    const item = await createItem(test.db, place);
    const overdue = await createApplication(test.db, { place, item, applicant: await createCitizen(test.db), noticeDueOn: "2026-02-27" });
    await test.pool.query("insert into pgboss.job (name, policy) values ('schedules/deemAcceptance/applications', 'exclusive')");
    const [row] = await eventually(() => test.db.select().from(applications).where(eq(applications.id, overdue.id)), ([one]) => one?.status === "accepted");
    expect(row).toMatchObject({ status: "accepted", deemedAccepted: true });
    const told = await eventually(() => test.db.select().from(notices).where(eq(notices.applicationId, overdue.id)), (rows) => rows.length > 0);
    expect(told).toMatchObject([{ kind: "deemAccept" }]);
  });
});
