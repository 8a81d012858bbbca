import { and, asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actProposals, applicationEvents, applications, applicationSteps, applicationTransfers, serviceItems, toleratedMaterials } from "@/db/schema";
import { createItem, createPlace, createStaff, revisionContent, type Item, type Place } from "@/db/testing/factories";
import { after, allowed, beginning, isModelled, open, type Model } from "@/domain/applications/rules/model.testing";
import { actionsFrom } from "@/domain/applications/rules";
import { applicationActions, endedStatuses, type ApplicationAction } from "@/domain/applications/schema";
import type { User } from "@/domain/core/actor";
import { attachFile } from "./commands/files";
import { getCase } from "./queries/case";
import { answers, monday, openOffice, type Office } from "./router.testing";

let office: Office;
let item: Item;
let there: Item;
let fire: Place;
let people: { second: User; expert: User };

beforeAll(async () => {
  office = await openOffice();
  fire = await createPlace(office.db);
  people = { second: await createStaff(office.db, "approver", office.place), expert: await createStaff(office.db, "reviewer", fire) };
  const named = (key: string) => ({ key, name: { zh: key }, necessity: "tolerable" as const });
  const content = revisionContent({
    name: "样样都有的许可", form: office.plain.content.form, result: office.item.content.result, materials: [named("m1"), named("m2")],
    steps: [
      { key: "accept", kind: "accept", name: { zh: "受理" }, role: "clerk" }, { key: "review", kind: "review", name: { zh: "审查" }, role: "reviewer", after: ["accept"] },
      { key: "consult", kind: "consult", name: { zh: "征求意见" }, role: "reviewer", departmentId: fire.departmentId, after: ["accept"] },
      { key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver", after: ["review", "consult"] }, { key: "certificate", kind: "certificate", name: { zh: "制证" }, role: "certificateOfficer" },
    ],
  });
  item = await createItem(office.db, office.place, content);
  there = await createItem(office.db, await createPlace(office.db, "310104"), content);
  const [{ basicCode } = { basicCode: "" }] = await office.db.select({ basicCode: serviceItems.basicCode }).from(serviceItems).where(eq(serviceItems.id, item.serviceItemId));
  await office.db.update(serviceItems).set({ basicCode }).where(eq(serviceItems.id, there.serviceItemId));
});
afterAll(() => office.connection.close());

type Life = { id: string; person: User; version: number; model: Model };
type Do = (life: Life, pick: number) => Promise<unknown>;
const on = (actor: User) => office.as(actor).applications;
const act = ({ id, version }: Life) => ({ id, version });
const reason = "理由充分";
const later = (pick: number) => ["m1", "m2"].slice(0, pick % 3);
const materials = async ({ id }: Life, supplied: boolean) =>
  (await office.db.select().from(toleratedMaterials).where(eq(toleratedMaterials.applicationId, id)).orderBy(asc(toleratedMaterials.fieldId))).filter((row) => row.confirmedAt === null && (row.suppliedAt !== null) === supplied).map(({ fieldId }) => fieldId);
let uploads = 0;
const upload = ({ id, person }: Life, fieldId: string) =>
  attachFile({ actor: person, now: monday, requestId: "r", address: "test", db: office.db }, { id, fieldId, file: { name: "照片.jpg", mime: "image/jpeg", size: 1, sha256: "0".repeat(64), storageKey: `uploads/model/${(uploads += 1)}.jpg` } });

/** Each act through its door, by the one whose it is. */
const doors = (): Partial<Record<ApplicationAction, Do>> => {
  const { clerk, reviewer, approver, certificateOfficer } = office.desk;
  return {
    submit: ({ id, person }, pick) => on(person).submit({ id, declared: true, later: later(pick) }),
    resubmit: ({ id, person }, pick) => on(person).resubmit({ id, declared: true, later: later(pick) }),
    takeBack: ({ id, person }) => on(person).takeBack({ id }), withdraw: ({ id, person }) => on(person).withdraw({ id }),
    supplement: async (life) => {
      for (const field of await materials(life, false)) await upload(life, field).catch(() => undefined);
      return on(life.person).supplement({ id: life.id });
    },
    accept: (life) => on(clerk).accept(act(life)),
    tolerantAccept: async (life) => {
      const items = (await materials(life, false)).map((fieldId) => ({ fieldId, dueOn: "2026-03-10" }));
      return on(clerk).tolerantAccept({ ...act(life), items: items.length > 0 ? items : [{ fieldId: "m1", dueOn: "2026-03-10" }] });
    },
    requestCorrection: (life) => on(clerk).requestCorrection({ ...act(life), items: [{ fieldId: "shopName", reason }] }),
    refuse: (life) => on(clerk).refuse({ ...act(life), ground: "notRequired", reason }), transfer: (life) => on(clerk).transfer({ ...act(life), serviceItemId: there.serviceItemId, reason }),
    lapse: (life) => on(clerk).lapse({ ...act(life), reason }), terminate: (life) => on(clerk).terminate({ ...act(life), ground: "applicantDied", reason, basis: "依据" }),
    startReview: (life) => on(reviewer).startReview(act(life)),
    completeStep: (life, pick) => {
      const parts = open(life.model);
      return parts[pick % Math.max(1, parts.length)] === "opinion" ? on(people.expert).completeStep({ ...act(life), step: "consult", opinion: reason }) : on(reviewer).completeStep({ ...act(life), step: "review", opinion: reason });
    },
    sendBack: (life, pick) => {
      const parts = [...(life.model.review === "done" ? ["review"] : []), ...(life.model.opinion === "done" ? ["consult"] : [])];
      return on(approver).sendBack({ ...act(life), step: parts[pick % Math.max(1, parts.length)] ?? "review", reason });
    },
    suspend: (life) => on(approver).suspend({ ...act(life), procedure: "inspection", reason, plannedEndOn: "2026-03-20" }), resume: (life) => on(approver).resume(act(life)),
    checkSupplement: async (life, pick) => {
      const came = await materials(life, true);
      return on(reviewer).checkSupplement({ ...act(life), items: (came.length > 0 ? came : ["m1"]).map((fieldId) => (pick % 2 === 0 ? { fieldId, inOrder: true as const } : { fieldId, inOrder: false as const, reason })) });
    },
    askExtension: (life) => on(reviewer).askExtension({ ...act(life), days: 5, reason }), extend: (life) => on(approver).extend(act(life)), declineExtension: (life) => on(approver).declineExtension({ ...act(life), reason }),
    approve: (life) => on(approver).approve({ ...act(life), opinion: reason }), reject: (life) => on(approver).reject({ ...act(life), reason }),
    issueCertificate: (life) => on(certificateOfficer).issueCertificate(act(life)), deliver: (life) => on(certificateOfficer).deliver({ ...act(life), method: "online" }), close: (life) => on(certificateOfficer).close(act(life)),
    proposeVoid: (life) => on(approver).proposeVoid({ ...act(life), reason }), void: (life) => on(people.second).void(act(life)), declineVoid: (life) => on(people.second).declineVoid({ ...act(life), reason }),
  };
};

async function born(): Promise<Life> {
  const person = await office.citizen();
  const { id } = await on(person).start({ itemCode: item.code });
  const { answers: known } = await on(person).draft({ id });
  await on(person).save({ id, section: "applicant", raw: { ...answers, ownerId: String(known["ownerId"]), ownerPhone: String(known["ownerPhone"]) } });
  return { id, person, version: 0, model: beginning(true) };
}

/** Rows and rules say what the model says; every version has its one event; nothing is half-written. */
async function agree({ id, model, version }: Life): Promise<void> {
  const { application, facts, proposals } = await getCase(office.db, { kind: "system" }, { id });
  expect([application.status, application.version]).toEqual([model.status, version]);
  expect(actionsFrom(facts, monday).filter(isModelled)).toEqual(applicationActions.filter((action) => isModelled(action) && allowed(model).has(action)));
  expect(proposals.map(({ action }) => action).toSorted()).toEqual([...(model.extensionAsked ? ["extend"] : []), ...(model.voidProposed ? ["void"] : [])]);
  expect(await office.db.$count(applicationEvents, eq(applicationEvents.applicationId, id))).toBe(version);
  const active = await office.db.$count(applicationSteps, and(eq(applicationSteps.applicationId, id), eq(applicationSteps.status, "active")));
  if (endedStatuses.some((status) => status === model.status)) expect(active).toBe(0);
  expect(await office.db.$count(applicationTransfers, eq(applicationTransfers.fromApplicationId, id))).toBe(model.status === "transferred" ? 1 : 0);
}

const ends: ReadonlySet<ApplicationAction> = new Set<ApplicationAction>(["withdraw", "terminate", "refuse", "transfer"]);

test("lives led through the doors on a real database follow the model, acts that it does not know are refused and change nothing", async () => {
  const through = doors();
  const acts = Object.keys(through) as ApplicationAction[];
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat({ max: 999 }), fc.nat({ max: 11 }), fc.boolean()), { minLength: 8, maxLength: 22 }), async (choices) => {
    const life = await born();
    for (const [choice, pick, astray] of choices) {
      const may = allowed(life.model);
      const possible = acts.filter((action) => may.has(action) && (choice > 940 || !ends.has(action)));
      const pool = astray && choice % 4 === 0 ? acts : possible;
      const action = pool[choice % Math.max(1, pool.length)];
      if (!action) break;
      // Whoever holds the case has gone home: claims are told of elsewhere.
      await office.db.update(applications).set({ claimedBy: null }).where(eq(applications.id, life.id));
      const went = await through[action]!(life, pick).then(() => true, () => false);
      expect(went, `${action} of a case that is ${life.model.status}`).toBe(may.has(action));
      if (went) [life.model, life.version] = [after(life.model, action, pick), life.version + 1];
      await agree(life);
    }
  }), { numRuns: 16, endOnFailure: true });
  expect(await office.db.$count(actProposals)).toBeGreaterThan(0);
}, 60_000);

