import { expect, test } from "vitest";
import type { FormDefinition } from "../schema";
import { compileForm } from "./compile";
import type { FormContext } from "./context";
import { traceForm } from "./trace";

const label = { zh: "字段" };
const form: FormDefinition = {
  version: 1,
  sections: [
    { id: "one", title: label, fields: [{ id: "born", type: "date", label, before: "today" }, { id: "years", type: "computed", label, expression: "age(born, today)" }, { id: "local", type: "yesNo", label }] },
    {
      id: "two", title: label, visibleWhen: "years >= 60 && local", fields: [
        { id: "reason", type: "text", label, visibleWhen: "years > 80" },
        { id: "family", type: "repeatingGroup", label, fields: [{ id: "kin", type: "text", label }, { id: "school", type: "text", label, optional: true, visibleWhen: "kin == '子女' && local" }] },
      ],
    },
  ],
};
const context: FormContext = { today: "2026-11-22", profile: {}, situation: {} };
const traced = (answers: Parameters<typeof traceForm>[1]) =>
  traceForm(form, answers, context).map(({ kind, field, section, row, value, reads }) => [kind, field?.id ?? section.id, row, value, Object.fromEntries(reads.map((read) => [read.path, read.value]))]);

test("every rule is told with what it came to and what it read, rows by themselves", () => {
  expect(traced({ born: "1950-01-01", local: true, family: [{ kin: "子女" }, { kin: "配偶" }] })).toEqual([
    ["before", "born", undefined, "2026-11-22", {}],
    ["computed", "years", undefined, 76, { born: "1950-01-01" }],
    ["section", "two", undefined, true, { years: 76, local: true }],
    ["field", "reason", undefined, false, { years: 76 }],
    ["field", "school", 0, true, { kin: "子女", local: true }],
    ["field", "school", 1, false, { kin: "配偶", local: true }],
  ]);
});

test("a rule that reads what is not answered reads nothing, and hidden rows have none", () => {
  expect(traced({ family: [{ kin: "子女" }] })).toEqual([
    ["before", "born", undefined, "2026-11-22", {}],
    ["computed", "years", undefined, null, { born: null }],
    ["section", "two", undefined, false, { years: null, local: null }],
    ["field", "reason", undefined, false, { years: null }],
  ]);
});

test("a rule holds exactly when its field shows, where the section does", () => {
  const answers = { born: "1940-01-01", local: true, reason: "x", family: [{ kin: "a" }] };
  const { has } = compileForm(form).visible(answers, context);
  for (const { kind, field, row, value } of traceForm(form, answers, context)) {
    if (kind === "field" && field && row === undefined) expect(has(field.id)).toBe(value === true);
  }
});
