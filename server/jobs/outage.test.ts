import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { applicationEvents, applications, messages, notices, outbox, supervisionSignals, toleratedMaterials } from "@/db/schema";
import { createApplication, factoryNow } from "@/db/testing/factories";
import { jobs as applicationJobs } from "@/server/applications/jobs";
import { at, openOffice, type Office } from "@/server/applications/router.testing";
import type { Ctx } from "@/server/core/context";
import { jobs as noticeJobs } from "@/server/notices/jobs";
import { jobs as supervisionJobs } from "@/server/supervision/jobs";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const nouns = [applicationJobs, noticeJobs, supervisionJobs];
// What depends on the hour of the night, or makes figures, has tests of its own.
const clocks = ["deemAcceptance", "proposeLapse", "startAbsences", "remindOfSupplements", "watchClocks", "watchIdle", "remindDue"];
const told = new Set<string>();

/** One tick of every clock by each of two runners at once, and every message of what came of it, worked by both. */
async function tick(now: Date): Promise<void> {
  const runner = (name: string): Ctx => ({ actor: { kind: "system" }, now, requestId: name, address: "system", db: office.db });
  const run = async (name: string) => {
    for (const { schedules = {} } of nouns) for (const [key, { run: due }] of Object.entries(schedules)) if (clocks.includes(key)) await due(runner(name));
  };
  await Promise.all([run("one"), run("two")]);
  for (const { id, topic, payload } of await office.db.select().from(outbox).orderBy(outbox.id)) {
    if (told.has(id)) continue;
    told.add(id);
    for (const { topics = {} } of nouns) await Promise.allSettled([topics[topic]?.(runner("one"), payload), topics[topic]?.(runner("two"), payload)]);
  }
}

const accepted = async (id: string) => ({
  events: (await office.db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, id))).map(({ action }) => action),
  notices: (await office.db.select().from(notices).where(eq(notices.applicationId, id))).map(({ kind }) => kind),
  told: (await office.db.select().from(messages).where(and(eq(messages.applicationId, id), eq(messages.template, "accepted")))).length,
});
const messagesOf = async (id: string) => (await office.db.select().from(messages).where(eq(messages.applicationId, id))).map(({ template, params }) => `${template} ${params["dueOn"] ?? ""}`.trim()).toSorted();

it("after three days without a runner two of them make good what fell due meanwhile, once, dated as if nobody had been away", async () => {
  const { place, item, db, desk: { approver } } = office;
  const made = async (overrides: object) => createApplication(db, { place, item, applicant: await office.citizen(), ...overrides });
  const [tuesday, friday] = [at("2026-03-10"), at("2026-03-13")];
  // Due on the first day nobody ran, and on the last.
  const silent = [await office.submitted(await office.citizen(), item, at("2026-03-03")), await office.submitted(await office.citizen(), item, at("2026-03-05"))];
  const unanswered = await made({ status: "correction", correctionDueOn: "2026-03-11" });
  const promised = await made({ status: "inReview" });
  await db.insert(toleratedMaterials).values({ applicationId: promised.id, fieldId: "m1", name: "照片", promisedAt: factoryNow, promisedBy: promised.applicantAccountId, dueOn: "2026-03-16" });
  const inHand = { status: "accepted", claimedBy: approver.id, claimedAt: tuesday };
  const [soon, passed] = [await made({ ...inHand, dueOn: "2026-03-16", promisedDueOn: "2026-03-16" }), await made({ ...inHand, dueOn: "2026-03-12", promisedDueOn: "2026-03-12" })];

  await tick(tuesday);
  for (const { id } of silent) expect((await accepted(id)).events, "its five workdays run").toEqual(["submit"]);
  expect(await messagesOf(promised.id)).toEqual(["supplementDue 2026-03-16"]);

  for (const again of [friday, friday, at("2026-03-13", "09:05")]) await tick(again);
  for (const [index, { id }] of silent.entries()) {
    expect(await accepted(id)).toMatchObject({ events: ["submit", "deemAccept"], notices: ["deemAccept"], told: 1 });
    const receipt = [at("2026-03-03"), at("2026-03-05")][index];
    const dates = [{ promisedDueOn: "2026-03-17", statutoryDueOn: "2026-03-31" }, { promisedDueOn: "2026-03-19", statutoryDueOn: "2026-04-02" }][index];
    expect((await db.select().from(applications).where(eq(applications.id, id)))[0]).toMatchObject({ status: "accepted", deemedAccepted: true, acceptedAt: receipt, ...dates });
  }
  expect((await db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, unanswered.id))).map(({ action }) => action)).toEqual(["proposeLapse"]);
  expect(await messagesOf(promised.id), "five workdays before, and one").toEqual(["supplementDue 2026-03-16", "supplementDue 2026-03-16"]);
  expect(await messagesOf(soon.id)).toEqual(["caseDueSoon 2026-03-16"]);
  expect((await messagesOf(passed.id)).filter((one) => one.startsWith("caseDueSoon")), "a reminder of what has passed helps nobody").toEqual([]);
  expect((await db.select().from(supervisionSignals).where(eq(supervisionSignals.applicationId, passed.id))).map(({ rule, dueOn }) => [rule, dueOn])).toHaveLength(1);
});
