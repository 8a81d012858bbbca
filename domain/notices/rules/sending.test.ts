import { describe, expect, test } from "vitest";
import { usualPreferences, type NotificationPreferences } from "../schema/sending";
import { sendingTime, weightOf } from "./sending";

const message = (template: Parameters<typeof weightOf>[0]["template"]) => ({ template, params: { number: "1" } });
/** An instant by the clock of Asia/Shanghai on 2 March 2026. */
const clock = (time: string, day = "2026-03-02") => new Date(`${day}T${time}:00+08:00`);
const with_ = (changes: Partial<NotificationPreferences>): NotificationPreferences => ({ ...usualPreferences, ...changes });
const night = { from: 22, until: 7 };

test.each([["accepted", "news"], ["takenBack", "news"], ["correctionRequested", "important"], ["rejected", "important"], ["certificateIssued", "important"], ["phoneChanged", "security"]] as const)("%s is %s", (template, weight) => {
  expect(weightOf(message(template))).toBe(weight);
});

describe("a message goes out", () => {
  test.each([
    ["at once by default, also at night", "accepted", {}, "03:00", "03:00", "2026-03-02"],
    ["at once by day although nights are quiet", "accepted", { quiet: night }, "12:00", "12:00", "2026-03-02"],
    ["when a quiet night ends", "accepted", { quiet: night }, "23:10", "07:00", "2026-03-03"],
    ["when a quiet night ends, after midnight", "correctionRequested", { quiet: night }, "02:00", "07:00", "2026-03-02"],
    ["on the last quiet hour's end", "accepted", { quiet: night }, "07:00", "07:00", "2026-03-02"],
    ["when a quiet noon ends", "accepted", { quiet: { from: 12, until: 14 } }, "12:30", "14:00", "2026-03-02"],
    ["at nine with the other news", "accepted", { daily: true }, "10:00", "09:00", "2026-03-03"],
    ["at nine of the same day", "accepted", { daily: true }, "08:00", "09:00", "2026-03-02"],
    ["at once where it asks something, although news comes daily", "correctionRequested", { daily: true }, "10:00", "10:00", "2026-03-02"],
    ["after a quiet morning where news comes daily", "accepted", { daily: true, quiet: { from: 22, until: 10 } }, "12:00", "10:00", "2026-03-03"],
    ["at once where it is about security, whatever was wished", "phoneChanged", { daily: true, sms: "important", quiet: night }, "23:00", "23:00", "2026-03-02"],
    ["at once where it asks something, although only that is wanted", "correctionRequested", { sms: "important" }, "10:00", "10:00", "2026-03-02"],
  ] as const)("%s", (_, template, changes, now, time, day) => {
    expect(sendingTime(message(template), "phone", with_(changes), clock(now))).toEqual(clock(time, day));
  });

  test("never where news is not wanted that way, and still the other way", () => {
    expect(sendingTime(message("accepted"), "phone", with_({ sms: "important" }), clock("10:00"))).toBeNull();
    expect(sendingTime(message("accepted"), "email", with_({ sms: "important" }), clock("10:00"))).toEqual(clock("10:00"));
    expect(sendingTime(message("accepted"), "email", with_({ mail: "important" }), clock("10:00"))).toBeNull();
  });
});
