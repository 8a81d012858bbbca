import { randomUUID } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { open, seal } from "@/db/personal-data";
import { auditLog, dataAccesses, expertRequests, files, outbox } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { listSentCodes } from "@/server/auth/codes";
import { storage } from "@/server/core/storage";
import { deliverExpertLink, remindExperts } from "./commands/experts";
import { anonymous, at, monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
let applicant: User & { citizenId: string; phone: string };
let numbers = 0;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());
beforeEach(async () => {
  applicant = await office.citizen();
});

const desk = (actor: User = office.desk.reviewer, now = monday) => office.as(actor, { now }).applications;
const outside = (now = monday, address: string = randomUUID()) => office.as(anonymous, { now, address }).applications;
const ctx = (now = monday) => ({ actor: { kind: "system" as const }, now, requestId: "r", address: "jobs", db: office.db });

const newPhone = () => `1660000${String((numbers += 1)).padStart(4, "0")}`;

async function inReview() {
  const filed = await office.submitted(applicant);
  await office.as(office.desk.clerk).applications.accept({ id: filed.id, version: 1 });
  await desk().startReview({ id: filed.id, version: 2 });
  const key = `uploads/test/${randomUUID()}.png`;
  await storage().put(key, await sharp({ create: { width: 60, height: 40, channels: 3, background: "#fff" } }).png().toBuffer());
  const paper = await fileOf(filed.id, key);
  return { ...filed, paper, step: (await desk().experts({ number: filed.number })).steps[0]!.key };
}

async function fileOf(applicationId: string, storageKey: string) {
  const id = randomUUID();
  await office.db.insert(files).values({ id, ownerAccountId: applicant.id, applicationId, fieldId: "m1", name: seal("房产证.png", { table: "files", column: "name", row: id }), mime: "image/png", size: 1, sha256: "0", storageKey, createdAt: monday });
  return id;
}

type Asked = { id: string; step: string; paper: string };
const order = ({ id, step, paper }: Asked, to = newPhone()) => ({
  id, step, question: "请就场地是否适合经营餐饮出具意见。", dueOn: "2026-03-10",
  expert: { name: "陈其南", organisation: "南方大学建筑学院", channel: "phone" as const, to },
  scope: { fields: [{ id: "shopName", open: false }, { id: "ownerId", open: false }], files: [paper], downloads: false },
});

async function tokenOf(requestId: string): Promise<string> {
  const [row] = await office.db.select().from(expertRequests).where(eq(expertRequests.id, requestId));
  return open(row!.token!, { table: "expert_requests", column: "token", row: requestId });
}

async function enter(token: string, to: string, now = monday) {
  const { codeToken } = await outside(now).sendExpertCode({ token });
  const code = (await listSentCodes(ctx(now))).find((sent) => sent.to === to)!.code;
  return { codeToken, code, ...(await outside(now).enterAsExpert({ token, codeToken, code })) };
}

async function asked(dueOn = "2026-03-10") {
  const filed = await inReview();
  const to = newPhone();
  const { requestId } = await desk().askExpert({ ...order(filed, to), dueOn });
  return { ...filed, to, requestId, token: await tokenOf(requestId) };
}

