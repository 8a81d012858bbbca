import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accounts, applications, applicationSteps, auditLog, certificates, corrections, outbox } from "@/db/schema";
import { createAgent, createCitizen, createItem, revisionContent } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { listEvents } from "./queries/events";
import { answers, at, monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const rowOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!;
const eventsOf = (id: string) => listEvents(office.db, id);
const stepsOf = async (id: string) => (await office.db.select().from(applicationSteps).where(eq(applicationSteps.applicationId, id)).orderBy(asc(applicationSteps.position))).map(({ key, status }) => `${key}: ${status}`);
const on = (actor: User, now?: Date) => office.as(actor, now ? { now } : {}).applications;

describe("the whole life of a case", () => {
  test("from the first click to the certificate in hand, each act by the one whose it is", async () => {
    const { desk, item } = office;
    const person = await office.citizen();
    const id = await office.draft(person);
    const { queryCode, number, ...receipt } = await on(person).submit({ id, declared: true });
    expect(receipt).toMatchObject({ id, status: "submitted", version: 1 });
    expect(queryCode).toMatch(/^\d{6}$/);

    const accepted = await on(desk.clerk).accept({ id, version: 1 });
    expect(accepted).toEqual({ id, number, status: "accepted", version: 2 });
    expect(await stepsOf(id)).toEqual(["accept: done", "review: active", "decide: pending"]);
    expect(await rowOf(id)).toMatchObject({ acceptedBy: desk.clerk.id, promisedDueOn: "2026-03-16", statutoryDueOn: "2026-03-30", dueOn: "2026-03-16", dueProvisional: false, takeBackUntil: null });

    await on(desk.reviewer).startReview({ id, version: 2 });
    expect(await rowOf(id)).toMatchObject({ status: "inReview", claimedBy: desk.reviewer.id });
    await on(desk.reviewer).completeStep({ id, version: 3, opinion: "材料属实，建议准予。" });
    expect(await stepsOf(id)).toEqual(["accept: done", "review: done", "decide: active"]);
    await on(desk.approver).approve({ id, version: 4, opinion: "准予许可。" });
    expect(await rowOf(id)).toMatchObject({ status: "approved", outcome: "approved", decidedBy: desk.approver.id, claimedBy: null, dueOn: "2026-03-16" });
    await on(desk.certificateOfficer).issueCertificate({ id, version: 5 });
    const delivered = await on(desk.certificateOfficer).deliver({ id, version: 6, method: "online" });
    expect(delivered).toMatchObject({ status: "closed", version: 7 });
    expect(await rowOf(id)).toMatchObject({ status: "closed", outcome: "approved", dueOn: null });

    const events = await eventsOf(id);
    expect(events.map(({ action, actorRole, fromStatus, toStatus, sequence }) => [sequence, action, actorRole, fromStatus, toStatus])).toEqual([
      [1, "submit", "citizen", "draft", "submitted"],
      [2, "accept", "clerk", "submitted", "accepted"],
      [3, "startReview", "reviewer", "accepted", "inReview"],
      [4, "completeStep", "reviewer", "inReview", "inReview"],
      [5, "approve", "approver", "inReview", "approved"],
      [6, "issueCertificate", "certificateOfficer", "approved", "delivering"],
      [7, "deliver", "certificateOfficer", "delivering", "closed"],
    ]);
    expect(events.find(({ action }) => action === "approve")).toMatchObject({ actorName: desk.approver.name, reason: "准予许可。", payload: { deliveryDueOn: "2026-03-16" } });

    const [certificate] = await office.db.select().from(certificates).where(eq(certificates.applicationId, id));
    expect(certificate).toMatchObject({ status: "valid", holderAccountId: person.id, issuerDepartmentId: office.place.departmentId, issuedOn: "2026-03-02", validUntil: "2031-03-01" });
    const logged = await office.db.select({ action: auditLog.action }).from(auditLog).where(eq(auditLog.subjectId, id)).orderBy(asc(auditLog.id));
    expect(logged.map(({ action }) => action)).toEqual(["start", "save", "submit", "accept", "startReview", "completeStep", "approve", "issueCertificate", "deliver"].map((verb) => `applications.${verb}`));
    const messages = (await office.db.select().from(outbox)).filter(({ topic, payload }) => topic === "applications.event" && payload["applicationId"] === id);
    expect(messages.map(({ payload }) => payload["eventId"]).toSorted()).toEqual(events.map((event) => event.id).toSorted());
    expect((await on(person).get({ number })).certificate).toMatchObject({ identifier: certificate?.identifier });
    expect(item.code).toHaveLength(33);
  });

  test("an item without a certificate is closed after the decision, and a rejection is handed over", async () => {
    const { desk, plain } = office;
    const granted = await office.submitted(await office.citizen(), plain);
    await on(desk.clerk).accept({ id: granted.id, version: 1 });
    await on(desk.reviewer).startReview({ id: granted.id, version: 2 });
    await on(desk.reviewer).completeStep({ id: granted.id, version: 3, opinion: "同意" });
    await on(desk.approver).approve({ id: granted.id, version: 4, opinion: "准予" });
    await expect(on(desk.certificateOfficer).issueCertificate({ id: granted.id, version: 5 })).rejects.toMatchObject(refused("CONFLICT", "applications.noCertificate"));
    expect(await on(desk.clerk).close({ id: granted.id, version: 5 })).toMatchObject({ status: "closed" });

    const declined = await office.submitted(await office.citizen());
    await on(desk.clerk).accept({ id: declined.id, version: 1 });
    await on(desk.reviewer).startReview({ id: declined.id, version: 2 });
    await on(desk.reviewer).completeStep({ id: declined.id, version: 3, opinion: "不符合条件" });
    await on(desk.approver).reject({ id: declined.id, version: 4, reason: "经营场所不符合规定。" });
    expect(await rowOf(declined.id)).toMatchObject({ status: "rejected", outcome: "rejected" });
    expect(await on(desk.clerk).deliver({ id: declined.id, version: 5, method: "post", trackingNumber: "EA123" })).toMatchObject({ status: "closed" });
    expect(await rowOf(declined.id)).toMatchObject({ outcome: "rejected" });
  });

  test("a case is sent back to its reviewer with the reason and comes again", async () => {
    const { desk } = office;
    const { id } = await office.submitted(await office.citizen());
    await on(desk.clerk).accept({ id, version: 1 });
    await on(desk.reviewer).startReview({ id, version: 2 });
    await on(desk.reviewer).completeStep({ id, version: 3, opinion: "同意" });
    await on(desk.approver).sendBack({ id, version: 4, reason: "请补充现场核查情况。" });
    expect(await stepsOf(id)).toEqual(["accept: done", "review: active", "decide: pending"]);
    await expect(on(desk.approver).approve({ id, version: 5, opinion: "准予" })).rejects.toMatchObject(refused("CONFLICT", "applications.stepsOpen"));
    await on(desk.reviewer).completeStep({ id, version: 5, opinion: "已现场核查" });
    expect(await on(desk.approver).approve({ id, version: 6, opinion: "准予" })).toMatchObject({ status: "approved" });
  });
});

describe("drafts", () => {
  test("an existing draft is offered instead of a second one, also to twenty clicks at once", async () => {
    const person = await office.citizen();
    const started = await Promise.all(Array.from({ length: 20 }, () => on(person).start({ itemCode: office.item.code })));
    expect(new Set(started.map(({ id }) => id)).size).toBe(1);
    expect(await on(person).start({ itemCode: office.item.code.toLowerCase() })).toEqual({ id: started[0]?.id, resumed: true });
    expect((await on(person).listOwn({ state: "drafts" })).rows).toHaveLength(1);
  });

  test("what was chosen before starting stands in a new draft, and what the item does not offer is left out", async () => {
    const kind = { id: "kind", type: "choice" as const, label: { zh: "办哪一种？" }, options: [{ value: "new", label: { zh: "新办" } }, { value: "renewal", label: { zh: "续期" } }] };
    const form = { version: 1 as const, sections: [{ id: "one", title: { zh: "情况" }, fields: [kind] }] };
    const item = await createItem(office.db, office.place, revisionContent({ situations: [{ key: "kind", question: kind.label, options: kind.options }], materials: [], form }));
    const [knowing, unsure] = [await office.citizen(), await office.citizen()];
    const begun = await on(knowing).start({ itemCode: item.code, situation: { kind: "renewal", other: "x" } });
    expect((await on(knowing).draft({ id: begun.id })).answers).toEqual({ kind: "renewal" });
    // A draft that is there keeps what stands in it.
    expect(await on(knowing).start({ itemCode: item.code, situation: { kind: "new" } })).toEqual({ id: begun.id, resumed: true });
    expect((await on(knowing).draft({ id: begun.id })).answers).toEqual({ kind: "renewal" });
    const blank = await on(unsure).start({ itemCode: item.code, situation: { kind: "?" } });
    expect((await on(unsure).draft({ id: blank.id })).answers).toEqual({});
  });

  test("a person and the organisation they act for have drafts of their own", async () => {
    const item = await createItem(office.db, office.place, revisionContent({ audience: ["1", "2"] }));
    const person = await office.citizen();
    const agent = await createAgent(office.db, person);
    const own = await on(person).start({ itemCode: item.code });
    const theirs = await on(agent).start({ itemCode: item.code });
    expect(theirs.id).not.toBe(own.id);
    await expect(on(person).draft({ id: theirs.id })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await expect(on(agent).draft({ id: own.id })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
  });

  test("what is known is filled in and said to be from the account; what is wrong comes back as it was typed", async () => {
    const person = await office.citizen();
    const { id } = await on(person).start({ itemCode: office.item.code });
    const draft = await on(person).draft({ id });
    expect(draft.answers).toMatchObject({ ownerId: person.citizenId, ownerPhone: person.phone });
    expect(draft.sources).toMatchObject({ ownerId: { from: "profile.citizenId", kept: true }, ownerPhone: { from: "profile.phone", kept: true } });
    const saved = await on(person).save({ id, section: "applicant", raw: { ...answers, ownerId: "３１０", ownerPhone: "１３８ 0013 8000" } });
    expect(saved.errors).toEqual([expect.objectContaining({ fieldId: "ownerId", sectionId: "applicant" })]);
    expect(saved.raw).toMatchObject({ ownerId: "３１０" });
    expect((await on(person).draft({ id })).answers).toMatchObject({ shopName: "老张面馆", ownerPhone: "13800138000" });
    await expect(on(person).submit({ id, declared: true })).rejects.toMatchObject(refused("UNPROCESSABLE_CONTENT", "applications.answersIncomplete", { field: "ownerId", section: "applicant" }));
  });

  test("a draft can be thrown away, a filed case not", async () => {
    const person = await office.citizen();
    const id = await office.draft(person);
    expect(await on(person).discard({ id })).toEqual({ id });
    await expect(on(person).draft({ id })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    const filed = await office.submitted(person);
    await expect(on(person).discard({ id: filed.id })).rejects.toMatchObject(refused("CONFLICT", "applications.notEditable"));
  });

  test.each<[string, Partial<Parameters<typeof revisionContent>[0]>, string, string]>([
    ["serves organisations only", { audience: ["2"] }, "CONFLICT", "applications.forOrganisationsOnly"],
  ])("an item that %s is not begun", async (_name, overrides, code, message) => {
    const item = await createItem(office.db, office.place, revisionContent(overrides));
    await expect(on(await office.citizen()).start({ itemCode: item.code })).rejects.toMatchObject(refused(code, message));
  });
});

describe("a level below the item's", () => {
  test("is enough to draft, and is asked for on filing, with nothing lost", async () => {
    const item = await createItem(office.db, office.place, revisionContent({ minAssuranceLevel: "L3" }));
    const person = { ...(await office.citizen()), assuranceLevel: "L0" as const };
    const { id } = await on(person).start({ itemCode: item.code });
    await on(person).save({ id, section: "applicant", raw: { shopName: "老张面馆" } });
    await expect(on(person).submit({ id, declared: true })).rejects.toMatchObject({ ...refused("FORBIDDEN", "access.levelTooLow"), cause: { params: { level: "L3", action: "submit" } } });
    expect(await on(person).draft({ id })).toMatchObject({ status: "draft", answers: { shopName: "老张面馆" }, minAssuranceLevel: "L3" });
    expect(await on({ ...person, assuranceLevel: "L3" }).submit({ id, declared: true })).toMatchObject({ status: "submitted" });
  });

  test("files under the name that is proven by then", async () => {
    const person = await office.citizen();
    const id = await office.draft(person);
    await office.db.update(accounts).set({ name: "林小满" }).where(eq(accounts.id, person.id));
    await on(person).submit({ id, declared: true });
    expect((await office.db.select().from(applications).where(eq(applications.id, id)))[0]?.applicantName).toBe("林小满");
  });
});

describe("taking back", () => {
  const later = (minutes: number) => new Date(monday.getTime() + minutes * 60_000);

  test("within ten minutes a case becomes a draft again, keeps its number and is filed anew", async () => {
    const person = await office.citizen();
    const first = await office.submitted(person);
    expect(await on(person, later(9)).takeBack({ id: first.id })).toMatchObject({ status: "draft", number: first.number });
    expect(await stepsOf(first.id)).toEqual([]);
    const again = await on(person, later(60 * 24)).submit({ id: first.id, declared: true });
    expect(again).toMatchObject({ number: first.number, status: "submitted" });
    expect((await rowOf(first.id)).receivedAt).toEqual(later(60 * 24));
    expect(again.queryCode).toBe(first.queryCode);
  });

  test("after ten minutes, or once the desk has touched the case, it is too late", async () => {
    const person = await office.citizen();
    const slow = await office.submitted(person);
    await expect(on(person, later(10)).takeBack({ id: slow.id })).rejects.toMatchObject(refused("CONFLICT", "applications.takeBackExpired"));
    const claimed = await office.submitted(await office.citizen());
    await on(office.desk.clerk).claim({ id: claimed.id });
    const owner = (await rowOf(claimed.id)).applicantAccountId;
    await expect(on({ ...person, id: owner }, later(1)).takeBack({ id: claimed.id })).rejects.toMatchObject(refused("CONFLICT", "applications.takeBackExpired"));
  });

  test("a resubmission after a correction is not taken back: the desk has acted", async () => {
    const person = await office.citizen();
    const { id } = await office.submitted(person);
    await on(office.desk.clerk).requestCorrection({ id, version: 1, items: [{ fieldId: "shopName", reason: "与执照不一致" }] });
    await on(person).resubmit({ id, declared: true });
    await expect(on(person, later(1)).takeBack({ id })).rejects.toMatchObject(refused("CONFLICT", "applications.takeBackExpired"));
  });

  test("a new draft for the same item stands in the way and is named", async () => {
    const person = await office.citizen();
    const first = await office.submitted(person);
    await on(person, later(1)).start({ itemCode: office.item.code });
    await expect(on(person, later(2)).takeBack({ id: first.id })).rejects.toMatchObject(refused("CONFLICT", "applications.draftExists"));
  });

  test("a case is withdrawn before the decision and not after it", async () => {
    const person = await office.citizen();
    const { id, number } = await office.submitted(person);
    await on(office.desk.clerk).accept({ id, version: 1 });
    expect(await on(person).withdraw({ id, reason: "不再开店" })).toMatchObject({ status: "withdrawn" });
    await expect(on(person).withdraw({ id })).rejects.toMatchObject(refused("CONFLICT", "applications.actionNotAllowed"));
    expect((await on(person).get({ number })).actions).toEqual([]);
  });
});

describe("correction", () => {
  test("goes to and fro once: named fields, a date, answers changed, the case back at the desk", async () => {
    const person = await office.citizen();
    const { id, number } = await office.submitted(person);
    await on(office.desk.clerk).requestCorrection({ id, version: 1, items: [{ fieldId: "shopName", reason: "请填写执照上的全称" }], note: "如有疑问请来电" });
    expect(await rowOf(id)).toMatchObject({ status: "correction", correctionDueOn: "2026-03-23", dueOn: "2026-03-23", noticeDueOn: null, claimedBy: null });
    expect((await on(person).get({ number })).correction).toEqual({ items: [{ fieldId: "shopName", label: "店名", reason: "请填写执照上的全称" }], note: "如有疑问请来电", dueOn: "2026-03-23" });
    await expect(on(office.desk.clerk).accept({ id, version: 2 })).rejects.toMatchObject(refused("CONFLICT", "applications.actionNotAllowed"));

    expect((await on(person).draft({ id })).openFields).toEqual(["shopName"]);
    await on(person).save({ id, section: "applicant", raw: { shopName: "老张面馆有限公司", ownerId: person.citizenId, ownerPhone: "13900139000" } });
    await on(person).save({ id, section: "remarks", raw: { remarks: "另附一句" } });
    expect((await on(person).draft({ id })).answers).toEqual({ shopName: "老张面馆有限公司", ownerId: person.citizenId, ownerPhone: person.phone });
    const friday = at("2026-03-06");
    expect(await on(person, friday).resubmit({ id, declared: true })).toMatchObject({ status: "submitted" });
    expect(await rowOf(id)).toMatchObject({ correctionDueOn: null, noticeDueOn: "2026-03-13", receivedAt: friday });
    expect((await on(person).get({ number })).correction).toBeNull();
    expect((await office.db.select().from(corrections).where(eq(corrections.applicationId, id)))[0]?.answeredAt).toEqual(friday);
  });

  test("a second notice may repeat what is unmet or list what was changed, never raise what was there to be seen (行政许可法 32(4))", async () => {
    const person = await office.citizen();
    const { id } = await office.submitted(person);
    const ask = (version: number, ...fieldIds: string[]) => on(office.desk.clerk).requestCorrection({ id, version, items: fieldIds.map((fieldId) => ({ fieldId, reason: "请改正" })) });
    await ask(1, "shopName", "ownerPhone");
    await on(person).save({ id, section: "applicant", raw: { ...answers, ownerId: person.citizenId, ownerPhone: "13900139000" } });
    await on(person).resubmit({ id, declared: true });
    await expect(ask(3, "shopName", "ownerId")).rejects.toMatchObject(refused("CONFLICT", "applications.raisedTooLate", { field: "ownerId" }));
    expect(await ask(3, "shopName", "ownerPhone")).toMatchObject({ status: "correction" });
  });

  test("an unknown field is refused", async () => {
    const { id } = await office.submitted(await office.citizen());
    await expect(on(office.desk.clerk).requestCorrection({ id, version: 1, items: [{ fieldId: "nothing", reason: "请改正" }] })).rejects.toMatchObject(refused("BAD_REQUEST", "applications.unknownField", { field: "nothing" }));
  });
});

describe("refusal to accept", () => {
  test("names its ground, and the competent organ where there is one", async () => {
    const { id } = await office.submitted(await office.citizen());
    await expect(on(office.desk.clerk).refuse({ id, version: 1, ground: "notCompetent", reason: "不属于本机关职权" })).rejects.toMatchObject(refused("BAD_REQUEST", "applications.competentOrganMissing"));
    expect(await on(office.desk.clerk).refuse({ id, version: 1, ground: "notCompetent", reason: "不属于本机关职权", competentOrgan: "文化局" })).toMatchObject({ status: "refused" });
    expect((await eventsOf(id)).at(-1)).toMatchObject({ reason: "不属于本机关职权", payload: { ground: "notCompetent", competentOrgan: "文化局" } });
  });
});

describe("clocks of a case, over Qingming and Labour Day", () => {
  const accepted = async () => {
    const person = await createCitizen(office.db);
    const day = at("2026-04-01");
    const { id } = await office.submitted(person, office.item, day);
    await on(office.desk.clerk, day).accept({ id, version: 1 });
    return id;
  };

  test("ten workdays from 1 April skip Monday 6 April", async () => {
    expect(await rowOf(await accepted())).toMatchObject({ promisedDueOn: "2026-04-16", statutoryDueOn: "2026-04-30" });
  });

  test("a special procedure stops the clock, and its whole workdays are given back on return", async () => {
    const id = await accepted();
    const { approver, reviewer } = office.desk;
    await expect(on(reviewer, at("2026-04-07")).suspend({ id, version: 2, procedure: "inspection", reason: "现场核查", plannedEndOn: "2026-04-07" })).rejects.toMatchObject(refused("BAD_REQUEST", "applications.endsInThePast"));
    await expect(on(reviewer, at("2026-04-07")).suspend({ id, version: 2, procedure: "inspection", reason: "现场核查", plannedEndOn: "9998-12-31" })).rejects.toMatchObject(refused("BAD_REQUEST", "applications.endsTooFar"));
    await on(reviewer, at("2026-04-07")).suspend({ id, version: 2, procedure: "inspection", reason: "现场核查", plannedEndOn: "2026-04-20" });
    expect(await rowOf(id)).toMatchObject({ status: "suspended", suspendedFrom: "accepted", dueOn: "2026-04-20" });
    const { number } = await rowOf(id);
    const suspension = { procedure: "inspection", plannedEndOn: "2026-04-20" };
    expect(await on(reviewer).getForDesk({ number })).toMatchObject({ suspension });
    await expect(on(approver, at("2026-04-08")).resume({ id, version: 3 })).rejects.toMatchObject(refused("CONFLICT", "applications.claimedByOther"));
    await on(reviewer, at("2026-04-10")).resume({ id, version: 3 });
    expect(await on(reviewer).getForDesk({ number })).toMatchObject({ suspension: null });
    // 8, 9 and 10 April do not count.
    expect(await rowOf(id)).toMatchObject({ status: "accepted", suspendedFrom: null, promisedDueOn: "2026-04-21", dueOn: "2026-04-21", statutoryDueOn: "2026-05-08" });
  });

  test("an extension moves both dates alike, once, by ten workdays at most, and keeps the suspension", async () => {
    const id = await accepted();
    const { reviewer, approver } = office.desk;
    await on(reviewer, at("2026-04-07")).suspend({ id, version: 2, procedure: "hearing", reason: "听证", plannedEndOn: "2026-04-20" });
    await on(reviewer, at("2026-04-08")).resume({ id, version: 3 });
    await on(reviewer).release({ id });
    await expect(on(reviewer).askExtension({ id, version: 4, days: 11, reason: "案情复杂" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await on(reviewer, at("2026-04-09")).askExtension({ id, version: 4, days: 10, reason: "案情复杂" });
    expect(await rowOf(id)).toMatchObject({ extensionDays: 0, claimedBy: reviewer.id });
    await on(approver, at("2026-04-09")).extend({ id, version: 5 });
    // 16 April, one day of suspension, ten more: over Labour Day, with Saturday 9 May worked.
    expect(await rowOf(id)).toMatchObject({ extensionDays: 10, promisedDueOn: "2026-05-06", statutoryDueOn: "2026-05-19" });
    await expect(on(reviewer).askExtension({ id, version: 6, days: 1, reason: "案情复杂" })).rejects.toMatchObject(refused("CONFLICT", "applications.extendedAlready"));
    const { number } = await rowOf(id);
    const explained = await on(approver, at("2026-04-09")).explainDeadline({ number });
    expect(explained).toMatchObject({ promised: { dueOn: "2026-05-06", unit: "workday" }, extension: { days: 10, unit: "workday" } });
    expect(explained?.promised.days.find(({ day }) => day === "2026-04-08")).toMatchObject({ counted: false, reason: "suspended" });
    expect(explained?.statutory.days.find(({ day }) => day === "2026-05-09")).toMatchObject({ counted: true, reason: "makeUpWorkday" });
  });

  test("an extension of a limit in calendar days is in calendar days, and is told so everywhere", async () => {
    const limits = { promisedLimit: { value: 10, unit: "calendarDay" }, statutoryLimit: { value: 30, unit: "calendarDay" } } as const;
    const item = await createItem(office.db, office.place, revisionContent({ ...limits, form: office.plain.content.form }));
    const { id, number } = await office.submitted(await office.citizen(), item);
    await on(office.desk.clerk).accept({ id, version: 1 });
    await on(office.desk.reviewer).askExtension({ id, version: 2, days: 5, reason: "案情复杂" });
    await on(office.desk.approver).extend({ id, version: 3 });
    expect(await rowOf(id)).toMatchObject({ promisedDueOn: "2026-03-17", statutoryDueOn: "2026-04-07" });
    expect(await on(office.desk.approver).getForDesk({ number })).toMatchObject({ extensionDays: 5, extensionUnit: "calendarDay" });
    expect(await on(office.desk.approver).explainDeadline({ number })).toMatchObject({ promised: { dueOn: "2026-03-17", unit: "calendarDay" }, extension: { days: 5, unit: "calendarDay" } });
    expect((await eventsOf(id)).at(-1)).toMatchObject({ action: "extend", payload: { days: 5, unit: "calendarDay" } });
  });

  test("before acceptance there is no decision date to explain", async () => {
    const person = await office.citizen();
    const { number } = await office.submitted(person);
    expect(await on(person).explainDeadline({ number })).toBeNull();
  });
});
