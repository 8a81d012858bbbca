import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applications } from "@/db/schema";
import { createAgent, createPlace, createStaff } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { anonymous, monday, openOffice, refused, staffOf, type Office } from "./router.testing";

let office: Office;
let filed: { id: string; number: string; version: number };
let owner: User;
let elsewhere: Awaited<ReturnType<typeof staffOf>>;
let neighbours: Awaited<ReturnType<typeof staffOf>>;

beforeAll(async () => {
  office = await openOffice();
  owner = await office.citizen();
  filed = await office.submitted(owner);
  await office.db.update(applications).set({ takeBackUntil: null }).where(eq(applications.id, filed.id));
  elsewhere = await staffOf(office.db, await createPlace(office.db, "310101"));
  neighbours = await staffOf(office.db, { ...office.place, divisionCode: (await createPlace(office.db, "310104")).divisionCode });
});
afterAll(() => office.connection.close());

type Calls = ReturnType<Office["as"]>["applications"];
type Desk = keyof Awaited<ReturnType<typeof staffOf>>;

const id = () => filed.id;
const act = () => ({ id: filed.id, version: filed.version });
const reason = "理由充分";

/** Every procedure that acts on one case as its applicant. */
const applicantActs: Record<string, (calls: Calls) => Promise<unknown>> = {
  draft: (calls) => calls.draft({ id: id() }),
  save: (calls) => calls.save({ id: id(), section: "applicant", raw: {} }),
  removeFile: (calls) => calls.removeFile({ id: id(), fileId: randomUUID() }),
  discard: (calls) => calls.discard({ id: id() }),
  submit: (calls) => calls.submit({ id: id(), declared: true }),
  resubmit: (calls) => calls.resubmit({ id: id(), declared: true }),
  takeBack: (calls) => calls.takeBack({ id: id() }),
  supplement: (calls) => calls.supplement({ id: id() }),
  withdraw: (calls) => calls.withdraw({ id: id() }),
  get: (calls) => calls.get({ number: filed.number }),
};

/** Every procedure that acts on one case at the desk, and the role whose it is. */
const deskActs: Record<string, [Desk, (calls: Calls) => Promise<unknown>]> = {
  getForDesk: ["clerk", (calls) => calls.getForDesk({ number: filed.number })],
  reveal: ["clerk", (calls) => calls.reveal({ id: id(), fieldId: "ownerId", reason })],
  claim: ["clerk", (calls) => calls.claim({ id: id() })],
  release: ["clerk", (calls) => calls.release({ id: id() })],
  accept: ["clerk", (calls) => calls.accept(act())],
  tolerantAccept: ["clerk", (calls) => calls.tolerantAccept({ ...act(), items: [{ fieldId: "m1", dueOn: "2026-03-10" }] })],
  transferTargets: ["clerk", (calls) => calls.transferTargets({ id: id() })],
  transfer: ["clerk", (calls) => calls.transfer({ ...act(), serviceItemId: randomUUID(), reason })],
  checkSupplement: ["reviewer", (calls) => calls.checkSupplement({ ...act(), items: [{ fieldId: "m1", inOrder: true }] })],
  requestCorrection: ["clerk", (calls) => calls.requestCorrection({ ...act(), items: [{ fieldId: "shopName", reason }] })],
  refuse: ["clerk", (calls) => calls.refuse({ ...act(), ground: "notRequired", reason })],
  lapse: ["clerk", (calls) => calls.lapse({ ...act(), reason })],
  startReview: ["reviewer", (calls) => calls.startReview(act())],
  completeStep: ["reviewer", (calls) => calls.completeStep({ ...act(), opinion: reason })],
  sendBack: ["approver", (calls) => calls.sendBack({ ...act(), reason })],
  suspend: ["reviewer", (calls) => calls.suspend({ ...act(), procedure: "hearing", reason, plannedEndOn: "2026-04-01" })],
  resume: ["approver", (calls) => calls.resume(act())],
  askExtension: ["reviewer", (calls) => calls.askExtension({ ...act(), days: 5, reason })],
  extend: ["approver", (calls) => calls.extend(act())],
  declineExtension: ["approver", (calls) => calls.declineExtension({ ...act(), reason })],
  terminate: ["clerk", (calls) => calls.terminate({ ...act(), ground: "applicantDied", reason, basis: "依据" })],
  proposeVoid: ["approver", (calls) => calls.proposeVoid({ ...act(), reason })],
  void: ["approver", (calls) => calls.void(act())],
  declineVoid: ["approver", (calls) => calls.declineVoid({ ...act(), reason })],
  approve: ["approver", (calls) => calls.approve({ ...act(), opinion: reason })],
  reject: ["approver", (calls) => calls.reject({ ...act(), reason })],
  issueCertificate: ["certificateOfficer", (calls) => calls.issueCertificate(act())],
  deliver: ["certificateOfficer", (calls) => calls.deliver({ ...act(), method: "counter" })],
  close: ["certificateOfficer", (calls) => calls.close(act())],
};
const applicantCases = Object.entries(applicantActs);
const deskCases = Object.entries(deskActs).map(([name, [role, call]]) => [name, role, call] as const);
const calls = (actor: Actor) => office.as(actor).applications;
const notFound = refused("NOT_FOUND", "applications.notFound");

