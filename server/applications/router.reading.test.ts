import { randomUUID } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seal } from "@/db/personal-data";
import { applicationEvents, applications, applicationSteps, auditLog, dataAccesses, files } from "@/db/schema";
import { createAgent, createApplication, createDelegate, createEvent, createItem, createPlace, createStaff, revisionContent } from "@/db/testing/factories";
import { canView, caseRoles, isColleague } from "@/domain/applications/policy";
import { applicationStatuses, liveStatuses, stepStatuses } from "@/domain/applications/schema";
import { makeApplicationNumber } from "@/domain/core/codes";
import { staffRoles, type ActingFor, type Actor, type User } from "@/domain/core/actor";
import { visibleTo } from "./queries/lists";
import { anonymous, at, monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

// Of a day on which no draft of these tests is born.
const filedNumber = (sequence: number) => makeApplicationNumber({ divisionCode: "310101", day: "2099-01-01", sequence });
const on = (actor: Actor, now = monday) => office.as(actor, { now }).applications;

const isLive = ({ status }: { status: string }) => liveStatuses.some((one) => one === status);
const post = (role: (typeof staffRoles)[number], departmentId: string, divisionCode: string) => ({ role, departmentId, divisionCode });
const staff = (posts: User["posts"]): User => ({ kind: "user", id: randomUUID(), name: "", accountKind: "staff", assuranceLevel: "L3", sessionId: "", factors: [], authenticatedAt: new Date(0), posts });

/** Every case of somebody's queue, page after page. */
async function queueOf(actor: User): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ReturnType<typeof on>["queue"]>> = await on(actor).queue({ limit: 7, ...(cursor ? { cursor } : {}) });
    ids.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  return ids.toSorted();
}

describe("visibleTo and canView", () => {
  test("say the same of every row to every role, in the department and out of it, above the division and beside it", async () => {
    const { db } = office;
    const codes = ["310101", "310104", "310100", "310000", "440103"];
    const places = await Promise.all(codes.map((divisionCode) => createPlace(db, divisionCode)));
    const shared = places[0]!.departmentId;
    const people = [await office.citizen(), await office.citizen()];
    const agents = [await createAgent(db, people[0]!), await createAgent(db, people[1]!)];
    for (const place of [...places, ...places.map((one) => ({ ...one, departmentId: shared }))]) {
      const item = await createItem(db, place, revisionContent({ audience: ["1", "2"] }));
      for (const [index, status] of applicationStatuses.entries()) {
        const { id } = await createApplication(db, { place, item, applicant: [...people, ...agents][index % 4]!, status, dueOn: `2026-03-${10 + index}` });
        // Every other case asks another department, in every state of a step, with a due day of its own or none.
        if (index % 2 === 0) continue;
        const step = { applicationId: id, position: 1, kind: "consult", role: index % 3 === 0 ? "clerk" : "approver", status: stepStatuses[(index >> 1) % 4]! } as const;
        await db.insert(applicationSteps).values({ ...step, key: "asked", departmentId: places[(index >> 1) % 3]!.departmentId, dueOn: index % 4 === 1 ? `2026-03-${30 - index}` : null });
      }
    }
    const steps = await db.select().from(applicationSteps);
    const rows = (await db.select().from(applications)).map((row) => ({ ...row, steps: steps.filter(({ applicationId }) => applicationId === row.id).map((step) => ({ ...step, role: step.role ?? "clerk" as const })) }));
    const helper = await office.citizen();
    const theirs = rows.filter(({ applicantAccountId, organisationId }) => applicantAccountId === people[0]!.id && !organisationId);
    const scopes: ActingFor["scope"][] = [
      { kind: "all" }, { kind: "items", itemIds: [theirs[0]!.serviceItemId, theirs[5]!.serviceItemId] }, { kind: "items", itemIds: [randomUUID()] },
      { kind: "application", applicationId: theirs[1]!.id }, { kind: "application", applicationId: rows.find(({ applicantAccountId }) => applicantAccountId === people[1]!.id)!.id },
      { kind: "items", itemIds: [rows.find(({ organisationId }) => organisationId === agents[0]!.organisationId)!.serviceItemId] },
      { kind: "application", applicationId: rows.find(({ organisationId }) => organisationId === agents[0]!.organisationId)!.id },
    ];
    const reaches: ActingFor["acts"][] = [["view"], ["view", "fill"], ["view", "fill", "submit"], ["fill", "submit"], []];
    const delegates = await Promise.all(people.flatMap((principal) => scopes.flatMap((scope) => reaches.map((acts) => createDelegate(db, principal, helper, { scope, acts })))));
    const seenBy = (acts: number, scope: number) => rows.filter((row) => canView(delegates[scope * reaches.length + acts]!, row)).length;
    expect([seenBy(0, 0), seenBy(3, 0), seenBy(0, 3), seenBy(0, 2)]).toEqual([theirs.length, 0, 1, 0]);
    const actors: Actor[] = [
      ...delegates, ...delegates.map((delegate): Actor => ({ ...delegate, actingFor: { ...delegate.actingFor!, kind: "organisation", id: agents[0]!.organisationId } })),
      // Somebody who works here and has filed cases as a citizen.
      ...staffRoles.map((role) => ({ ...staff([post(role, shared, "310000")]), citizenAccountId: people[0]!.id })),
      anonymous, ...people, ...agents, await office.citizen(), staff([]),
      ...staffRoles.flatMap((role) => [...codes, "000000", "310200"].map((code) => staff([post(role, shared, code)]))),
      staff([post("clerk", shared, "310101"), post("approver", places[4]!.departmentId, "440000")]),
      staff([post("clerk", shared, "310100"), post("clerk", shared, "310101")]),
      ...places.slice(0, 3).flatMap(({ departmentId }) => ["310101", "310000", "000000"].flatMap((code) => [staff([post("clerk", departmentId, code)]), staff([post("approver", departmentId, code), post("clerk", shared, "310104")])])),
    ];
    let [seen, asked] = [0, 0];
    for (const actor of actors) {
      const bySql = await db.select({ id: applications.id }).from(applications).where(visibleTo(actor));
      const byRule = rows.filter((row) => canView(actor, row));
      expect(bySql.map(({ id }) => id).toSorted()).toEqual(byRule.map(({ id }) => id).toSorted());
      seen += byRule.length;
      if (actor.kind !== "user" || !actor.posts.some(({ role }) => caseRoles.some((one) => one === role))) continue;
      // An opinion that was given is no work any more.
      const work = byRule.filter((row) => isLive(row) && (isColleague(actor, row) || row.steps.some(({ status }) => status === "active")));
      expect(await queueOf(actor)).toEqual(work.map(({ id }) => id).toSorted());
      asked += work.filter((row) => !isColleague(actor, row)).length;
    }
    expect(seen).toBeGreaterThan(rows.length);
    expect(asked).toBeGreaterThan(10);
  });
});