/** The acts that a case waits for at some moments of its life, and how it came there. */
const moments: [string, [ApplicationAction, number][], ApplicationAction[]][] = [
  ["a case just filed with a promise", [["submit", 1]], ["takeBack", "withdraw", "tolerantAccept", "requestCorrection", "refuse", "transfer", "terminate"]],
  ["a case that is being corrected", [["submit", 0], ["requestCorrection", 0]], ["resubmit", "withdraw", "terminate"]],
  ["a case in review with a request for more time", [["submit", 1], ["tolerantAccept", 0], ["startReview", 0], ["askExtension", 0]], ["withdraw", "terminate", "suspend", "supplement", "completeStep", "extend", "declineExtension"]],
  ["a case in a special procedure", [["submit", 2], ["tolerantAccept", 0], ["supplement", 0], ["suspend", 0]], ["resume", "checkSupplement", "withdraw", "terminate"]],
  ["a case at its decision", [["submit", 0], ["accept", 0], ["startReview", 0], ["completeStep", 0], ["completeStep", 0]], ["approve", "reject", "sendBack", "askExtension", "suspend", "withdraw"]],
  ["a granted case that somebody would void", [["submit", 0], ["accept", 0], ["startReview", 0], ["completeStep", 0], ["completeStep", 0], ["approve", 0], ["issueCertificate", 0], ["proposeVoid", 0]], ["deliver", "terminate", "void", "declineVoid"]],
];
/** Acts of the applicant name no version: they do not depend on what the desk did in between. */
const unversioned: ReadonlySet<ApplicationAction> = new Set<ApplicationAction>(["takeBack", "withdraw", "supplement", "resubmit", "submit"]);