describe("an outside expert", () => {
  test("sees what the scope names and nothing else, answers once, and the applicant sees every look", async () => {
    const { number, token, to, requestId, paper, id } = await asked();
    expect(await outside().expertLink({ token })).toEqual({ state: "invited", departmentName: office.place.departmentName, channel: "phone", toMasked: expect.stringContaining("****"), dueOn: "2026-03-10" });
    const { session } = await enter(token, to);
    const seen = await outside().visitAsExpert({ token, session });
    expect(seen.answers.map(({ field, masked }) => [field.id, masked])).toEqual([["shopName", false], ["ownerId", true]]);
    expect(JSON.stringify(seen)).not.toContain(applicant.citizenId);
    expect(JSON.stringify(seen)).not.toContain(applicant.phone);
    expect(JSON.stringify(seen)).not.toContain(applicant.name);
    expect(JSON.stringify(seen), "what the applicant called a file may say what is masked").not.toContain("房产证.png");
    expect(seen).toMatchObject({ expertName: "陈其南", question: "请就场地是否适合经营餐饮出具意见。", files: [{ id: paper }], draft: null });
    expect(seen.mark).toContain("陈其南");
    const copy = await outside().fileForExpert({ token, session, fileId: paper });
    expect(Buffer.from(copy.base64, "base64").subarray(0, 5).toString()).toBe("%PDF-");
    await outside().saveExpertDraft({ token, session, draft: { opinion: "初步看", conclusion: null } });
    expect((await outside().visitAsExpert({ token, session })).draft).toEqual({ opinion: "初步看", conclusion: null });

    expect((await desk().experts({ number })).experts).toMatchObject([{ id: requestId, state: "seen", opinion: null, revocable: true }]);
    await outside().submitExpertOpinion({ token, session, opinion: "场地通风与排烟满足要求，同意。", conclusion: "agree", declared: true });
    expect((await desk().experts({ number })).experts).toMatchObject([{ state: "answered", opinion: "场地通风与排烟满足要求，同意。", conclusion: "agree", revocable: false }]);
    await expect(outside().submitExpertOpinion({ token, session, opinion: "再说一次，改为不同意。", conclusion: "disagree", declared: true })).rejects.toMatchObject(refused("FORBIDDEN", "experts.codeNeeded"));
    await expect(outside().sendExpertCode({ token })).rejects.toMatchObject(refused("CONFLICT", "experts.notWaiting", { state: "answered" }));

    const looks = await office.db.select().from(dataAccesses).where(eq(dataAccesses.applicationId, id)).orderBy(dataAccesses.id);
    expect(looks.filter(({ kind }) => kind === "expert").map(({ fields, reason }) => [fields.length, reason])).toEqual([[3, "外部专家：南方大学建筑学院"], [1, "外部专家：南方大学建筑学院"], [3, "外部专家：南方大学建筑学院"]]);
    const { rows } = await office.as(applicant).records.accesses({ limit: 20 });
    expect(rows.filter(({ kind }) => kind === "expert")).toHaveLength(3);
  });

  test("in full only what was opened, and takes home only what may be taken", async () => {
    const filed = await inReview();
    const to = newPhone();
    const { requestId } = await desk().askExpert({ ...order(filed, to), scope: { fields: [{ id: "ownerId", open: true }], files: [filed.paper], downloads: false } });
    const token = await tokenOf(requestId);
    const { session } = await enter(token, to);
    expect((await outside().visitAsExpert({ token, session })).answers).toMatchObject([{ value: applicant.citizenId, masked: false }]);
    await expect(outside().fileForExpert({ token, session, fileId: filed.paper, download: true })).rejects.toMatchObject(refused("FORBIDDEN", "experts.downloadsRefused"));
  });

  test("declines with a reason, and cannot then answer", async () => {
    const { number, token, to } = await asked();
    const { session } = await enter(token, to);
    await outside().declineAsExpert({ token, session, reason: "与申请人有业务往来，申请回避。" });
    expect((await desk().experts({ number })).experts).toMatchObject([{ state: "declined", opinion: "与申请人有业务往来，申请回避。" }]);
    await expect(outside().visitAsExpert({ token, session })).rejects.toMatchObject(refused("FORBIDDEN", "experts.codeNeeded"));
  });
});

describe("a link", () => {
  test("is not used up by reading it, and is kept nowhere readable", async () => {
    const { token, requestId, to } = await asked();
    for (let look = 0; look < 5; look += 1) await outside().expertLink({ token });
    expect(await outside().expertLink({ token })).toMatchObject({ state: "invited" });
    const { session, code } = await enter(token, to);
    const kept = JSON.stringify([await office.db.select().from(expertRequests), await office.db.select().from(outbox), await office.db.select().from(auditLog)]);
    for (const secret of [token, session, to, code, "陈其南"]) expect(kept).not.toContain(secret);
    await deliverExpertLink(ctx(), { requestId });
    await expect(deliverExpertLink(ctx(), { requestId })).rejects.toMatchObject({ code: "experts.sentAlready" });
  });

  test("opens nothing without the code, with a wrong one, with that of another link, or in another browser", async () => {
    const { token } = await asked();
    const other = await asked();
    await expect(outside().visitAsExpert({ token, session: "" })).rejects.toMatchObject(refused("FORBIDDEN", "experts.codeNeeded"));
    const { codeToken } = await outside().sendExpertCode({ token });
    await expect(outside().enterAsExpert({ token, codeToken, code: "abc" })).rejects.toMatchObject(refused("BAD_REQUEST", "identity.oneTimeCodeMalformed"));
    const entry = await enter(other.token, other.to);
    await expect(outside().visitAsExpert({ token, session: entry.session })).rejects.toMatchObject(refused("FORBIDDEN", "experts.codeNeeded"));
    const again = await outside(at("2026-03-02", "09:05")).sendExpertCode({ token: other.token });
    const fresh = (await listSentCodes(ctx())).find((sent) => sent.to === other.to)!.code;
    const wrong = fresh === "000000" ? "111111" : "000000";
    await expect(outside(at("2026-03-02", "09:05")).enterAsExpert({ token: other.token, codeToken: again.codeToken, code: wrong })).rejects.toMatchObject(refused("BAD_REQUEST", "identity.oneTimeCodeWrong"));
    await expect(outside(at("2026-03-02", "09:05")).enterAsExpert({ token, codeToken: again.codeToken, code: fresh })).rejects.toMatchObject(refused("BAD_REQUEST", "identity.oneTimeCodeExpired"));
  });

  test("leads nowhere once expired, revoked, sent anew, or when the step is done; a made-up one never did", async () => {
    const { token, to, requestId, id, step } = await asked();
    const { session } = await enter(token, to);
    const late = at("2026-03-11", "00:00");
    expect(await outside(late).expertLink({ token })).toMatchObject({ state: "expired" });
    await expect(outside(late).visitAsExpert({ token, session })).rejects.toMatchObject(refused("FORBIDDEN", "experts.codeNeeded"));
    await desk().resendExpertLink({ requestId });
    await expect(outside().expertLink({ token })).rejects.toMatchObject(refused("NOT_FOUND", "experts.linkUnknown"));
    const renewed = await tokenOf(requestId);
    await desk().completeStep({ id, version: 3, step, opinion: "不再等专家意见。" });
    expect(await outside().expertLink({ token: renewed })).toMatchObject({ state: "ended" });
    await expect(outside().sendExpertCode({ token: renewed })).rejects.toMatchObject(refused("CONFLICT", "experts.notWaiting", { state: "ended" }));
    const second = await asked();
    const inside = await enter(second.token, second.to);
    await desk().revokeExpert({ requestId: second.requestId });
    expect(await outside().expertLink({ token: second.token })).toMatchObject({ state: "revoked" });
    await expect(outside().submitExpertOpinion({ token: second.token, session: inside.session, opinion: "场地通风与排烟满足要求。", conclusion: "agree", declared: true })).rejects.toMatchObject(refused("FORBIDDEN", "experts.codeNeeded"));
    for (const madeUp of ["", "x".repeat(43), `${second.token}x`]) await expect(outside().expertLink({ token: madeUp })).rejects.toMatchObject(refused("NOT_FOUND", "experts.linkUnknown"));
  });

  test("gives no file of another case, nor one of this case beyond its scope", async () => {
    const { token, to, id } = await asked();
    const other = await inReview();
    const { session } = await enter(token, to);
    const beyond = await fileOf(id, `uploads/test/${randomUUID()}.png`);
    for (const fileId of [other.paper, beyond, randomUUID()]) await expect(outside().fileForExpert({ token, session, fileId })).rejects.toMatchObject(refused("NOT_FOUND", "files.notFound"));
  });

  test("of two opinions at once, one is taken", async () => {
    const { token, to } = await asked();
    const { session } = await enter(token, to);
    const hand = (conclusion: "agree" | "disagree") => outside().submitExpertOpinion({ token, session, opinion: "场地通风与排烟满足要求。", conclusion, declared: true }).then(() => "done", () => "refused");
    expect((await Promise.all([hand("agree"), hand("disagree")])).toSorted()).toEqual(["done", "refused"]);
  });
});

