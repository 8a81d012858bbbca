import { describe, expect, test } from "vitest";
import { rawFromForm } from "@/app/_shared/forms/raw";
import { prepare } from "./prepare";
import type { DeskAct } from "./state";

const id = "0197a000-0000-7000-8000-000000000000";

/** What is wrong with an act as posted, or what its procedure is sent. */
async function posted(act: DeskAct, fields: [string, string][]) {
  const form = new FormData();
  for (const [name, value] of [["_id", id], ["_version", "3"], ...fields] as const) form.append(name, value);
  const prepared = prepare(act, form, rawFromForm(form));
  if ("problems" in prepared) return prepared.problems;
  let sent: unknown;
  await prepared.send(new Proxy({}, { get: () => (input: unknown) => Promise.resolve((sent = input)) }) as Parameters<typeof prepared.send>[0]);
  return sent;
}
const day = (name: string, [year, month, date]: [string, string, string]): [string, string][] => [[`${name}-year`, year], [`${name}-month`, month], [`${name}-day`, date]];

describe("a tolerant acceptance as posted", () => {
  test("says by when each material comes", async () => {
    expect(await posted("tolerantAccept", [["tolerantAccept.field", "m1"], ...day("tolerantAccept.dueOn.m1", ["2026", "3", "10"])])).toEqual({ id, version: 3, items: [{ fieldId: "m1", dueOn: "2026-03-10" }] });
  });
  test("without a day is wrong at the material it is missing for", async () => {
    expect(await posted("tolerantAccept", [["tolerantAccept.field", "m1"]])).toEqual({ "tolerantAccept.dueOn.m1": "day" });
  });
});

describe("what was found of materials as posted", () => {
  const two: [string, string][] = [["checkSupplement.material", "m1"], ["checkSupplement.material", "m2"]];
  test("leaves out what nobody looked at", async () => {
    expect(await posted("checkSupplement", [...two, ["checkSupplement.inOrder.m2", "no"], ["checkSupplement.reason.m2", "不清晰"]])).toEqual({ id, version: 3, items: [{ fieldId: "m2", inOrder: false, reason: "不清晰" }] });
  });
  test("wants a reason for what is not in order, and one finding at least", async () => {
    expect(await posted("checkSupplement", [...two, ["checkSupplement.inOrder.m1", "yes"], ["checkSupplement.inOrder.m2", "no"]])).toEqual({ "checkSupplement.reason.m2": "itemReason" });
    expect(await posted("checkSupplement", two)).toEqual({ "checkSupplement.field": "unchecked" });
  });
});

test.each<[DeskAct, [string, string][], Record<string, string>]>([
  ["transfer", [["transfer.reason", "不归我们"]], { "transfer.serviceItemId": "target" }],
  ["terminate", [["terminate.ground", "applicantDied"], ["terminate.reason", "已去世"]], { "terminate.basis": "basis" }],
  ["askExtension", [["askExtension.days", "11"], ["askExtension.reason", "案情复杂"]], { "askExtension.days": "days" }],
  ["requestCorrection", [], { "requestCorrection.field": "items" }],
])("%s says what is still wrong where it is", async (act, fields, problems) => {
  expect(await posted(act, fields)).toEqual(problems);
});