async function broughtTo(path: readonly [ApplicationAction, number][]): Promise<Life> {
  const life = await born();
  const through = doors();
  for (const [action, pick] of path) {
    await office.db.update(applications).set({ claimedBy: null }).where(eq(applications.id, life.id));
    await through[action]!(life, pick);
    [life.model, life.version] = [after(life.model, action, pick), life.version + 1];
  }
  await office.db.update(applications).set({ claimedBy: null }).where(eq(applications.id, life.id));
  return life;
}

/** What comes of two acts in this order, both asked for by people who saw the case as it was. */
function inOrder({ model }: Life, acts: readonly ApplicationAction[]): { model: Model; won: ApplicationAction[] } {
  return acts.reduce<{ model: Model; won: ApplicationAction[] }>((now, action) => {
    const may = allowed(now.model).has(action) && (now.won.length === 0 || unversioned.has(action));
    return may ? { model: after(now.model, action, 0), won: [...now.won, action] } : now;
  }, { model, won: [] });
}

async function settle(life: Life, expected: { model: Model; won: ApplicationAction[] }): Promise<void> {
  await agree({ ...life, model: expected.model, version: life.version + expected.won.length });
}

const went = (work: Promise<unknown>) => work.then(() => true, () => false);

test.each(moments)("every two acts on %s: one after the other in both orders, and at once as in one of them", async (_name, path, acts) => {
  const through = doors();
  const pairs = acts.flatMap((first, index) => acts.slice(index + 1).map((second) => [first, second] as const));
  for (const pair of pairs) {
    const [there1, back1, once1] = await Promise.all([broughtTo(path), broughtTo(path), broughtTo(path)]);
    await Promise.all(([[there1, pair], [back1, pair.toReversed()]] as const).map(async ([life, order]) => {
      const expected = inOrder(life, order);
      const won: ApplicationAction[] = [];
      for (const action of order) if (await went(through[action]!({ ...life, model: life.model }, 0))) won.push(action);
      expect(won, order.join(", ")).toEqual(expected.won);
      await settle(life, expected);
    }));
    const results = await Promise.all(pair.map((action) => went(through[action]!(once1, 0))));
    const won = pair.filter((_action, index) => results[index]);
    const outcome = [inOrder(once1, pair), inOrder(once1, pair.toReversed())].find((one) => one.won.toSorted().join() === won.toSorted().join());
    expect(outcome, `${pair.join(" and ")} at once let ${won.join(" and ") || "neither"} through`).toBeDefined();
    const { application } = await getCase(office.db, { kind: "system" }, { id: once1.id });
    await settle(once1, [inOrder(once1, pair), inOrder(once1, pair.toReversed())].find((one) => one.won.toSorted().join() === won.toSorted().join() && one.model.status === application.status) ?? outcome!);
  }
}, 60_000);
