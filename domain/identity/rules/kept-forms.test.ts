import { expect, test } from "vitest";
import { actingField, formOf, keptFieldsOf } from "./kept-forms";

test("what was typed is kept as it was, but for files, passwords, codes, bank cards and keys", () => {
  const form = new FormData();
  for (const [name, value] of [["name", "张三"], ["pets", "cat"], ["pets", "dog"], ["empty", ""], ["_section", "applicant"], ["currentPassword", "x"], ["code", "123456"], ["bankCard", "6222020000000000000"], [actingField, "x"], ["idempotencyKey", "k"], ["$ACTION_1:0", "{}"]] as const) form.append(name, value);
  form.append("photo", new File(["x"], "x.png"));
  const kept = keptFieldsOf(form.entries());
  expect(kept).toEqual({ name: "张三", pets: ["cat", "dog"], empty: "", _section: "applicant" });
  expect([...formOf(kept!).entries()]).toEqual([["name", "张三"], ["pets", "cat"], ["pets", "dog"], ["empty", ""], ["_section", "applicant"]]);
});

test("what is no form is not kept", () => {
  expect(keptFieldsOf([["text", "x".repeat(200_001)]])).toBeUndefined();
});