describe("signed out", () => {
  test.each([...applicantCases, ...deskCases.map(([name, , call]) => [name, call] as const)])("%s sends to sign in", async (_name, call) => {
    await expect(call(calls(anonymous))).rejects.toMatchObject(refused("UNAUTHORIZED", "access.signIn"));
  });
  test.each<[string, (one: Calls) => Promise<unknown>]>([
    ["start", (one) => one.start({ itemCode: office.item.code })], ["listOwn", (one) => one.listOwn({})], ["queue", (one) => one.queue({})],
    ["explainDeadline", (one) => one.explainDeadline({ number: filed.number })],
  ])("%s too", async (_name, call) => {
    await expect(call(calls(anonymous))).rejects.toMatchObject(refused("UNAUTHORIZED", "access.signIn"));
  });
});

describe("the wrong role", () => {
  test.each(applicantCases)("%s is not for staff", async (_name, call) => {
    await expect(call(calls(office.desk.clerk))).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
  });
  test.each(deskCases)("%s is not for citizens, whoever's the case", async (_name, _role, call) => {
    await expect(call(calls(owner))).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
  });
  test.each(deskCases)("%s is not for an item editor", async (_name, _role, call) => {
    const editor = await createStaff(office.db, "itemEditor", office.place);
    await expect(call(calls(editor))).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
  });
  test.each(deskCases.filter(([name]) => name !== "getForDesk"))("%s is not for a supervisor, who only looks", async (_name, _role, call) => {
    await expect(call(calls(office.desk.supervisor))).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
  });
  test("a role held elsewhere does not count here: a clerk here who reviews there may not review here", async () => {
    const both: User = { ...office.desk.clerk, posts: [...office.desk.clerk.posts, ...elsewhere.reviewer.posts] };
    await expect(calls(both).startReview(act())).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
  });
});

describe("someone else's record looks exactly like a missing one", () => {
  test.each(applicantCases)("%s of another citizen", async (_name, call) => {
    await expect(call(calls(await office.citizen()))).rejects.toMatchObject(notFound);
  });
  test.each(applicantCases)("%s by the same person acting for an organisation", async (_name, call) => {
    await expect(call(calls(await createAgent(office.db, owner)))).rejects.toMatchObject(notFound);
  });
  test.each(deskCases)("%s from another department", async (_name, role, call) => {
    await expect(call(calls(elsewhere[role]))).rejects.toMatchObject(notFound);
  });
  test.each(deskCases)("%s from a neighbouring division", async (_name, role, call) => {
    await expect(call(calls(neighbours[role]))).rejects.toMatchObject(notFound);
  });
  test("a number and an id that were never given say the same", async () => {
    const wrong = filed.number.slice(0, -1) + (filed.number.endsWith("A") ? "B" : "A");
    await expect(calls(owner).get({ number: wrong })).rejects.toMatchObject(notFound);
    await expect(calls(office.desk.clerk).getForDesk({ number: wrong })).rejects.toMatchObject(notFound);
    await expect(calls(office.desk.clerk).accept({ id: randomUUID(), version: 0 })).rejects.toMatchObject(notFound);
    await expect(calls(owner).explainDeadline({ number: "310101-20260302-999999-A" })).rejects.toMatchObject(notFound);
  });
});

