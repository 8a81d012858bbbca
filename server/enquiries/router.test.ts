import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, dataAccesses, enquiries, messages } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createItem, createPlace, createStaff, factoryNow, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { createCaller } from "@/server/api/root";

let connection: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let item: Item;
let clerk: User;
let supervisor: User;
const anyone: Actor = { kind: "anonymous" };
const as = (actor: Actor, { address = "test", key }: { address?: string; key?: string } = {}) =>
  createCaller({ actor, now: factoryNow, requestId: "r", address, db: connection.db, ...(key ? { idempotencyKey: key } : {}) }).enquiries;
const refusal = (code: string, domain: string) => ({ code, cause: { code: domain } });

beforeAll(async () => {
  connection = await createTestDatabase();
  place = await createPlace(connection.db);
  item = await createItem(connection.db, place, revisionContent({ name: "居住证申领" }));
  clerk = await createStaff(connection.db, "clerk", place);
  supervisor = await createStaff(connection.db, "supervisor", place);
});
afterAll(() => connection.close());

describe("an enquiry", () => {
  test("from nobody signed in is answered by the organ of its item and read by its code", async () => {
    const sent = await as(anyone).send({ kind: "question", words: "孩子的居住证怎么办？", contact: "13800138000", about: `/items/${item.code}` });
    expect(sent).toMatchObject({ number: expect.stringMatching(/^ZX\d{14}$/), dueOn: "2026-03-09" });
    const [waiting] = (await as(clerk).list({})).rows;
    expect(waiting).toMatchObject({ number: sent.number, kind: "question", state: "open", itemName: "居住证申领", light: "green" });
    expect(await as(clerk).get({ id: waiting!.id })).toMatchObject({ words: "孩子的居住证怎么办？", contact: "13800138000", sender: "contact", about: `/items/${item.code}`, itemCode: item.code });
    expect(await as(anyone).getByCode({ code: sent.code.toLowerCase() })).toMatchObject({ state: "open", answer: null });
    await as(clerk).answer({ id: waiting!.id, answer: "由监护人代办，带户口簿。" });
    expect(await as(anyone).getByCode({ code: sent.code.replaceAll("-", " ") })).toMatchObject({ state: "answered", answer: "由监护人代办，带户口簿。" });
    expect((await as(clerk).list({})).rows).toEqual([]);
    expect((await as(clerk).list({ state: "answered" })).rows).toMatchObject([{ number: sent.number, light: null }]);
    await expect(as(clerk).answer({ id: waiting!.id, answer: "再答一次" })).rejects.toMatchObject(refusal("CONFLICT", "enquiries.answeredAlready"));
  });

  test("of a person stands in their space, tells them when it is answered, and leaves a trace of who read it", async () => {
    const person = await createCitizen(connection.db);
    const sent = await as(person).send({ kind: "problem", words: "上传照片时页面不动了", about: "/me/applications" });
    const [own] = (await as(person).listOwn({})).rows;
    expect(own).toMatchObject({ number: sent.number, words: "上传照片时页面不动了", answer: null });
    await expect(as(clerk).get({ id: own!.id })).rejects.toMatchObject(refusal("NOT_FOUND", "enquiries.notFound"));
    const themselves = { ...supervisor, citizenAccountId: person.id };
    await expect(as(themselves).answer({ id: own!.id, answer: "我自己答自己。" })).rejects.toMatchObject(refusal("NOT_FOUND", "enquiries.notFound"));
    expect((await as(themselves).list({})).rows.map(({ number }) => number)).not.toContain(sent.number);
    await as(supervisor).get({ id: own!.id });
    expect(await connection.db.select().from(dataAccesses).where(eq(dataAccesses.subjectId, person.id))).toMatchObject([{ actorId: supervisor.id, kind: "answer", reason: sent.number }]);
    await as(supervisor).answer({ id: own!.id, answer: "已经修好，请再试一次。" });
    expect((await as(person).listOwn({})).rows).toMatchObject([{ state: "answered", answer: "已经修好，请再试一次。" }]);
    expect(await connection.db.select().from(messages).where(eq(messages.accountId, person.id))).toMatchObject([{ template: "enquiryAnswered", params: { number: sent.number } }]);
    expect((await connection.db.select().from(auditLog).where(eq(auditLog.subjectId, own!.id))).map(({ action }) => action).toSorted()).toEqual(["enquiries.answer", "enquiries.send"]);
  });

  test("is sent once however often the button is pressed", async () => {
    const person = await createCitizen(connection.db);
    const pressed = crypto.randomUUID();
    const press = () => as(person, { key: pressed }).send({ kind: "complaint", words: "窗口排队太久了" });
    const [first, second] = [await press(), await press()];
    expect(second).toEqual(first);
    expect((await as(person).listOwn({})).rows).toHaveLength(1);
  });

  test("is answered once by two at a time", async () => {
    await as(anyone, { address: "two" }).send({ kind: "complaint", words: "网站字太小了" });
    const [waiting] = (await as(supervisor).list({})).rows;
    const other = await createStaff(connection.db, "supervisor", place);
    const outcomes = await Promise.allSettled([supervisor, other].map((one) => as(one).answer({ id: waiting!.id, answer: "谢谢，已经改大。" })));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("lies sealed", async () => {
    const rows = await connection.db.select().from(enquiries);
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) expect(JSON.stringify(row)).not.toMatch(/居住证怎么办|13800138000|监护人|排队/);
  });
});

test("of a page under a secret address only the place is kept", async () => {
  await as(anyone, { address: "secret" }).send({ kind: "problem", words: "按了没有反应", about: "/rate/secret-of-a-window" });
  const rows = await connection.db.select({ about: enquiries.about }).from(enquiries);
  expect(rows).toContainEqual({ about: "/rate" });
  expect(JSON.stringify(rows)).not.toContain("secret-of");
});

describe("is refused", () => {
  test("to another organ, to another person, and for a code that is none", async () => {
    const elsewhere = await createStaff(connection.db, "clerk", await createPlace(connection.db));
    await as(anyone, { address: "refused" }).send({ kind: "question", words: "要带什么材料？", about: `/items/${item.code}` });
    expect((await as(elsewhere).list({})).rows).toEqual([]);
    expect((await as(await createCitizen(connection.db)).listOwn({})).rows).toEqual([]);
    await expect(as(anyone).getByCode({ code: "0000-0000-0000-0000" })).rejects.toMatchObject(refusal("NOT_FOUND", "enquiries.codeUnknown"));
  });

  test("without words, with a query in its page, and beyond ten an hour", async () => {
    await expect(as(anyone, { address: "bad" }).send({ kind: "question", words: "？" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(as(anyone, { address: "bad" }).send({ kind: "question", words: "为什么查不到？", about: "/progress?code=123456" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    for (let time = 0; time < 10; time += 1) await as(anyone, { address: "many" }).send({ kind: "question", words: `第 ${time} 次问` });
    await expect(as(anyone, { address: "many" }).send({ kind: "question", words: "再问一次" })).rejects.toMatchObject(refusal("TOO_MANY_REQUESTS", "requests.tooMany"));
  });
});
