import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { applicationEvents, applications, hearings, notices, staffPosts } from "@/db/schema";
import { createStaff } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { storage } from "@/server/core/storage";
import { bodyOf } from "@/server/notices/queries/visible";
import { tellApplicant } from "@/server/notices/commands";
import { attachMinutes } from "./commands/hearings";
import { at, monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
let applicant: User;
let chair: User;
beforeAll(async () => {
  office = await openOffice();
  chair = await createStaff(office.db, "clerk", office.place);
});
afterAll(() => office.connection.close());
beforeEach(async () => {
  applicant = await office.citizen();
});

const on = (actor: User, now = monday) => office.as(actor, { now }).applications;
const versionOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!.version;
const hearingOf = async (id: string) => (await office.db.select().from(hearings).where(eq(hearings.applicationId, id)))[0]!;
const ctx = (actor: User, now = monday) => ({ actor, now, requestId: "r", address: "t", db: office.db });

async function inReview() {
  const { desk } = office;
  const filed = await office.submitted(applicant);
  await on(desk.clerk).accept({ id: filed.id, version: 1 });
  await on(desk.reviewer).startReview({ id: filed.id, version: 2 });
  return filed;
}

async function suspended() {
  const filed = await inReview();
  await on(office.desk.reviewer).suspend({ id: filed.id, version: 3, procedure: "hearing", reason: "申请人要求听证", plannedEndOn: "2026-03-20" });
  return filed;
}

const day = { heldOn: "2026-03-10", startsAt: "09:30", place: "区政府一号听证室", isPublic: true, participants: "申请人张三，利害关系人李四" };
const schedule = async (id: string, more: object = {}, now = monday) => on(office.desk.reviewer, now).scheduleHearing({ id, version: await versionOf(id), chairId: chair.id, ...day, ...more });

async function withMinutes(id: string, now = at("2026-03-10", "15:00")) {
  const storageKey = `uploads/test/${randomUUID()}.pdf`;
  await storage().put(storageKey, "minutes");
  await attachMinutes(ctx(chair, now), { id, file: { name: "a.pdf", mime: "application/pdf", size: 7, sha256: "0".repeat(64), storageKey } });
  return storageKey;
}

describe("the right to a hearing", () => {
  test("is told with a notice, can be asked for within five workdays, and holds up the decision", async () => {
    const { desk } = office;
    const { id, number } = await inReview();
    await on(desk.reviewer).announceHearing({ id, reason: "涉及相邻住户重大利益" });
    const { desk: _desk, ...found } = { desk, hearing: await on(applicant).hearing({ number }) };
    expect(found.hearing).toMatchObject({ state: "announced", askUntil: "2026-03-09", canAsk: true });
    await expect(on(desk.reviewer).announceHearing({ id, reason: "再告知" })).rejects.toMatchObject(refused("CONFLICT", "hearings.openAlready"));
    await on(desk.reviewer).completeStep({ id, version: await versionOf(id), opinion: "同意" });
    await expect(on(desk.approver).approve({ id, version: await versionOf(id), opinion: "准予" })).rejects.toMatchObject(refused("CONFLICT", "hearings.rightRuns"));
    await expect(on(applicant, at("2026-03-10")).answerHearingRight({ id, ask: true })).rejects.toMatchObject(refused("CONFLICT", "hearings.tooLateToAsk"));
    await on(applicant, at("2026-03-09")).answerHearingRight({ id, ask: true });
    await expect(on(desk.approver, at("2026-03-20")).reject({ id, version: await versionOf(id), reason: "不符合" })).rejects.toMatchObject(refused("CONFLICT", "hearings.askedFor"));
    await expect(on(await office.citizen()).hearing({ number })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
  });

  test("can be given up, or let pass; the decision is then free", async () => {
    const { desk } = office;
    const { id } = await inReview();
    await on(desk.reviewer).announceHearing({ id, reason: "涉及相邻住户重大利益" });
    await on(applicant).answerHearingRight({ id, ask: false });
    await on(desk.reviewer).completeStep({ id, version: await versionOf(id), opinion: "同意" });
    expect(await on(desk.approver).approve({ id, version: await versionOf(id), opinion: "准予" })).toMatchObject({ status: "approved" });
  });
});

describe("a hearing", () => {
  test("is set, told by a numbered notice, held, recorded; the clock stands still and the decision waits for the minutes", async () => {
    const { desk } = office;
    const { id, number } = await suspended();
    await schedule(id);
    const [event] = (await office.db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, id))).filter(({ action }) => action === "scheduleHearing");
    await tellApplicant({ ...ctx(applicant), actor: { kind: "system" } }, { eventId: event!.id });
    const [notice] = await office.db.select().from(notices).where(eq(notices.eventId, event!.id));
    expect(notice!.number).toMatch(/听字〔2026〕第\d{6}号$/);
    expect(bodyOf(notice!)).toMatchObject({ title: "听证通知书" });
    expect(bodyOf(notice!).paragraphs.join("")).toContain(`2026年3月10日09:30举行听证，地点：区政府一号听证室`);

    expect(await on(applicant).hearing({ number })).toMatchObject({ state: "scheduled", heldOn: "2026-03-10", startsAt: "09:30", chairName: chair.name, canConfirm: true, canPostpone: true });
    await on(applicant).confirmAttendance({ id });
    const file = await on(applicant).caseCalendar({ number });
    expect(Buffer.from(file.base64, "base64").toString()).toContain("DTSTART:20260310T013000Z");

    await expect(on(desk.reviewer).resume({ id, version: await versionOf(id) })).rejects.toMatchObject(refused("CONFLICT", "hearings.minutesMissing"));
    const record = { summary: "双方就噪声问题陈述、申辩和质证。", outcome: "supportsWithChanges" as const };
    await expect(on(chair, at("2026-03-10", "15:00")).recordHearing({ id, version: await versionOf(id), ...record })).rejects.toMatchObject(refused("CONFLICT", "hearings.minutesMissing"));
    await withMinutes(id);
    await expect(on(chair, at("2026-03-09")).recordHearing({ id, version: await versionOf(id), ...record })).rejects.toMatchObject(refused("CONFLICT", "hearings.notYetHeld"));
    await expect(on(applicant).hearingMinutes({ number })).rejects.toMatchObject(refused("NOT_FOUND", "files.notFound"));
    expect(await on(chair, at("2026-03-10", "15:00")).recordHearing({ id, version: await versionOf(id), ...record })).toMatchObject({ status: "suspended" });
    expect(Buffer.from((await on(applicant).hearingMinutes({ number })).base64, "base64").toString()).toBe("minutes");
    await on(desk.reviewer, at("2026-03-11")).resume({ id, version: await versionOf(id) });
    await on(desk.reviewer, at("2026-03-11")).completeStep({ id, version: await versionOf(id), opinion: "依听证笔录" });
    expect(await on(desk.approver, at("2026-03-11")).approve({ id, version: await versionOf(id), opinion: "准予" })).toMatchObject({ status: "approved" });
    expect((await hearingOf(id)).summary).not.toContain("噪声");
  });

  test("needs its procedure, seven days, and a chair who does not examine the case", async () => {
    const { desk } = office;
    const plain = await inReview();
    await expect(on(desk.reviewer).scheduleHearing({ id: plain.id, version: 3, chairId: chair.id, ...day })).rejects.toMatchObject(refused("CONFLICT", "applications.actionNotAllowed"));
    const { id, number } = await suspended();
    await expect(schedule(id, { heldOn: "2026-03-08" })).rejects.toMatchObject(refused("BAD_REQUEST", "hearings.tooSoon"));
    await expect(schedule(id, { chairId: desk.reviewer.id })).rejects.toMatchObject(refused("CONFLICT", "hearings.chairReviews"));
    const [leaving, coming] = [await createStaff(office.db, "clerk", office.place), await createStaff(office.db, "clerk", office.place)];
    await office.db.update(staffPosts).set({ validUntil: "2026-03-01" }).where(eq(staffPosts.accountId, leaving.id));
    await office.db.update(staffPosts).set({ validFrom: "2026-03-02" }).where(eq(staffPosts.accountId, coming.id));
    await expect(schedule(id, { chairId: leaving.id })).rejects.toMatchObject(refused("BAD_REQUEST", "hearings.chairUnknown"));
    expect((await on(desk.reviewer).hearingForDesk({ number })).chairs.map((one) => one.id)).toContain(coming.id);
    await expect(schedule(id, { chairId: randomUUID() })).rejects.toMatchObject(refused("BAD_REQUEST", "hearings.chairUnknown"));
    await expect(on(desk.clerk).scheduleHearing({ id, version: 4, chairId: chair.id, ...day })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    await schedule(id);
    await expect(office.db.update(hearings).set({ chairId: desk.reviewer.id }).where(eq(hearings.applicationId, id))).rejects.toThrow();
  });

  test("is moved when the applicant asks for good reason, or not; the applicant sees which", async () => {
    const { desk } = office;
    const { id, number } = await suspended();
    await schedule(id);
    await on(applicant).askPostponement({ id, reason: "住院手术" });
    await expect(on(applicant).askPostponement({ id, reason: "再问一次" })).rejects.toMatchObject(refused("CONFLICT", "hearings.postponementAsked"));
    expect((await on(desk.reviewer).hearingForDesk({ number })).hearing).toMatchObject({ postponementReason: "住院手术" });
    await schedule(id, { heldOn: "2026-04-01" });
    expect(await on(applicant).hearing({ number })).toMatchObject({ heldOn: "2026-04-01", postponementAnswer: "granted", confirmedAt: null });
    expect((await office.db.select().from(applications).where(eq(applications.id, id)))[0]!.dueOn).toBe("2026-04-01");
    await on(applicant).askPostponement({ id, reason: "还想再晚" });
    await on(desk.reviewer).refusePostponement({ id, reason: "已经延期一次" });
    expect(await on(applicant).hearing({ number })).toMatchObject({ heldOn: "2026-04-01", postponementAnswer: "refused", canPostpone: true });
    await on(desk.reviewer).cancelHearing({ id, reason: "申请人撤回听证要求" });
    await on(desk.reviewer).resume({ id, version: await versionOf(id) });
    expect((await hearingOf(id)).state).toBe("cancelled");
  });
});