describe("asking an expert", () => {
  test("is for who holds the step, for what is in the case, and for a day to come", async () => {
    const filed = await inReview();
    const other = await inReview();
    const wish = order(filed);
    await expect(desk(office.desk.clerk).askExpert(wish)).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    await expect(desk().askExpert({ ...wish, step: "decide" })).rejects.toMatchObject({ code: expect.stringMatching(/FORBIDDEN|CONFLICT/) });
    await expect(desk().askExpert({ ...wish, scope: { ...wish.scope, files: [other.paper] } })).rejects.toMatchObject(refused("BAD_REQUEST", "experts.scopeUnknown"));
    await expect(desk().askExpert({ ...wish, scope: { fields: [{ id: "nothing", open: true }], files: [], downloads: false } })).rejects.toMatchObject(refused("BAD_REQUEST", "experts.scopeUnknown"));
    await expect(desk().askExpert({ ...wish, dueOn: "2026-03-02" })).rejects.toMatchObject(refused("BAD_REQUEST", "experts.dueInThePast"));
    await expect(desk().askExpert({ ...wish, dueOn: "2026-06-02" })).rejects.toMatchObject(refused("BAD_REQUEST", "experts.dueTooFar"));
    await expect(desk().askExpert({ ...wish, expert: { ...wish.expert, to: "123" } })).rejects.toMatchObject(refused("BAD_REQUEST", "experts.reachInvalid"));
    const stale = desk({ ...office.desk.reviewer, authenticatedAt: new Date(monday.getTime() - 86_400_000) });
    await expect(stale.askExpert({ ...wish, scope: { ...wish.scope, fields: [{ id: "ownerId", open: true }] } })).rejects.toMatchObject(refused("FORBIDDEN", "identity.proofNeeded"));
    const { requestId } = await desk().askExpert(wish);
    await expect(desk(office.desk.clerk).revokeExpert({ requestId })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
  });

  test("reminds once, on the workday before the day", async () => {
    const { requestId } = await asked();
    await office.db.update(expertRequests).set({ sentAt: monday }).where(eq(expertRequests.id, requestId));
    const remindedAt = async () => (await office.db.select().from(expertRequests).where(eq(expertRequests.id, requestId)).orderBy(desc(expertRequests.id)))[0]!.remindedAt;
    await remindExperts(ctx(at("2026-03-06")));
    expect(await remindedAt()).toBeNull();
    await remindExperts(ctx(at("2026-03-09")));
    expect(await remindedAt()).toEqual(at("2026-03-09"));
    expect(await remindExperts(ctx(at("2026-03-10")))).toBe(0);
  });
});
