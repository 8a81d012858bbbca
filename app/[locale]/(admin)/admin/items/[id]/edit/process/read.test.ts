import { describe, expect, test } from "vitest";
import { ProcessStep } from "@/domain/items/schema/process";
import { judge, readSteps, rearranged } from "./read";

const department = "0198a1b2-0000-7000-8000-000000000001";
const steps: ProcessStep[] = ProcessStep.array().parse([
  { key: "accept", kind: "accept", name: { zh: "受理", en: "Acceptance" }, role: "clerk", limitDays: 2 },
  { key: "fire", kind: "consult", name: { zh: "消防意见" }, role: "approver", departmentId: department, after: ["accept"], when: "situation.way == 'rent'", limitDays: 5, limitUnit: "calendarDay", yellowDays: 2, procedures: ["听证"], standard: "一\n二", tells: { entered: "siteVisit" } },
  { key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver", automatic: { rows: [{ when: "age >= 80", explanation: { zh: "年满 80", en: "80 or over" } }], takes: ["m1"] } },
]);

/** The form as the page shows these steps, with changes. */
function formOf(changes: Record<string, string | string[]> = {}): FormData {
  const shown: Record<string, string | string[]> = { count: String(steps.length) };
  for (const [at, step] of steps.entries()) {
    const put = (part: string, value: string | string[]) => (shown[`steps.${at}.${part}`] = value);
    put("key", step.key);
    put("kind", step.kind);
    put("name", step.name.zh);
    put("nameEn", step.name.en ?? "");
    put("role", step.role);
    put("departmentId", step.departmentId ?? "");
    put("order", step.after ? "named" : "previous");
    put("after", step.after ?? []);
    put("when", step.when ?? "");
    put("limitDays", String(step.limitDays ?? ""));
    put("limitUnit", step.limitUnit ?? "workday");
    put("yellowDays", String(step.yellowDays ?? ""));
    put("tells.entered", step.tells?.entered ?? "");
    put("tells.completed", step.tells?.completed ?? "");
    put("standard", step.standard ?? "");
    put("procedures", step.procedures ?? []);
    put("automatic.count", step.automatic ? "2" : "1");
    for (const [row, { when, explanation }] of (step.automatic?.rows ?? []).entries()) {
      put(`automatic.rows.${row}.when`, when);
      put(`automatic.rows.${row}.zh`, explanation.zh);
      put(`automatic.rows.${row}.en`, explanation.en);
    }
    put("automatic.takes", step.automatic?.takes ?? []);
  }
  const form = new FormData();
  for (const [name, values] of Object.entries({ ...shown, ...changes })) for (const value of [values].flat()) form.append(name, value);
  return form;
}

const read = (changes?: Record<string, string | string[]>) => judge(readSteps(formOf(changes)));

describe("the form of a process", () => {
  test("sent back untouched changes nothing, with the line ends of a browser too", () => {
    expect(read()).toEqual({ steps });
    expect(read({ "steps.1.standard": "一\r\n二" })).toEqual({ steps });
  });

  test("drops what was emptied, takes figures in any width, and adds a row to the table", () => {
    const changed = read({ "steps.1.when": "", "steps.1.limitDays": "１０", "steps.1.yellowDays": "", "steps.1.tells.entered": "", "steps.1.order": "previous", "steps.1.departmentId": "", "steps.2.automatic.rows.1.when": "age >= 90", "steps.2.automatic.rows.1.zh": "年满 90", "steps.2.automatic.rows.1.en": "90 or over", "steps.2.automatic.takes": [] });
    if (!("steps" in changed)) throw new Error(changed.wrong.join());
    expect(changed.steps[1]).toEqual({ key: "fire", kind: "consult", name: { zh: "消防意见" }, role: "approver", limitDays: 10, limitUnit: "calendarDay", standard: "一\n二", procedures: ["听证"] });
    expect(changed.steps[2]?.automatic?.rows.map(({ when }) => when)).toEqual(["age >= 80", "age >= 90"]);
    expect(changed.steps[2]?.automatic).not.toHaveProperty("takes");
  });

  test("removes the table with its last row, and with the kind of its step", () => {
    const emptied = read({ "steps.2.automatic.rows.0.when": "", "steps.2.automatic.rows.0.zh": "", "steps.2.automatic.rows.0.en": "" });
    expect("steps" in emptied && emptied.steps[2]).not.toHaveProperty("automatic");
    const other = read({ "steps.2.kind": "review" });
    expect("steps" in other && other.steps[2]).not.toHaveProperty("automatic");
  });

  test.each([
    ["steps.0.name", ""], ["steps.0.limitDays", "很快"], ["steps.0.limitDays", "-1"], ["steps.1.departmentId", "x"], ["steps.2.automatic.rows.0.en", ""], ["steps.2.automatic.rows.0.when", ""], ["steps.1.kind", "dance"],
  ])("tells that %s is not “%s”", (name, value) => expect(read({ [name]: value })).toMatchObject({ wrong: [name] }));
});

describe("the buttons beside the steps", () => {
  const keys = (pressed: string) => rearranged(steps, pressed)?.steps.map(({ key }) => key);
  test.each([
    ["up:fire", ["fire", "accept", "decide"], "down:fire"], ["down:fire", ["accept", "decide", "fire"], "up:fire"], ["down:accept", ["fire", "accept", "decide"], "down:accept"],
    ["up:accept", ["accept", "fire", "decide"], "up:accept"], ["add", ["accept", "fire", "step1", "decide"], ""],
  ])("%s: %j, and the focus is on %s", (pressed, order, focus) => {
    expect(keys(pressed)).toEqual(order);
    expect(rearranged(steps, pressed)?.focus).toBe(focus);
  });

  test("a step that is removed is no longer waited for", () => expect(rearranged(steps, "remove:accept")?.steps[0]).toMatchObject({ key: "fire", after: [] }));
  test.each(["save", "", "up:nobody", "up"])("“%s” moves nothing", (pressed) => expect(rearranged(steps, pressed)).toBeUndefined());
});
