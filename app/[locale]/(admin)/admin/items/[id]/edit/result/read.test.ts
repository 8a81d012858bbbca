import { expect, it } from "vitest";
import { starterLayout } from "@/domain/items/rules/layout";
import type { FaceFieldSpec, ItemResult } from "@/domain/items/schema/result";
import { draftOfResult, readResultDraft, resultOf } from "./read";
import type { ResultDraft } from "./state";

const spec = (key: string): FaceFieldSpec => ({ key, label: { zh: `${key}名` }, type: "text", required: false, mask: "most", maxLength: 20 });
const fields = [spec("name"), spec("home")];
const result: ItemResult = {
  name: "居住证", kind: "certificate", certificateType: "residence-permit", validMonths: 12, validity: "每年签注", sampleUrl: "https://example.gov.cn/a.pdf", coHolders: "owners",
  face: [{ key: "name", label: { zh: "name名" }, field: "applicantName" }, { key: "home", label: { zh: "home名" }, field: "case.decidedOn" }],
};

function posted({ bindings, rows, own, layout, ...facts }: ResultDraft, more: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...facts, source: own ? "own" : "type", rows: String(rows.length) })) form.set(name, value);
  for (const [key, field] of Object.entries(bindings)) form.set(`bind.${key}`, field);
  rows.forEach((row, at) => Object.entries(row).forEach(([name, value]) => form.set(`rows.${at}.${name}`, value)));
  if (layout) {
    const { elements, ...page } = layout;
    for (const [name, value] of Object.entries({ ...page, count: String(elements.length) })) form.set(`layout.${name}`, value);
    elements.forEach((element, at) => Object.entries(element).forEach(([name, value]) => form.set(`layout.${at}.${name}`, value)));
  }
  for (const [name, value] of Object.entries(more)) form.set(name, value);
  return form;
}

it.each([["bound to a type's fields", result, fields], ["with a page of its own", { ...result, layout: starterLayout("card") }, fields], ["of a type without fields", result, []]] as const)("a result %s survives its form", (_, before, of) => {
  expect(resultOf(readResultDraft(posted(draftOfResult(before))), of)).toEqual({ result: before });
});

it.each([
  ["a field no longer bound is gone", { "bind.home": "" }, { face: [result.face![0]] }],
  ["the type's page is taken again", { source: "type" }, {}],
  ["full-width months are read", { validMonths: "２４" }, { validMonths: 24 }],
])("%s", (_, more, expected) => expect(resultOf(readResultDraft(posted(draftOfResult(result), more)), fields)).toEqual({ result: { ...result, ...expected } }));

it("gives a field made up for the item a key of its own", () => {
  const draft = draftOfResult(result);
  draft.rows = [{ key: "f1", zh: "甲", en: "", field: "a" }, { key: "", zh: "乙", en: "B", field: "b" }, { key: "", zh: "", en: "", field: "" }];
  expect(resultOf(readResultDraft(posted(draft)), [])).toMatchObject({ result: { face: [{ key: "f1" }, { key: "f2", label: { zh: "乙", en: "B" }, field: "b" }] } });
});

it.each([[{ validMonths: "viele" }, ["validMonths"]], [{ name: "" }, ["name"]], [{ sampleUrl: "kein Ort" }, ["sampleUrl"]]])("%j is refused", (more, wrong) => {
  expect(resultOf(readResultDraft(posted(draftOfResult(result), more as Record<string, string>)), fields)).toEqual({ wrong });
});

it("without name and certificate there is no result", () => expect(resultOf(readResultDraft(posted(draftOfResult(null))), [])).toEqual({ result: null }));