describe("the queue", () => {
  test("is ordered by what is due, page after page, with light and workdays left, each case once to overlapping posts", async () => {
    const { db } = office;
    const place = await createPlace(db, "310112");
    const item = await createItem(db, place, revisionContent());
    const due = ["2026-03-20", "2026-02-27", "2026-03-02", "2026-03-03", "2026-03-09", "2026-02-13"];
    for (const [index, dueOn] of due.entries()) {
      await createApplication(db, { place, item, applicant: await office.citizen(), status: "accepted", dueOn, promisedDueOn: dueOn, statutoryDueOn: index === 5 ? "2026-02-27" : "2026-03-30" });
    }
    const clerk = await createStaff(db, "clerk", place);
    const both: User = { ...clerk, posts: [...clerk.posts, { role: "reviewer", departmentId: place.departmentId, divisionCode: "310100" }, { role: "clerk", departmentId: place.departmentId, divisionCode: "310000" }] };
    const seen: { dueOn: string | null; light: string | null; workdaysLeft: number | null }[] = [];
    let cursor: string | null | undefined;
    let pages = 0;
    do {
      const page = await on(both).queue({ limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.rows.map(({ dueOn, light, workdaysLeft }) => ({ dueOn, light, workdaysLeft })));
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor);
    expect(pages).toBe(3);
    expect(seen).toEqual([
      { dueOn: "2026-02-13", light: "black", workdaysLeft: -11 },
      { dueOn: "2026-02-27", light: "red", workdaysLeft: -1 },
      { dueOn: "2026-03-02", light: "orange", workdaysLeft: 0 },
      { dueOn: "2026-03-03", light: "yellow", workdaysLeft: 1 },
      { dueOn: "2026-03-09", light: "green", workdaysLeft: 5 },
      { dueOn: "2026-03-20", light: "green", workdaysLeft: 14 },
    ]);
    const decided = await createApplication(db, { place, item, applicant: await office.citizen(), status: "approved", dueOn: "2026-03-06", promisedDueOn: "2026-02-13", statutoryDueOn: "2026-02-27" });
    const found = await on(both).queue({ status: "approved" });
    // Decided in time: the statutory date is behind it, and the ten days of the delivery run.
    expect(found.rows).toMatchObject([{ id: decided.id, light: "green", workdaysLeft: 4 }]);
    expect(await on(both).getForDesk({ number: decided.number })).toMatchObject({ light: "green" });
    expect((await on(clerk).queue({ lights: ["red", "black"] })).rows).toHaveLength(2);
    expect((await on(clerk).queue({ lights: ["orange"] })).rows).toHaveLength(1);
  });

  test("narrows to one's own, to a status, to a number as it is written and to an exact name; drafts never appear", async () => {
    const { clerk } = office.desk;
    const person = await office.citizen();
    await office.draft(await office.citizen());
    const { id, number } = await office.submitted(person);
    await on(clerk).claim({ id });
    expect((await on(clerk).queue({ assignee: "me" })).rows).toMatchObject([{ id, mine: true, claimedByName: clerk.name }]);
    const written = `${number.slice(0, 6)}-${number.slice(6, 14)}-${number.slice(14, 20)}-${number.slice(20)}`.toLowerCase();
    expect((await on(clerk).queue({ query: written })).rows.map((row) => row.id)).toEqual([id]);
    expect((await on(clerk).queue({ query: person.name })).rows.map((row) => row.id)).toEqual([id]);
    expect((await on(clerk).queue({ query: person.name.slice(0, 3) })).rows).toEqual([]);
    expect((await on(clerk).queue({ status: "accepted", query: number })).rows).toEqual([]);
    expect((await on(clerk).queue({ limit: 100 })).rows.map((row) => row.status)).not.toContain("draft");
    await on(clerk).refuse({ id, version: 1, ground: "notRequired", reason: "无需许可" });
    expect((await on(clerk).queue({ query: person.name })).rows).toEqual([]);
    expect((await on(clerk).queue({ query: number })).rows).toMatchObject([{ id, status: "refused" }]);
  });

  test("a cursor nobody gave out is refused", async () => {
    await expect(on(office.desk.clerk).queue({ cursor: "x" })).rejects.toMatchObject(refused("BAD_REQUEST", "requests.malformedCursor"));
  });
});

describe("the case page of the desk", () => {
  test("masks what identifies a person, also inside groups, and shows it to a colleague who says why", async () => {
    const { db, desk } = office;
    const form = office.item.content.form!;
    const group = { id: "members", type: "repeatingGroup" as const, label: { zh: "成员" }, fields: [{ id: "memberId", type: "citizenId" as const, label: { zh: "身份证号" } }, { id: "memberName", type: "personName" as const, label: { zh: "姓名" } }] };
    const item = await createItem(db, office.place, revisionContent({ form: { ...form, sections: [...form.sections, { id: "members", title: { zh: "成员" }, fields: [group] }] } }));
    const person = await office.citizen();
    const account = { shopName: "老张面馆", ownerId: person.citizenId, ownerPhone: person.phone, members: [{ memberId: person.citizenId, memberName: "王五" }] };
    const made = await createApplication(db, { place: office.place, item, applicant: person, answers: account, number: filedNumber(1) });
    await createEvent(db, made, "submit", { actorName: person.name });
    const seen = await on(desk.clerk).getForDesk({ number: made.number });
    expect(JSON.stringify(seen)).not.toContain(person.citizenId);
    expect(JSON.stringify(seen)).not.toContain(person.phone);
    expect(seen.answers).toMatchObject({ shopName: "老张面馆", members: [{ memberName: "王五" }] });
    expect(seen.maskedFields).toEqual(["ownerId", "ownerPhone", "members"]);

    expect(await on(desk.reviewer).reveal({ id: made.id, fieldId: "ownerId", reason: "核对身份证原件" })).toEqual({ fieldId: "ownerId", value: person.citizenId });
    expect(await on(desk.reviewer).reveal({ id: made.id, fieldId: "members", reason: "核对成员" })).toMatchObject({ value: [{ memberId: person.citizenId }] });
    const logged = await db.select().from(auditLog).where(and(eq(auditLog.subjectId, made.id), eq(auditLog.action, "applications.reveal")));
    expect(logged).toMatchObject([{ actorId: desk.reviewer.id, after: { fieldId: "ownerId", reason: "核对身份证原件" } }, { after: { fieldId: "members" } }]);
    expect(JSON.stringify(logged)).not.toContain(person.citizenId);
    await expect(on(desk.reviewer).reveal({ id: made.id, fieldId: "remarks", reason: "看看" })).rejects.toMatchObject(refused("BAD_REQUEST", "applications.unknownField"));
  });

  test("leaves a trace of whose data was read, by whom, which fields, why; opening counts once a day, one's own not at all", async () => {
    const { db, desk, as } = office;
    const person = await office.citizen();
    const made = await createApplication(db, { place: office.place, item: office.item, applicant: person, answers: { shopName: "老张面馆", ownerId: person.citizenId }, number: filedNumber(7) });
    const trace = () => db.select().from(dataAccesses).where(eq(dataAccesses.subjectId, person.id)).orderBy(asc(dataAccesses.id));
    await on(person).get({ number: made.number });
    expect(await trace()).toEqual([]);
    await on(desk.clerk).getForDesk({ number: made.number });
    await on(desk.clerk).getForDesk({ number: made.number });
    await on(desk.reviewer).getForDesk({ number: made.number });
    await as(desk.clerk, { now: at("2026-03-03") }).applications.getForDesk({ number: made.number });
    await on(desk.reviewer).reveal({ id: made.id, fieldId: "ownerId", reason: "核对身份证原件" });
    const seen = { departmentId: office.place.departmentId, applicationId: made.id };
    expect(await trace()).toMatchObject([
      { ...seen, kind: "open", actorId: desk.clerk.id, actorRole: "clerk", onDay: "2026-03-02", fields: ["店名", "身份证号"], reason: null },
      { ...seen, kind: "open", actorId: desk.reviewer.id, actorRole: "reviewer" },
      { ...seen, kind: "open", actorId: desk.clerk.id, onDay: "2026-03-03" },
      { ...seen, kind: "reveal", actorId: desk.reviewer.id, fields: ["身份证号"], reason: "核对身份证原件" },
    ]);
    await expect(db.update(dataAccesses).set({ reason: "x" })).rejects.toMatchObject({ cause: { message: "data_accesses is append-only" } });
    await expect(db.delete(dataAccesses)).rejects.toMatchObject({ cause: { message: "data_accesses is append-only" } });
  });

  test("shows a masked answer only to whoever proved themselves in the last ten minutes; a refusal leaves no trace of a reading", async () => {
    const { db, desk, as } = office;
    const person = await office.citizen();
    const made = await createApplication(db, { place: office.place, item: office.item, applicant: person, answers: { ownerId: person.citizenId }, number: filedNumber(8) });
    const late = as(desk.reviewer, { now: new Date(monday.getTime() + 10 * 60_000 + 1) }).applications;
    await expect(late.reveal({ id: made.id, fieldId: "ownerId", reason: "核对身份证原件" })).rejects.toMatchObject(refused("FORBIDDEN", "identity.proofNeeded"));
    await expect(on(desk.reviewer).reveal({ id: made.id, fieldId: "remarks", reason: "看看说明" })).rejects.toMatchObject(refused("BAD_REQUEST", "applications.unknownField"));
    expect(await db.select().from(dataAccesses).where(eq(dataAccesses.subjectId, person.id))).toEqual([]);
  });

  test("names who did what; the applicant reads the reasons without the names", async () => {
    const { desk } = office;
    const person = await office.citizen();
    const { id, number } = await office.submitted(person);
    await on(desk.clerk).accept({ id, version: 1 });
    await on(desk.reviewer).startReview({ id, version: 2 });
    await on(desk.reviewer).completeStep({ id, version: 3, opinion: "内部意见：无异议" });
    await on(desk.approver).reject({ id, version: 4, reason: "不符合第三条" });
    const inside = await on(desk.supervisor).getForDesk({ number });
    expect(inside.events.map(({ actorName }) => actorName)).toEqual([person.name, desk.clerk.name, desk.reviewer.name, desk.reviewer.name, desk.approver.name]);
    expect(inside.steps.find(({ key }) => key === "review")).toMatchObject({ opinion: "内部意见：无异议", completedByName: desk.reviewer.name });
    expect(inside.actions).toEqual([]);
    const outside = await on(person).get({ number });
    expect(JSON.stringify(outside)).not.toContain("内部意见");
    expect(JSON.stringify(outside.events)).not.toContain(desk.approver.name);
    expect(outside.events.at(-1)).toMatchObject({ action: "reject", reason: "不符合第三条" });
  });

  test("offers each role exactly what it may do now", async () => {
    const { desk } = office;
    const { number } = await office.submitted(await office.citizen());
    expect((await on(desk.clerk).getForDesk({ number })).actions).toEqual(["accept", "requestCorrection", "refuse", "transfer", "terminate"]);
    expect((await on(desk.reviewer).getForDesk({ number })).actions).toEqual([]);
    expect((await on(desk.supervisor).getForDesk({ number })).canClaim).toBe(false);
  });
});

describe("what the database refuses and hides", () => {
  test("history and audit are neither changed nor deleted nor emptied", async () => {
    const { db } = office;
    await office.submitted(await office.citizen());
    const refusal = { cause: { code: "42501" } };
    await expect(db.update(applicationEvents).set({ actorName: "x" })).rejects.toMatchObject(refusal);
    await expect(db.delete(applicationEvents)).rejects.toMatchObject(refusal);
    await expect(db.execute(sql`truncate application_events cascade`)).rejects.toMatchObject(refusal);
    await expect(db.update(auditLog).set({ action: "x" })).rejects.toMatchObject(refusal);
    await expect(db.delete(auditLog)).rejects.toMatchObject(refusal);
    await expect(db.execute(sql`truncate audit_log`)).rejects.toMatchObject(refusal);
  });

  test("a filed case is not deleted, its outcome is set once, its number stays, a version is not skipped", async () => {
    const { db } = office;
    const made = await createApplication(db, { place: office.place, item: office.item, applicant: await office.citizen(), status: "rejected", number: filedNumber(2) });
    const mine = eq(applications.id, made.id);
    for (const change of [{ outcome: "approved" as const }, { number: filedNumber(3) }, { status: "closed" as const }]) await expect(db.update(applications).set(change).where(mine)).rejects.toThrow();
    await expect(db.delete(applications).where(mine)).rejects.toThrow();
    const late = await office.submitted(await office.citizen());
    await expect(createEvent(db, { ...made, id: late.id }, "approve").then(() => createEvent(db, { ...made, id: late.id }, "reject"))).rejects.toThrow();
  });

  test("no row anywhere shows an ID number, a phone number, an answer or a query code as it was given", async () => {
    const { desk } = office;
    const person = await office.citizen();
    const key = randomUUID();
    const id = await office.draft(person);
    const secret = "只有本人知道的说明";
    await on(person).save({ id, section: "remarks", raw: { remarks: secret } });
    const { number, queryCode } = await office.as(person, { key }).applications.submit({ id, declared: true });
    await office.as(desk.clerk, { key: randomUUID() }).applications.reveal({ id, fieldId: "ownerId", reason: "核对身份证原件" });
    await office.as(anonymous).applications.progress({ number, queryCode });

    const { rows: tables } = await office.connection.pool.query<{ name: string }>("select table_name as name from information_schema.tables where table_schema = 'public'");
    const dump: string[] = [];
    for (const { name } of tables) {
      const { rows } = await office.connection.pool.query<{ row: string }>(`select t::text as row from "${name}" t`);
      dump.push(...rows.map(({ row }) => `${name}: ${row}`));
    }
    expect(dump.some((row) => row.includes(number))).toBe(true);
    for (const planted of [person.citizenId, person.phone, secret, Buffer.from(secret).toString("base64url").slice(4, 20), `"${queryCode}"`, `,${queryCode},`]) {
      expect(dump.filter((row) => row.includes(planted))).toEqual([]);
    }
  });
});

describe("progress without an account", () => {
  test("tells the state, masked, to whoever has number and code, however they write them", async () => {
    const person = await office.citizen();
    const { number, queryCode } = await office.submitted(person);
    const dashed = `${number.slice(0, 6)}-${number.slice(6, 14)}-${number.slice(14, 20)}-${number.slice(20)}`;
    const seen = await office.as(anonymous, { address: "one" }).applications.progress({ number: dashed.toLowerCase(), queryCode: [...queryCode].map((digit) => String.fromCodePoint(digit.codePointAt(0)! + 0xfee0)).join("") });
    expect(seen).toMatchObject({ number, status: "submitted", noticeDueOn: "2026-03-09" });
    const text = JSON.stringify(seen);
    for (const hidden of [person.name, person.citizenId, person.phone, "老张面馆"]) expect(text).not.toContain(hidden);
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(["id"]));
  });

  test("a wrong code, a wrong number, no number and a draft say the same", async () => {
    const person = await office.citizen();
    const { number, queryCode } = await office.submitted(person);
    const wrongCode = queryCode === "000000" ? "000001" : "000000";
    const draft = await office.draft(await office.citizen());
    const [row] = await office.db.select({ number: applications.number }).from(applications).where(eq(applications.id, draft));
    const attempts = [[number, wrongCode], ["310101-20260302-999999-A", queryCode], ["nonsense-nonsense-nonsense", queryCode], [row!.number, "000000"]] as const;
    for (const [asked, code] of attempts) {
      await expect(office.as(anonymous, { address: "two" }).applications.progress({ number: asked, queryCode: code })).rejects.toMatchObject({ ...refused("NOT_FOUND", "applications.progressNotFound"), cause: { params: {} } });
    }
  });

  test("ten guesses at one number from anywhere, twenty from one address; then the right code must wait, too, and works again later", async () => {
    const { number, queryCode } = await office.submitted(await office.citizen());
    const guess = (index: number, now = monday) => office.as(anonymous, { address: `guesser-${index}`, now }).applications.progress({ number, queryCode: index < 0 ? queryCode : "999999" }).then(() => "", (error: Error) => error.message);
    const answers = [];
    for (let index = 0; index < 11; index += 1) answers.push(await guess(index));
    expect(answers.slice(0, 10).every((message) => message !== "requests.tooMany")).toBe(true);
    expect(answers[10]).toBe("requests.tooMany");
    expect(await guess(-1)).toBe("requests.tooMany");
    expect(await guess(-1, at("2026-03-02", "09:11"))).toBe("");

    const other = () => office.as(anonymous, { address: "scanner" }).applications.progress({ number: "not a number that was given", queryCode: "123456" });
    for (let index = 0; index < 20; index += 1) await expect(other()).rejects.toMatchObject({ message: "applications.progressNotFound" });
    await expect(other()).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS", cause: { params: { seconds: 600 } } });
  });
});

