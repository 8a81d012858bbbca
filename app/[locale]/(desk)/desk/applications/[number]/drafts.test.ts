import { expect, test } from "vitest";
import { restoredDrafts, resumedAct } from "./drafts";
import { untouched } from "./state";

const draft = (kind: string, fields: Record<string, string>, minute: number) => ({ kind, fields, savedAt: `2026-03-02T01:0${minute}:00.000Z` });

test("what was left half written comes back by act; the page opens at the last one that is still possible", () => {
  const drafts = [draft("act:refuse", { "refuse.reason": "不属于" }, 3), draft("note", { note: "先问一下" }, 2), draft("act:approve", { "approve.opinion": "准" }, 1), draft("act:unknown", {}, 0)];
  const { byAct, latest, note } = restoredDrafts(drafts, ["approve", "reject"]);
  expect([byAct, note]).toEqual([{ refuse: { "refuse.reason": "不属于" }, approve: { "approve.opinion": "准" } }, "先问一下"]);
  expect(resumedAct(latest)).toMatchObject({ act: "approve", raw: { "approve.opinion": "准" } });
});

test("where nothing was left the page begins untouched", () => {
  expect(resumedAct(restoredDrafts([], ["approve"]).latest)).toBe(untouched);
});
