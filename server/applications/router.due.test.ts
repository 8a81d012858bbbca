import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/domain/core/actor";
import { anonymous, at, openOffice, refused, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const on = (actor: Actor, now: Date) => office.as(actor, { now }).applications;

describe("why a case is due when it is", () => {
  test("is told to its applicant at every stage, and to who looks it up, as the case itself counts it", async () => {
    const person = await office.citizen();
    const { clerk, reviewer } = office.desk;
    const { id, number, queryCode } = await office.submitted(person, office.plain, at("2026-04-01"));
    const own = (day: string) => on(person, at(day)).get({ number });
    const version = async (day: string) => (await own(day)).version;
    expect((await own("2026-04-01")).due).toMatchObject({ clock: "notice", startOn: "2026-04-01", dueOn: "2026-04-09", off: { weekends: 2, holidays: [{ name: "清明节", days: 1 }] }, left: 5 });

    await on(clerk, at("2026-04-02")).requestCorrection({ id, version: await version("2026-04-02"), items: [{ fieldId: "shopName", reason: "店名与招牌不一致" }] });
    const correcting = await own("2026-04-02");
    expect(correcting.due).toMatchObject({ clock: "correction", startOn: "2026-04-02", dueOn: correcting.correctionDueOn });

    await on(person, at("2026-04-03")).save({ id, section: "applicant", raw: { shopName: "老张面馆二店" } });
    await on(person, at("2026-04-03")).resubmit({ id, declared: true });
    await on(clerk, at("2026-04-07")).accept({ id, version: await version("2026-04-07") });
    const accepted = await own("2026-04-07");
    expect(accepted.due).toMatchObject({ clock: "decision", startOn: "2026-04-07", dueOn: accepted.promisedDueOn, statutoryDueOn: accepted.statutoryDueOn, late: 0 });

    await on(reviewer, at("2026-04-08")).startReview({ id, version: await version("2026-04-08") });
    await on(reviewer, at("2026-04-08")).suspend({ id, version: await version("2026-04-08"), procedure: "testing", reason: "现场检测", plannedEndOn: "2026-04-15" });
    expect((await own("2026-04-09")).due).toMatchObject({ clock: "special", startOn: "2026-04-08", dueOn: "2026-04-15" });
    await on(reviewer, at("2026-04-15")).resume({ id, version: await version("2026-04-15") });
    const resumed = await own("2026-04-15");
    expect(resumed.due).toMatchObject({ clock: "decision", dueOn: resumed.promisedDueOn, off: { suspended: 7 }, pauses: [{ procedure: "testing", startOn: "2026-04-08", endOn: "2026-04-15" }] });

    const anyone = await on(anonymous, at("2026-12-01")).progress({ number, queryCode: queryCode ?? "" });
    expect(anyone.due).toMatchObject({ dueOn: resumed.promisedDueOn, pastLaw: true });
    expect(anyone.due?.late).toBeGreaterThan(100);
  });

  test("is nothing once the case has ended", async () => {
    const person = await office.citizen();
    const { id, number } = await office.submitted(person, office.plain, at("2026-04-01"));
    await on(person, at("2026-04-02")).withdraw({ id });
    expect((await on(person, at("2026-04-02")).get({ number })).due).toBeNull();
  });
});

describe("the dates of a case for a calendar", () => {
  const fileOf = async (actor: Actor, number: string, day: string, language: "zh" | "en" = "zh") => {
    const { name, mime, base64 } = await on(actor, at(day)).caseCalendar({ number, language });
    return { name, mime, text: Buffer.from(base64, "base64").toString().replaceAll("\r\n ", "") };
  };

  test("are for its applicant alone, tell nothing of the person, and replace what an earlier file told", async () => {
    const [person, other] = [await office.citizen(), await office.citizen()];
    const { id, number } = await office.submitted(person, office.plain, at("2026-04-01"));
    const first = await fileOf(person, number, "2026-04-01");
    expect(first).toMatchObject({ name: "办件日期.ics", mime: "text/calendar; charset=utf-8" });
    expect(first.text).toContain("DTSTART;VALUE=DATE:20260409\r\n");
    expect(first.text).toContain("SUMMARY:最迟今天告知是否受理：无证许可\r\n");
    for (const secret of [person.name, number, "老张面馆"]) expect(first.text).not.toContain(secret);
    const sequence = (text: string) => Number(/SEQUENCE:(\d+)/.exec(text)?.[1]);
    expect(sequence((await fileOf(person, number, "2026-04-02")).text)).toBeGreaterThan(sequence(first.text));

    await on(office.desk.clerk, at("2026-04-02")).accept({ id, version: (await on(person, at("2026-04-02")).get({ number })).version });
    expect((await fileOf(person, number, "2026-04-02", "en")).text).toContain("SUMMARY:Office to answer by today: 无证许可\r\n");
    await expect(fileOf(other, number, "2026-04-02")).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await expect(fileOf(office.desk.clerk, number, "2026-04-02")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(fileOf(anonymous, number, "2026-04-02")).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await on(person, at("2026-04-03")).withdraw({ id });
    await expect(fileOf(person, number, "2026-04-03")).rejects.toMatchObject(refused("NOT_FOUND", "applications.datesNone"));
  });
});