describe("one's own list", () => {
  test("holds one's own, by state, newest first, page after page", async () => {
    const person = await office.citizen();
    const ids = [];
    for (let day = 1; day <= 3; day += 1) {
      const item = await createItem(office.db, office.place, { ...office.item.content, nameEn: `Permit ${day}` });
      ids.unshift(await office.draft(person, item, at(`2026-03-0${day}`)));
    }
    const first = await on(person).listOwn({ limit: 2 });
    const second = await on(person).listOwn({ limit: 2, cursor: first.nextCursor! });
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(ids);
    expect(first.rows.map(({ itemNameEn }) => itemNameEn)).toEqual(["Permit 3", "Permit 2"]);
    expect(second.nextCursor).toBeNull();
    expect((await on(person).listOwn({ state: "open" })).rows).toEqual([]);
    await on(person, at("2026-03-04")).submit({ id: ids[0]!, declared: true });
    expect((await on(person).listOwn({ state: "open" })).rows.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await on(await office.citizen()).listOwn({})).rows).toEqual([]);
  });
});

describe("files of a case", () => {
  test("are seen by whoever sees the case and removed only while it is open to its applicant", async () => {
    const person = await office.citizen();
    const id = await office.draft(person);
    const fileId = randomUUID();
    const [file] = await office.db.insert(files).values({ id: fileId, ownerAccountId: person.id, applicationId: id, fieldId: "m1", name: seal("a.pdf", { table: "files", column: "name", row: fileId }), mime: "application/pdf", size: 1, sha256: "0", storageKey: randomUUID(), createdAt: monday }).returning();
    await expect(on(await office.citizen()).removeFile({ id, fileId: file!.id })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    expect(await on(person).removeFile({ id, fileId: file!.id })).toEqual({ fileId: file!.id });
    await expect(on(person).removeFile({ id, fileId: file!.id })).rejects.toMatchObject(refused("NOT_FOUND", "files.notFound"));
  });
});
