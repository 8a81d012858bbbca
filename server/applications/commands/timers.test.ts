import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applicationEvents, applications } from "@/db/schema";
import type { Ctx } from "@/server/core/context";
import { at, monday, openOffice, type Office } from "../router.testing";
import { deemAcceptOverdue, proposeLapses } from "./timers";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const system = (now: Date): Ctx => ({ actor: { kind: "system" }, now, requestId: "job", address: "", db: office.db });
const rowOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!;
const eventsOf = (id: string) => office.db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, id));

describe("silence accepts (行政许可法 32(4))", () => {
  test("after the fifth workday and not on it, as of the receipt, exactly once with two runners", async () => {
    const cases = await Promise.all(Array.from({ length: 5 }, async () => office.submitted(await office.citizen())));
    expect(await deemAcceptOverdue(system(at("2026-03-09", "23:59")))).toBe(0);
    const counts = await Promise.all([deemAcceptOverdue(system(at("2026-03-10", "00:01"))), deemAcceptOverdue(system(at("2026-03-10", "00:01")))]);
    expect(counts[0]! + counts[1]!).toBe(5);
    expect(await deemAcceptOverdue(system(at("2026-03-11")))).toBe(0);
    for (const { id } of cases) {
      expect(await rowOf(id)).toMatchObject({ status: "accepted", deemedAccepted: true, acceptedAt: monday, acceptedBy: null, promisedDueOn: "2026-03-16", statutoryDueOn: "2026-03-30" });
      expect((await eventsOf(id)).filter(({ action }) => action === "deemAccept")).toMatchObject([{ actorName: "system", actorRole: "system", at: at("2026-03-10", "00:01") }]);
    }
  });

  test("a case that a clerk accepts in the same moment is accepted once", async () => {
    const { id } = await office.submitted(await office.citizen());
    const later = at("2026-03-10");
    const [, counted] = await Promise.allSettled([office.as(office.desk.clerk, { now: later }).applications.accept({ id, version: 1 }), deemAcceptOverdue(system(later))]);
    expect(counted.status).toBe("fulfilled");
    expect((await eventsOf(id)).filter(({ action }) => action === "accept" || action === "deemAccept")).toHaveLength(1);
  });

  test("whoever may then decide is anybody with the role: nobody accepted", async () => {
    const { id, number } = await office.submitted(await office.citizen());
    await deemAcceptOverdue(system(at("2026-03-10")));
    const seen = await office.as(office.desk.reviewer, { now: at("2026-03-10") }).applications.getForDesk({ number });
    expect(seen).toMatchObject({ id, status: "accepted", deemedAccepted: true, actions: ["startReview", "suspend", "announceHearing", "askExtension"] });
  });
});

describe("a correction that nobody answers", () => {
  test("is proposed to lapse after its period, once, stays open to the applicant, and a clerk confirms it", async () => {
    const person = await office.citizen();
    const { clerk } = office.desk;
    const [answered, silent] = [await office.submitted(await office.citizen()), await office.submitted(person)];
    for (const { id } of [answered, silent]) await office.as(clerk).applications.requestCorrection({ id, version: 1, items: [{ fieldId: "shopName", reason: "请改正" }] });
    expect(await proposeLapses(system(at("2026-03-23", "23:59")))).toBe(0);
    await expect(office.as(clerk, { now: at("2026-03-23") }).applications.lapse({ id: silent.id, version: 2, reason: "逾期未补正" })).rejects.toMatchObject({ code: "CONFLICT", message: "applications.correctionPeriodRuns" });

    const counts = await Promise.all([proposeLapses(system(at("2026-03-24"))), proposeLapses(system(at("2026-03-24")))]);
    expect(counts[0]! + counts[1]!).toBe(2);
    expect(await proposeLapses(system(at("2026-03-25")))).toBe(0);
    expect(await rowOf(silent.id)).toMatchObject({ status: "correction", lapseProposedAt: at("2026-03-24") });

    const owner = { ...person, id: (await rowOf(answered.id)).applicantAccountId };
    expect(await office.as(owner, { now: at("2026-03-24") }).applications.resubmit({ id: answered.id, declared: true })).toMatchObject({ status: "submitted" });
    expect(await rowOf(answered.id)).toMatchObject({ lapseProposedAt: null });
    expect(await office.as(clerk, { now: at("2026-03-25") }).applications.lapse({ id: silent.id, version: 3, reason: "逾期未补正" })).toMatchObject({ status: "lapsed" });
  });
});
