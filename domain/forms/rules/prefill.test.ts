import { describe, expect, test } from "vitest";
import { FormDefinition, type Answers, type Field } from "../schema";
import { compileForm } from "./compile";
import type { FormContext } from "./context";
import { countOrigins, isAboutSame, sameQuestion, type Filed } from "./prefill";

const label = { zh: "问" };
const formWith = <F,>(fields: F[]) => ({ version: 1 as const, sections: [{ id: "s", title: label, fields }] });
const formOf = (...fields: Field[]): FormDefinition => formWith(fields);
const permit = (text: string): FormContext["recalled"] => ({ certificates: { "certificate.permit.line": { name: "居住证", on: "2026-01-05", text } }, earlier: {} });
const context: FormContext = { today: "2026-03-02", profile: { name: "陈远", citizenId: "110101199003077774" }, situation: {} };

describe("a line of a certificate", () => {
  const bound = (field: object) => FormDefinition.parse(formWith([{ id: "q", label, prefill: "certificate.permit.line", ...field }]));
  test.each<[string, object, string, unknown]>([
    ["is text as printed", { type: "text" }, "汉族", "汉族"],
    ["is the option of that name", { type: "choice", options: [{ value: "han", label: { zh: "汉族" } }, { value: "hui", label: { zh: "回族" } }] }, "回族", "hui"],
    ["is no option that is not there", { type: "choice", options: [{ value: "han", label: { zh: "汉族" } }, { value: "hui", label: { zh: "回族" } }] }, "满族", undefined],
    ["is a day in Chinese words", { type: "date" }, "1990年3月7日", "1990-03-07"],
    ["is a day in digits", { type: "date" }, "1990-03-07", "1990-03-07"],
    ["is no number that it is not", { type: "number" }, "若干", undefined],
    ["is no address, which needs a division", { type: "address" }, "中山路 1 号", undefined],
  ])("%s", (_, field, text, expected) => {
    expect(compileForm(bound(field)).prefill({}, { ...context, recalled: permit(text) }).answers["q"]).toEqual(expected);
  });
});

describe("where an answer came from", () => {
  const form = formOf(
    { id: "name", type: "personName", label, prefill: "profile.name" },
    { id: "line", type: "text", label, prefill: { from: ["certificate.permit.line", "earlier"] } },
    { id: "before", type: "address", label, prefill: "earlier" },
    { id: "typed", type: "text", label },
  );
  const known: FormContext = { ...context, recalled: { ...permit("甲"), earlier: { before: { name: "某事项", on: "2025-10-03", value: { division: "310101", detail: "中山路 1 号" } } } } as FormContext["recalled"] };
  const filled = compileForm(form).prefill({}, known).answers;

  test("stands with its name and day while the answer stays", () => {
    expect(compileForm(form).origins({ ...filled, typed: "x" }, known)).toEqual({
      name: { from: "profile.name", kept: true },
      line: { from: "certificate.permit.line", kept: true, evidence: expect.objectContaining({ name: "居住证", on: "2026-01-05" }) },
      before: { from: "earlier", kept: true, evidence: expect.objectContaining({ name: "某事项", on: "2025-10-03" }) },
    });
  });

  test("says that it was changed, or cleared", () => {
    const { line, before } = compileForm(form).origins({ name: "陈远", line: "乙" }, known);
    expect([line?.kept, before?.kept]).toEqual([false, false]);
  });

  test("is counted as typed, taken over and changed; what is not answered counts nothing", () => {
    const answers: Answers = { ...filled, line: "乙", typed: "x" };
    const fields = form.sections[0]?.fields ?? [];
    expect(countOrigins(fields, answers, compileForm(form).origins(answers, known))).toEqual({ typed: 1, kept: 2, changed: 1 });
    expect(countOrigins(fields, {}, {})).toEqual({ typed: 0, kept: 0, changed: 0 });
  });
});

describe("the same question", () => {
  const asked: Field = { id: "bank", type: "text", label, meaning: "bankName", prefill: "earlier" };
  const filed = (field: Field, rest: Partial<Filed> = {}): Filed => ({ definition: formOf(field), answers: { [field.id]: "农行" }, sameItem: false, byOther: false, ...rest });
  test.each<[string, Field, Filed, boolean]>([
    ["of the same item by its id", { id: "bank", type: "text", label, prefill: "earlier" }, filed({ id: "bank", type: "text", label }, { sameItem: true }), true],
    ["of another item by its id alone is not", asked, filed({ id: "bank", type: "text", label }), false],
    ["of another item by what both mean", asked, filed({ id: "account", type: "text", label, meaning: "bankName" }), true],
    ["of another kind is not", asked, filed({ id: "account", type: "longText", label, meaning: "bankName" }), false],
    ["meaning nothing is not the same as meaning nothing", { id: "x", type: "text", label }, filed({ id: "y", type: "text", label }), false],
    ["left open there is not", asked, filed({ id: "account", type: "text", label, meaning: "bankName" }, { answers: {} }), false],
    ["of a colleague's phone is not", { id: "p", type: "phone", label, meaning: "contactPhone" }, filed({ id: "p", type: "phone", label, meaning: "contactPhone" }, { sameItem: true, byOther: true }), false],
    ["of a signature is not", { id: "sign", type: "signature", label }, filed({ id: "sign", type: "signature", label }, { sameItem: true }), false],
  ])("%s", (_, field, earlier, found) => {
    expect(sameQuestion(field, earlier) !== undefined).toBe(found);
  });

  test.each<[string, Answers, boolean]>([
    ["says the account's name and number", { who: "陈远", number: "110101199003077774" }, true],
    ["leaves them open", {}, true],
    ["says another name", { who: "外婆" }, false],
    ["says another number", { number: "11010519491231002X" }, false],
  ])("an application that %s is about the same person: %s", (_, answers, same) => {
    const definition = formOf({ id: "who", type: "personName", label, prefill: "profile.name" }, { id: "number", type: "citizenId", label, prefill: "profile.citizenId" });
    expect(isAboutSame({ definition, answers }, context)).toBe(same);
  });
});
