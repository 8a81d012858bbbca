import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accounts, dataAccesses, messages, ratings, rectificationEvents, rectifications, staffPosts } from "@/db/schema";
import { createCitizen, createEvent, createPlace, createStaff } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import type { Rectify } from "@/domain/ratings/schema/rectification";
import { at, noon, openHall, stranger, type Hall } from "./router.testing";

let hall: Hall;
let owner: User;
let second: User;

beforeAll(async () => {
  hall = await openHall();
  await hall.answeredMany(6);
});
afterAll(() => hall.connection.close());

const rowOf = async (id: string) => (await hall.db.select().from(rectifications).where(eq(rectifications.id, id)))[0];
type Input = Rectify extends infer One ? (One extends { id: string; version: number } ? Omit<One, "id" | "version"> : never) : never;
const act = async (actor: User, id: string, input: Input, now = noon) => hall.as(actor, now).ratings.rectify({ ...input, id, version: (await rowOf(id))?.version ?? 0 });

/** A low rating by name, its rectification, and who owns it now; the other supervisor takes the second look. */
async function lowByName() {
  const told = await hall.rated("dissatisfied", { reasons: ["209"], comment: "拖了很久" });
  const [rating] = await hall.db.select().from(ratings).where(eq(ratings.applicationId, told.id));
  const [row] = await hall.db.select().from(rectifications).where(eq(rectifications.ratingId, rating?.id ?? ""));
  [owner, second] = row?.ownerId === hall.owner.id ? [hall.owner, hall.second] : [hall.second, hall.owner];
  return { ...told, rectification: row?.id ?? "", row };
}

const note = "已致电说明";
const violates = (constraint: string) => ({ cause: { constraint } });

