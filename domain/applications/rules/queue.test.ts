import { describe, expect, it, test } from "vitest";
import { addDays, light, makeCalendar, workdaysBetween, type Day } from "@/domain/core/calendar";
import { makeApplicationNumber, makeCitizenId, makeUscc } from "@/domain/core/codes";
import { itemMeant, lightDays, lightSpan, orderOf, soughtBy } from "./queue";

// Labour Day 2026, with its make-up Saturday.
const calendar = makeCalendar([
  ...["2026-05-01", "2026-05-04", "2026-05-05"].map((day) => ({ day, isWorkday: false })), { day: "2026-05-09", isWorkday: true },
], [2026]);

describe("the days of the lights", () => {
  it.each<[string, Day, Day[]]>([
    ["a Monday", "2026-04-27", ["2026-04-27", "2026-04-28", "2026-04-29", "2026-05-05", "2026-05-06"]],
    ["a Friday: orange through the weekend", "2026-05-15", ["2026-05-17", "2026-05-18", "2026-05-19"]],
    ["a day off", "2026-05-02", ["2026-05-05", "2026-05-06", "2026-05-07", "2026-05-08", "2026-05-10"]],
  ])("from %s", (_, today, first) => expect(lightDays(today, calendar).slice(0, first.length)).toEqual(first));

  it("say of every due day and every limit what its light says", () => {
    for (const today of ["2026-04-27", "2026-04-30", "2026-05-02", "2026-05-08", "2026-05-10"]) {
      const days = lightDays(today, calendar);
      for (let ahead = -10; ahead <= 40; ahead += 1) {
        for (const yellowDays of [0, 1, 2, 5, 13]) {
          const dueOn = addDays(today, ahead);
          const told = dueOn < today ? "red" : dueOn <= days[0]! ? "orange" : dueOn <= days[yellowDays]! ? "yellow" : "green";
          expect({ today, dueOn, yellowDays, told }).toEqual({ today, dueOn, yellowDays, told: light({ dueOn, limitDays: 1, yellowDays, today, calendar }) });
        }
      }
    }
  });

  it("reach as far as the longest limit has yellow days", () => {
    const days = lightDays("2026-01-05", calendar);
    expect(workdaysBetween("2026-01-05", days.at(-1)!, calendar)).toBe(730);
  });

  // Friday 15 May: orange until Sunday.
  test.each([
    [["red"], { to: "2026-05-14" }], [["black"], { to: "2026-05-14" }], [["red", "black"], { to: "2026-05-14" }],
    [["orange"], { from: "2026-05-15", to: "2026-05-17" }], [["red", "orange"], { to: "2026-05-17" }],
    [["yellow"], { from: "2026-05-18" }], [["green"], { from: "2026-05-18" }], [["orange", "yellow"], { from: "2026-05-15" }], [["black", "green"], {}],
  ] as const)("span %j", (lights, span) => expect(lightSpan(lights, "2026-05-15", lightDays("2026-05-15", calendar))).toEqual(span));
});

test.each([
  ["due", undefined, "due"], ["-due", "accepted", "-due"], ["due", "closed", "-received"], ["number", "voided", "-received"], ["received", "closed", "received"],
] as const)("%s of %s is really ordered by %s", (sort, status, order) => expect(orderOf(sort, { status })).toBe(order));

test("the start of a number is read in the order of numbers", () => expect([orderOf("due", { query: "440104-2026" }), orderOf("-received", { query: "440104" }), orderOf("due", { query: "王芳" })]).toEqual(["number", "-number", "due"]));

const number = makeApplicationNumber({ divisionCode: "310101", day: "2026-03-02", sequence: 7 });
const citizenId = makeCitizenId({ divisionCode: "440104", birthOn: "1990-01-01", order: 11 });
const uscc = makeUscc({ registrantType: "91", divisionCode: "310101", organisationBody: "12345678" });

test.each([
  ["nothing", " ", undefined],
  ["a number", `${number.slice(0, 6)}-${number.slice(6).toLowerCase()}`, { by: "number", number }],
  ["how a number begins", "310101-2026 03", { by: "prefix", low: "310101202603000000000", high: "310101202603ZZZZZZZZZ" }],
  ["an ID number", citizenId, { by: "citizenId", citizenId }],
  ["a number one digit off an ID number", `${citizenId.slice(0, 17)}${(Number(citizenId.slice(17)) + 1) % 10}`, { by: "prefix" }],
  ["a credit code", uscc.toLowerCase(), { by: "uscc", uscc }],
  ["too short a beginning", "31010", { by: "name", name: "31010" }],
  ["a name as it is written", " 广州（一）公司 ", { by: "name", name: "广州（一）公司" }],
])("%s is known for what it is", (_, text, sought) => (sought ? expect(soughtBy(text)).toMatchObject(sought) : expect(soughtBy(text)).toBeUndefined()));

const permit = { id: "1", label: "居住证申领 · 越秀区" };
test.each([
  ["the only one found", "居住证", [permit], "1"],
  ["the only one of just that name", ` ${permit.label} `, [permit, { id: "2", label: `${permit.label}（换领）` }], "1"],
  ["nothing where several are found", "居住证", [permit, { id: "2", label: "居住证换领 · 越秀区" }], undefined],
  ["nothing of two with one name", permit.label, [permit, { ...permit, id: "2" }], undefined],
  ["nothing where none is found", "护照", [], undefined],
])("of items, %s is meant", (_, typed, found, id) => expect(itemMeant(typed, found)?.id).toBe(id));
