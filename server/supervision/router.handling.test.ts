import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applicationSteps, messages, overdueReasons, reports, supervisionSignals, urgingTurns } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createEvent, createItem, createPlace, createStaff, type Case, type Item, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import type { MessageTemplate } from "@/domain/notices/schema";
import { createCaller } from "@/server/api/root";
import { remindDue, remindUrged } from "./commands/reminders";
import { makeReports } from "./commands/reports";
import { judgeAct, watchClocks, watchIdle } from "./commands/signals";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let item: Item;
let citizen: User;
let supervisor: User;
let approver: User;
let clerk: User;
let stranger: User;
const day = (on: string) => new Date(`${on}T02:00:00.000Z`);
const now = day("2026-03-12");
const as = (actor: Actor, at = now) => createCaller({ actor, now: at, requestId: "test", address: "10.0.0.1", db: test.db });
const system = (on: string) => ({ actor: { kind: "system" } as const, now: day(on), requestId: "test", address: "system", db: test.db });
const given = (overrides: Omit<Partial<Case>, "answers"> = {}) => createApplication(test.db, { place, item, applicant: citizen, status: "accepted", claimedBy: approver.id, claimedAt: now, ...overrides });
const signalsOf = (one: { id: string }) => test.db.select().from(supervisionSignals).where(eq(supervisionSignals.applicationId, one.id));
const told = (template: MessageTemplate, one: { id: string }) => test.db.select().from(messages).where(and(eq(messages.template, template), eq(messages.applicationId, one.id)));

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  item = await createItem(test.db, place);
  citizen = await createCitizen(test.db);
  supervisor = await createStaff(test.db, "supervisor", place);
  approver = await createStaff(test.db, "approver", place);
  clerk = await createStaff(test.db, "clerk", place);
  stranger = await createStaff(test.db, "supervisor", await createPlace(test.db));
});
afterAll(() => test.close());

describe("the watch over clocks", () => {
  it("tells the supervisor of red once and of black once, with two runners and after three days of none", async () => {
    const one = await given({ dueOn: "2026-03-10", promisedDueOn: "2026-03-10", statutoryDueOn: "2026-03-12" });
    await watchClocks(system("2026-03-10"));
    expect(await signalsOf(one)).toEqual([]);
    await Promise.all([watchClocks(system("2026-03-11")), watchClocks(system("2026-03-11"))]);
    expect(await signalsOf(one)).toMatchObject([{ rule: "overPromised", grade: "red", departmentId: place.departmentId }]);
    // Nobody ran on the day the statutory date passed, nor on the two after it.
    await Promise.all([watchClocks(system("2026-03-16")), watchClocks(system("2026-03-16"))]);
    await watchClocks(system("2026-03-17"));
    expect((await signalsOf(one)).map(({ rule }) => rule).toSorted()).toEqual(["overPromised", "overStatutory"]);
    expect(await told("casePastPromised", one)).toMatchObject([{ accountId: supervisor.id }]);
    expect(await told("casePastStatutory", one)).toMatchObject([{ accountId: supervisor.id }]);
    expect(await told("overdueReasonAsked", one)).toMatchObject([{ accountId: approver.id }]);
  });

  it("finds by the act what passed and was decided while nobody ran", async () => {
    const one = await given({ status: "approved", promisedDueOn: "2026-03-10", statutoryDueOn: "2026-03-30", dueOn: "2026-03-25" });
    const event = await createEvent(test.db, one, "approve", { at: day("2026-03-12") });
    await Promise.all([judgeAct(system("2026-03-15"), { eventId: event.id }), judgeAct(system("2026-03-15"), { eventId: event.id })]);
    expect(await signalsOf(one)).toMatchObject([{ rule: "overPromised", dueOn: "2026-03-10" }]);
  });

  it("sees a step over its time though the case is in time", async () => {
    const one = await given({ dueOn: "2026-03-30", promisedDueOn: "2026-03-30", stepDueOn: "2026-03-06", claimedBy: null, claimedAt: null });
    await test.db.insert(applicationSteps).values({ applicationId: one.id, key: "decide", kind: "decide", position: 1, status: "active", dueOn: "2026-03-06" });
    await watchClocks(system("2026-03-09"));
    expect(await signalsOf(one)).toMatchObject([{ rule: "stepOver", stepKey: "decide" }]);
    // Nobody holds it: all who could are told.
    expect(await told("caseSignalled", one)).toMatchObject([{ accountId: approver.id }]);
  });

  it("sees what nobody took for more than two workdays, once", async () => {
    const one = await given({ claimedBy: null, claimedAt: null, dueOn: "2026-04-30" });
    await createEvent(test.db, one, "accept", { at: day("2026-03-03") });
    await watchIdle(system("2026-03-05"));
    expect(await signalsOf(one)).toEqual([]);
    await watchIdle(system("2026-03-06"));
    await watchIdle(system("2026-03-09"));
    expect(await signalsOf(one)).toMatchObject([{ rule: "forwardedLate", grade: "warning" }]);
  });
});