describe("a low rating by name", () => {
  it("opens a rectification at once, with an owner and two deadlines, and is seen through to the answer and the second look", async () => {
    const { person, number, rectification: id, row } = await lowByName();
    expect(row).toMatchObject({ status: "open", openedOn: "2026-03-02", contactDueOn: "2026-03-03", replyDueOn: "2026-03-09" });
    const seen = await hall.as(owner).ratings.getRectification({ id });
    expect(seen).toMatchObject({ mine: true, caseNumber: expect.stringContaining("310101-20260302"), person: { name: person.name, phone: person.phone }, rating: { reasons: ["209"], comment: "拖了很久" }, acts: ["noteContact", "askExtension"] });
    expect(await hall.db.select().from(dataAccesses).where(eq(dataAccesses.subjectId, person.id))).toMatchObject([{ reason: "评价回访" }]);
    await act(owner, id, { act: "noteContact", note });
    await act(owner, id, { act: "verify", finding: "founded", note: "确有延误" });
    await act(owner, id, { act: "reply", measures: "增设一个窗口", note: "对不起，让您久等了" });
    expect(await hall.as(person).ratings.get({ number })).toMatchObject({ again: true, rectification: { status: "replied", reply: { measures: "增设一个窗口", text: "对不起，让您久等了", on: "2026-03-02" } } });
    expect(await hall.db.select().from(messages).where(eq(messages.accountId, person.id))).toMatchObject([{ template: "rectificationReplied" }]);
    await act(second, id, { act: "sendBack", note: "请写明何时增设" });
    await act(owner, id, { act: "reply", measures: "三月起增设一个窗口", note: "对不起，让您久等了" });
    await act(second, id, { act: "close" });
    await hall.as(person).ratings.rateAgain({ number, level: "satisfied", reasons: ["413"] });
    await expect(hall.as(person).ratings.rateAgain({ number, level: "satisfied", reasons: [] })).rejects.toMatchObject({ code: "CONFLICT", message: "ratings.notAgain" });
    expect(await hall.as(person).ratings.get({ number })).toMatchObject({ again: false, second: { level: "satisfied" }, rectification: { status: "closed", reply: { measures: "三月起增设一个窗口" } } });
    const { history } = await hall.as(second).ratings.getRectification({ id });
    expect(history.map((one) => one.act)).toEqual(["open", "noteContact", "verify", "reply", "sendBack", "reply", "close"]);
  });

  it("gives more time once, when somebody else agrees", async () => {
    const { rectification: id } = await lowByName();
    await act(owner, id, { act: "askExtension", note: "需要现场核查" });
    await expect(act(owner, id, { act: "grantExtension" })).rejects.toMatchObject({ code: "FORBIDDEN", message: "ratings.anotherPerson" });
    await act(second, id, { act: "grantExtension" });
    expect(await rowOf(id)).toMatchObject({ replyDueOn: "2026-03-23", extendedBy: second.id });
    await expect(act(owner, id, { act: "askExtension", note: "还要" })).rejects.toMatchObject({ code: "CONFLICT", message: "ratings.extensionAsked" });
  });

  it("is excluded by an appeal of the department and a re-check of another, and stays visible and counted as such", async () => {
    const { person, number, rectification: id } = await lowByName();
    const appeal = { act: "appeal", ground: "mistaken", note: "评的是另一个部门", evidence: "叫号记录第 18 号" } as const;
    await expect(act(owner, id, appeal)).rejects.toMatchObject({ code: "FORBIDDEN", message: "access.forbidden" });
    await act(hall.approver, id, appeal);
    await expect(act(hall.approver, id, { act: "exclude", note: "属实" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(act(owner, id, { act: "exclude", note: "属实" })).rejects.toMatchObject({ code: "FORBIDDEN", message: "ratings.anotherPerson" });
    await act(second, id, { act: "exclude", note: "核对属实" });
    expect(await hall.as(person).ratings.get({ number })).toMatchObject({ rating: { level: "dissatisfied" }, rectification: { status: "excluded" }, again: false });
    expect((await hall.as(second).ratings.listRectifications({ status: "excluded" })).rows.map((row) => row.id)).toContain(id);
    const [rating] = await hall.db.select().from(ratings).where(eq(ratings.id, (await rowOf(id))?.ratingId ?? ""));
    expect(rating).toMatchObject({ excludedOn: "2026-03-02", exclusionGround: "mistaken" });
    await expect(act(hall.approver, id, appeal)).rejects.toMatchObject({ code: "CONFLICT", message: "ratings.notOpen" });
  });

  it("goes on where the re-check lets it stand", async () => {
    const { rectification: id } = await lowByName();
    await act(hall.approver, id, { act: "appeal", ground: "malicious", note: "连续多次", evidence: "往来记录" });
    await act(second, id, { act: "letStand", note: "证据不足" });
    await act(owner, id, { act: "noteContact", note });
    await expect(act(hall.approver, id, { act: "appeal", ground: "malicious", note: "再申诉", evidence: "记录" })).rejects.toMatchObject({ code: "CONFLICT", message: "ratings.appealedAlready" });
  });

  it("refuses whoever may not: the rated, another department, another county, clerks, citizens, and a page gone stale", async () => {
    const { person, rectification: id } = await lowByName();
    const elsewhere = await createStaff(hall.db, "supervisor", await createPlace(hall.db));
    const county = await createStaff(hall.db, "supervisor", { ...hall.place, divisionCode: (await createPlace(hall.db, "310104")).divisionCode });
    for (const actor of [elsewhere, county]) {
      await expect(act(actor, id, { act: "take" })).rejects.toMatchObject({ code: "NOT_FOUND", message: "ratings.rectificationNotFound" });
      await expect(hall.as(actor).ratings.getRectification({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
      expect((await hall.as(actor).ratings.listRectifications({})).rows).toEqual([]);
    }
    for (const actor of [hall.clerk, person]) await expect(act(actor, id, { act: "close" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(hall.as(stranger).ratings.getRectification({ id })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await expect(hall.as(owner).ratings.rectify({ id, version: 7, act: "noteContact", note })).rejects.toMatchObject({ code: "CONFLICT", message: "ratings.changedMeanwhile" });
    const approverSees = await hall.as(hall.approver).ratings.getRectification({ id });
    expect(approverSees).toMatchObject({ person: null, acts: ["appeal"] });
    expect(JSON.stringify(approverSees)).not.toContain(person.phone);
  });

  it("is neither owned nor closed by a supervisor who handled a case there, and two at once close it once", async () => {
    const { rectification: id } = await lowByName();
    const both = await createStaff(hall.db, "supervisor", hall.place);
    await hall.db.insert(staffPosts).values({ accountId: both.id, role: "clerk", departmentId: hall.place.departmentId, divisionCode: hall.place.divisionCode, validFrom: "2020-01-01", endedAt: at("2026-02-01") });
    await expect(act(both, id, { act: "take" })).rejects.toMatchObject({ code: "FORBIDDEN", message: "ratings.ownService" });
    await act(owner, id, { act: "noteContact", note });
    await act(owner, id, { act: "verify", finding: "unfounded", note: "办理时限符合承诺" });
    await act(owner, id, { act: "reply", measures: "无需整改", note: "已说明情况" });
    await expect(act(both, id, { act: "close" })).rejects.toMatchObject({ code: "FORBIDDEN", message: "ratings.ownService" });
    const third = await createStaff(hall.db, "supervisor", hall.place);
    const version = (await rowOf(id))?.version ?? 0;
    const closing = await Promise.allSettled([second, third].map((actor) => hall.as(actor).ratings.rectify({ id, version, act: "close" })));
    expect(closing.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await hall.db.update(accounts).set({ disabledAt: noon }).where(eq(accounts.id, third.id));
  });

  it("is kept apart by the database itself: who was rated, who owns, who closes; and its history never changes", async () => {
    const { rectification: id, row } = await lowByName();
    const set = (values: Partial<typeof rectifications.$inferInsert>) => hall.db.update(rectifications).set(values).where(eq(rectifications.id, id));
    await expect(set({ ratedIds: [row?.ownerId ?? ""] })).rejects.toMatchObject(violates("rectifications_not_by_the_rated"));
    await expect(set({ status: "closed", repliedOn: "2026-03-02", repliedBy: owner.id, closedOn: "2026-03-02", closedBy: owner.id })).rejects.toMatchObject(violates("rectifications_second_look"));
    await expect(set({ status: "closed", repliedOn: "2026-03-02", repliedBy: owner.id, closedOn: "2026-03-02", closedBy: second.id, ratedIds: [second.id] })).rejects.toMatchObject(violates("rectifications_not_closed_by_the_rated"));
    await expect(set({ status: "excluded" })).rejects.toMatchObject(violates("rectifications_excluded_by_recheck"));
    await expect(set({ appealedBy: second.id, recheckedBy: second.id })).rejects.toMatchObject(violates("rectifications_recheck_by_another"));
    await expect(set({ extensionAskedBy: owner.id, extendedBy: owner.id })).rejects.toMatchObject(violates("rectifications_extension_four_eyes"));
    await expect(hall.db.update(rectificationEvents).set({ actorName: "别人" })).rejects.toThrow();
    await expect(hall.db.delete(rectificationEvents)).rejects.toThrow();
  });

  it("is nobody's of those who handled the case", async () => {
    const told = await hall.rated("basic");
    expect(await hall.db.select().from(ratings).where(eq(ratings.applicationId, told.id))).toHaveLength(1);
    const person = await createCitizen(hall.db);
    const application = await hall.answered(person);
    await createEvent(hall.db, application, "approve", { actorId: hall.owner.id, actorRole: "supervisor" });
    await hall.as(person).ratings.rate({ number: application.number, level: "veryDissatisfied", reasons: [], anonymous: false });
    const [rating] = await hall.db.select().from(ratings).where(eq(ratings.applicationId, application.id));
    const [row] = await hall.db.select().from(rectifications).where(eq(rectifications.ratingId, rating?.id ?? ""));
    expect(row).toMatchObject({ ratedIds: [hall.owner.id] });
    expect(row?.ownerId).not.toBe(hall.owner.id);
    await expect(hall.as(hall.owner).ratings.getRectification({ id: row?.id ?? "" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await hall.as(hall.owner).ratings.listRectifications({ limit: 100 })).rows.map(({ id }) => id)).not.toContain(row?.id);
  });
});

describe("a low rating without a name", () => {
  it("skips the call with a reason, is answered, and whoever holds the code reads it and rates again", async () => {
    const { receipt } = await hall.rated("veryDissatisfied", { anonymous: true, reasons: ["113"], comment: "跑了三个窗口" });
    await hall.night(at("2026-03-03", "00:35"));
    const { rows } = await hall.as(hall.owner).ratings.listRectifications({ level: "veryDissatisfied", limit: 100 });
    const id = rows.find(({ anonymous }) => anonymous)?.id ?? "";
    const row = await rowOf(id);
    [owner, second] = row?.ownerId === hall.owner.id ? [hall.owner, hall.second] : [hall.second, hall.owner];
    expect(row).toMatchObject({ ratedIds: [], openedOn: "2026-03-03", contactDueOn: "2026-03-04" });
    expect(await hall.as(owner).ratings.getRectification({ id })).toMatchObject({ person: null, caseNumber: null, reachable: false });
    await expect(act(owner, id, { act: "noteContact", note })).rejects.toMatchObject({ code: "CONFLICT", message: "ratings.contactImpossible" });
    await act(owner, id, { act: "skipContact", note: "匿名，未留联系方式" });
    await act(owner, id, { act: "verify", finding: "partlyFounded", note: "引导不清" });
    await act(owner, id, { act: "reply", measures: "改进引导标识", note: "感谢指出" });
    const found = await hall.as(stranger).ratings.getByReceipt({ receipt: receipt ?? "" });
    expect(found).toMatchObject({ comment: "跑了三个窗口", again: true, rectification: { status: "replied", reply: { measures: "改进引导标识" } } });
    await hall.as(stranger).ratings.rateAgainByReceipt({ receipt: receipt ?? "", level: "basic", reasons: [] });
    await expect(hall.as(stranger).ratings.rateAgainByReceipt({ receipt: receipt ?? "", level: "basic", reasons: [] })).rejects.toMatchObject({ message: "ratings.notAgain" });
    expect(await hall.as(stranger).ratings.getByReceipt({ receipt: receipt ?? "" })).toMatchObject({ again: false, second: { level: "basic" } });
  });

  it("is called where the person left a way", async () => {
    await hall.rated("dissatisfied", { anonymous: true, contact: "13800001111 晚上", comment: "可以打给我" });
    await hall.night(at("2026-03-03", "00:35"));
    const { rows } = await hall.as(hall.owner).ratings.listRectifications({ level: "dissatisfied", limit: 100 });
    const seen = await Promise.all(rows.filter(({ anonymous }) => anonymous).map(({ id }) => hall.as(hall.owner).ratings.getRectification({ id })));
    const one = seen.find(({ rating }) => rating.comment === "可以打给我");
    expect(one).toMatchObject({ reachable: true, person: { name: null, phone: "13800001111 晚上" } });
    expect(await hall.as(hall.approver).ratings.getRectification({ id: one?.id ?? "" })).toMatchObject({ person: null });
  });
});

describe("the list", () => {
  it("pages, shows lights, and filters by owner, lateness and department", async () => {
    const now = at("2026-03-05");
    const first = await hall.as(hall.owner, now).ratings.listRectifications({ limit: 2 });
    expect(first.rows).toHaveLength(2);
    const rest = await hall.as(hall.owner, now).ratings.listRectifications({ limit: 100, ...(first.nextCursor ? { cursor: first.nextCursor } : {}) });
    const all = await hall.as(hall.owner, now).ratings.listRectifications({ limit: 100 });
    expect([...first.rows, ...rest.rows].map(({ id }) => id)).toEqual(all.rows.map(({ id }) => id));
    expect(all.departments).toEqual([{ id: hall.place.departmentId, name: hall.place.departmentName }]);
    const late = await hall.as(hall.owner, now).ratings.listRectifications({ late: true, limit: 100 });
    expect(late.rows.length).toBeGreaterThan(0);
    expect(late.rows.every(({ light }) => light === "red")).toBe(true);
    const mine = await hall.as(hall.owner, now).ratings.listRectifications({ mine: true, limit: 100, departmentId: hall.place.departmentId });
    expect(mine.rows.every((row) => row.mine)).toBe(true);
    await expect(hall.as(hall.owner).ratings.listRectifications({ cursor: "nonsense" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});