describe("the wrong state", () => {
  const wrong = ["resubmit", "takeBack"] as const;
  test.each(wrong)("%s of a case just filed and past its ten minutes", async (name) => {
    await expect(applicantActs[name]?.(calls(owner))).rejects.toMatchObject({ code: "CONFLICT" });
  });
  test.each(["save", "discard", "removeFile"])("%s of a filed case", async (name) => {
    await expect(applicantActs[name]?.(calls(owner))).rejects.toMatchObject(refused("CONFLICT", "applications.notEditable"));
  });
  const outOfState = deskCases.filter(([name]) => !["getForDesk", "reveal", "claim", "release", "accept", "tolerantAccept", "requestCorrection", "refuse", "transfer", "transferTargets", "terminate"].includes(name));
  test.each(outOfState)("%s of a case only submitted, with what it is and what was asked", async (name, role, call) => {
    await expect(call(calls(office.desk[role]))).rejects.toMatchObject(refused("CONFLICT", "applications.actionNotAllowed", { status: "submitted", action: name }));
  });
  test("releasing what one does not hold", async () => {
    await expect(calls(office.desk.clerk).release({ id: id() })).rejects.toMatchObject(refused("CONFLICT", "applications.notClaimedByYou"));
  });
});

describe("a stale version", () => {
  const stale = deskCases.filter(([name]) => !["getForDesk", "reveal", "claim", "release", "transferTargets"].includes(name));
  test.each(stale)("%s is told who did what, and when", async (_name, role, call) => {
    const { id: caseId, number } = await office.submitted(await office.citizen());
    const before = filed;
    filed = { ...filed, id: caseId, number, version: 0 };
    try {
      await expect(call(calls(office.desk[role]))).rejects.toMatchObject(
        refused("CONFLICT", "applications.changedMeanwhile", { action: "submit", who: expect.stringContaining("张测试"), at: monday.toISOString() }),
      );
    } finally {
      filed = before;
    }
  });
});

const position = (key: string) => Buffer.from(JSON.stringify([key, crypto.randomUUID()])).toString("base64url");

describe("malformed requests", () => {
  test.each<[string, (one: Calls) => Promise<unknown>]>([
    ["an unknown field", (one) => one.accept({ ...act(), note: "x" } as never)],
    ["a reason of one character", (one) => one.reject({ ...act(), reason: " 无 " })],
    ["no correction items", (one) => one.requestCorrection({ ...act(), items: [] })],
    ["an extension of no days", (one) => one.askExtension({ ...act(), days: 0, reason })],
    ["a day that does not exist", (one) => one.suspend({ ...act(), procedure: "hearing", reason, plannedEndOn: "2026-02-30" })],
    ["a text that no database keeps", (one) => one.reject({ ...act(), reason: "不符合\u0000" })],
    ["half a character", (one) => one.requestCorrection({ ...act(), items: [{ fieldId: "shopName", reason: "请改正\ud83d" }] })],
    ["a position that is no day", (one) => one.queue({ cursor: position("abc") })],
    ["a position on a day that does not exist", (one) => one.queue({ cursor: position("2026-02-30") })],
    ["an id that is none", (one) => one.claim({ id: "1" })],
    ["drafts in the queue", (one) => one.queue({ status: "draft" } as never)],
  ])("%s", async (_name, call) => {
    const everything: User = { ...office.desk.clerk, posts: Object.values(office.desk).flatMap(({ posts }) => posts) };
    await expect(call(calls(everything))).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
  test("a position that is no instant", async () => {
    await expect(calls(owner).listOwn({ cursor: position("+292277026597-01-01T00:00:00Z") })).rejects.toMatchObject(refused("BAD_REQUEST", "requests.malformedCursor"));
  });
  test("an untrue declaration", async () => {
    await expect(calls(owner).submit({ id: id(), declared: false } as never)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("separation of duties", () => {
  test("whoever accepted may not decide, whatever posts they hold; a colleague may", async () => {
    const { id: caseId } = await office.submitted(await office.citizen());
    const many: User = { ...office.desk.clerk, posts: ["clerk", "reviewer", "approver"].map((role) => ({ ...office.desk.clerk.posts[0]!, role: role as "clerk" })) };
    await calls(many).accept({ id: caseId, version: 1 });
    await calls(many).startReview({ id: caseId, version: 2 });
    await calls(many).completeStep({ id: caseId, version: 3, opinion: reason });
    await expect(calls(many).approve({ id: caseId, version: 4, opinion: reason })).rejects.toMatchObject(refused("FORBIDDEN", "applications.accepterMayNotDecide"));
    await expect(calls(many).reject({ id: caseId, version: 4, reason })).rejects.toMatchObject(refused("FORBIDDEN", "applications.accepterMayNotDecide"));
    expect(await calls(office.desk.approver).approve({ id: caseId, version: 4, opinion: reason })).toMatchObject({ status: "approved" });
  });
});