describe("reminders", () => {
  it("reach whoever holds the case one workday before, over a weekend, once", async () => {
    const one = await given({ dueOn: "2026-06-15", promisedDueOn: "2026-06-15" });
    expect(await remindDue(system("2026-06-11"))).toBe(0);
    await Promise.all([remindDue(system("2026-06-12")), remindDue(system("2026-06-12"))]);
    await remindDue(system("2026-06-15"));
    expect(await told("caseDueSoon", one)).toMatchObject([{ accountId: approver.id, params: { dueOn: "2026-06-15" } }]);
  });

  it("come on the day itself where nobody ran before, and not after it", async () => {
    const [onTheDay, after] = [await given({ dueOn: "2026-07-10" }), await given({ dueOn: "2026-07-09" })];
    await remindDue(system("2026-07-10"));
    expect([(await told("caseDueSoon", onTheDay)).length, (await told("caseDueSoon", after)).length]).toEqual([1, 0]);
  });
});

describe("an urging", () => {
  const ask = { text: "请说明办理进度和困难", answerBy: "2026-03-16" };

  it("is answered, asked again, answered and accepted, every word kept", async () => {
    const one = await given({ dueOn: "2026-04-20" });
    const { id } = await as(supervisor).supervision.urge({ number: one.number, ...ask });
    expect(await as(approver).supervision.waiting()).toMatchObject({ urgings: 1 });
    expect((await as(approver).supervision.inbox()).urgings).toMatchObject([{ id, light: "yellow" }]);
    await as(approver).supervision.answer({ id, version: 0, text: "正在等待现场核查结果", expectedOn: "2026-03-20" });
    await expect(as(approver).supervision.answer({ id, version: 0, text: "再答复一次试试" })).rejects.toMatchObject({ message: "supervision.changedMeanwhile" });
    await as(supervisor).supervision.settle({ id, version: 1, text: "请提前到本周内办结", again: "2026-03-18" });
    await remindUrged(system("2026-03-17"));
    await remindUrged(system("2026-03-17"));
    await as(approver).supervision.answer({ id, version: 2, text: "核查已经完成，今天作出决定" });
    await as(supervisor).supervision.settle({ id, version: 3, text: "同意，督办结束" });
    const [urging] = (await as(approver).supervision.ofCase({ number: one.number })).urgings;
    expect(urging).toMatchObject({ state: "accepted", answerable: false });
    expect(urging?.turns.map(({ kind }) => kind)).toEqual(["urge", "answer", "urge", "answer", "accept"]);
    expect(await told("caseUrged", one)).toHaveLength(3);
    await expect(test.db.update(urgingTurns).set({ text: "改写" }).where(eq(urgingTurns.urgingId, id))).rejects.toThrow();
  });

  it("is refused to all but the supervisor of the place, in the past, and to people elsewhere", async () => {
    const one = await given();
    const urge = (actor: Actor, more: object = {}) => as(actor).supervision.urge({ number: one.number, ...ask, ...more });
    await expect(urge({ kind: "anonymous" })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    for (const actor of [citizen, clerk]) await expect(urge(actor)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(urge(stranger)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(urge({ ...supervisor, citizenAccountId: citizen.id })).rejects.toMatchObject({ message: "applications.ownCase" });
    await expect(urge(supervisor, { answerBy: "2026-03-11" })).rejects.toMatchObject({ message: "supervision.dayPassed" });
    await expect(urge(supervisor, { toAccountId: clerk.id })).rejects.toMatchObject({ message: "supervision.personElsewhere" });
    await expect(urge(supervisor, { stepKey: "nothing" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { id } = await urge(supervisor, { toAccountId: approver.id });
    await expect(as(clerk).supervision.answer({ id, version: 0, text: "这不是问我的" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(supervisor).supervision.settle({ id, version: 0, text: "还没有答复" })).rejects.toMatchObject({ message: "supervision.notAnswered" });
    await expect(as(stranger).supervision.settle({ id, version: 0, text: "别处的督办" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await as(stranger).supervision.urgings({ state: "open" })).rows).toEqual([]);
  });
});

describe("a step of another department", () => {
  it("is urged, answered and explained there, and supervised where the case lies", async () => {
    const asked = await createPlace(test.db);
    const reviewer = await createStaff(test.db, "reviewer", asked);
    const one = await given({ claimedBy: null, claimedAt: null, dueOn: "2026-04-20", promisedDueOn: "2026-04-20", stepDueOn: "2026-03-06" });
    await test.db.insert(applicationSteps).values({ applicationId: one.id, key: "review", kind: "review", position: 1, status: "active", dueOn: "2026-03-06", departmentId: asked.departmentId, role: "reviewer" });
    await watchClocks(system("2026-03-12"));
    const { id } = await as(supervisor).supervision.urge({ number: one.number, text: "请尽快出具意见", answerBy: "2026-03-16", stepKey: "review" });
    expect((await as(reviewer).supervision.inbox())).toMatchObject({ urgings: [{ id }], signals: [{ rule: "stepOver", stepKey: "review" }] });
    await expect(as(approver).supervision.answer({ id, version: 0, text: "这不是本部门的环节" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await as(reviewer).supervision.answer({ id, version: 0, text: "意见已经拟好，明天出具" });
    expect((await as(supervisor).supervision.urgings({ state: "answered" })).rows).toMatchObject([{ id, departmentName: asked.departmentName }]);
    const [signal] = (await as(reviewer).supervision.ofCase({ number: one.number })).signals;
    expect(signal).toMatchObject({ explainable: true, departmentName: asked.departmentName });
  });
});

describe("a signal", () => {
  it("is excused on the department's word alone, and confirmed without it", async () => {
    const one = await given({ dueOn: "2026-03-10", promisedDueOn: "2026-03-10", statutoryDueOn: "2026-03-11" });
    await watchClocks(system("2026-03-12"));
    const [promised, statutory] = (await as(supervisor).supervision.ofCase({ number: one.number })).signals.toSorted((a, b) => a.rule.localeCompare(b.rule));
    const id = promised!.id;
    await expect(as(supervisor).supervision.handle({ id, outcome: "excused", result: "系统故障所致" })).rejects.toMatchObject({ message: "supervision.notExplained" });
    await expect(as(stranger).supervision.handle({ id, outcome: "confirmed", result: "别处的信号" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await as(clerk).supervision.explain({ id, explanation: "当天系统停机维护两小时" });
    await expect(as({ ...supervisor, id: clerk.id }).supervision.handle({ id, outcome: "excused", result: "自己说明自己批" })).rejects.toMatchObject({ message: "supervision.ownExplanation" });
    await as(supervisor).supervision.handle({ id, outcome: "excused", result: "情况属实，予以免责" });
    await as(supervisor).supervision.handle({ id: statutory!.id, outcome: "confirmed", result: "确认超期属实" });
    await expect(as(clerk).supervision.explain({ id, explanation: "再说明一次原因" })).rejects.toMatchObject({ message: "supervision.handledAlready" });
    expect((await as(supervisor).supervision.signals({ state: "excused" })).rows).toMatchObject([{ id, code: "JC-02", result: "情况属实，予以免责" }]);
    expect((await as(stranger).supervision.signals({ state: "excused" })).rows).toEqual([]);
  });
});

describe("a case past its statutory date", () => {
  it("stands before the public at once, with the reason as soon as a supervisor confirms it, and with nobody's name", async () => {
    const one = await given({ dueOn: "2026-03-05", promisedDueOn: "2026-03-05", statutoryDueOn: "2026-03-06" });
    const shown = async () => (await as({ kind: "anonymous" }).supervision.overdue({})).rows.find(({ number }) => number.replaceAll("-", "") === one.number);
    expect(await shown()).toMatchObject({ workdaysOver: 4, reason: null, departmentName: place.departmentName });
    const first = await as(approver).supervision.giveReason({ number: one.number, reason: "现场核查设备故障，正在维修" });
    await expect(as(clerk).supervision.giveReason({ number: one.number, reason: "另外再写一个原因看看" })).rejects.toMatchObject({ message: "supervision.reasonGiven" });
    expect(await shown()).toMatchObject({ reason: null });
    await expect(as(supervisor).supervision.decideReason({ id: first.id, outcome: "returned" })).rejects.toMatchObject({ message: "supervision.wordMissing" });
    await as(supervisor).supervision.decideReason({ id: first.id, outcome: "returned", word: "请写明预计恢复时间" });
    const { id } = await as(approver).supervision.giveReason({ number: one.number, reason: "现场核查设备故障，预计三月二十日恢复" });
    await expect(as(stranger).supervision.decideReason({ id, outcome: "confirmed" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await as(supervisor).supervision.decideReason({ id, outcome: "confirmed" });
    const page = await as({ kind: "anonymous" }).supervision.overdue({});
    expect(await shown()).toMatchObject({ reason: "现场核查设备故障，预计三月二十日恢复" });
    expect(page.departments.find(({ name }) => name === place.departmentName)?.count).toBeGreaterThan(0);
    expect(JSON.stringify(page)).not.toMatch(new RegExp([citizen, approver, supervisor].map(({ name, id: account }) => `${name}|${account}`).join("|")));
    expect(await test.db.select().from(overdueReasons)).toHaveLength(2);
  });

  it("is nobody's to explain before its day, nor a supervisor's or citizen's", async () => {
    const early = await given({ statutoryDueOn: "2026-03-30" });
    const reason = "等待专家评审的书面意见";
    await expect(as(approver).supervision.giveReason({ number: early.number, reason })).rejects.toMatchObject({ message: "supervision.notOverdue" });
    for (const actor of [citizen, supervisor]) await expect(as(actor).supervision.giveReason({ number: early.number, reason })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a regular report", () => {
  it("is made once per period, also by two runners and for the weeks that nobody ran", async () => {
    const { id } = await as(supervisor, day("2026-03-03")).supervision.subscribe({ period: "week", format: "csv", filters: {} });
    await as(supervisor, day("2026-03-03")).supervision.subscribe({ period: "month", format: "xlsx", filters: { item: item.serviceItemId } });
    expect(await makeReports(system("2026-03-08"))).toBe(0);
    await Promise.all([makeReports(system("2026-03-24")), makeReports(system("2026-03-24"))]);
    const { reports: made } = await as(supervisor).supervision.reports();
    expect(made.map(({ fromOn }) => fromOn)).toEqual(["2026-03-16", "2026-03-09", "2026-03-02"]);
    expect(await test.db.select().from(messages).where(eq(messages.template, "reportReady"))).toHaveLength(3);
    const file = await as(supervisor).supervision.report({ id: made[0]!.id });
    const text = Buffer.from(file.base64, "base64").toString();
    expect(text).toContain(place.departmentName);
    expect(text).not.toContain(citizen.name);
    await expect(as(stranger).supervision.report({ id: made[0]!.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(as(clerk).supervision.reports()).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(stranger).supervision.unsubscribe({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await as(supervisor).supervision.unsubscribe({ id });
    await makeReports(system("2026-04-02"));
    expect(await test.db.select().from(reports)).toHaveLength(4);
    const workbook = (await as(supervisor).supervision.reports()).reports.find(({ format }) => format === "xlsx")!;
    expect(Buffer.from((await as(supervisor).supervision.report({ id: workbook.id })).base64, "base64").subarray(0, 2).toString()).toBe("PK");
  });
});
