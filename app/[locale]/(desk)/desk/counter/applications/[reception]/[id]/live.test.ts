import { describe, expect, test } from "vitest";
import { compileForm } from "@/domain/forms/rules/compile";
import type { FormDefinition } from "@/domain/forms/schema";
import { fieldOf, liveForm, partOf, remembered, wholeRaw } from "./live";

const definition: FormDefinition = {
  version: 1,
  sections: [
    { id: "situations", title: { zh: "情形" }, fields: [{ id: "kind", type: "choice", label: { zh: "哪一种" }, options: [{ value: "new", label: { zh: "新办" } }, { value: "change", label: { zh: "变更" } }] }] },
    {
      id: "shop", title: { zh: "店铺" },
      fields: [
        { id: "shopName", type: "text", label: { zh: "店名" } },
        { id: "openedOn", type: "date", label: { zh: "开业日期" }, optional: true },
        { id: "before", type: "text", label: { zh: "原来的店名" }, visibleWhen: "situation.kind == 'change'" },
        { id: "licence", type: "file", label: { zh: "执照" } },
      ],
    },
  ],
};
const form = compileForm(definition);
const draft = { context: { today: "2026-03-02", profile: {}, situation: {} }, situationKeys: ["kind"], files: [], onFile: [], openFields: null };
const upload = { id: "f1", fieldId: "licence", name: "执照.pdf" } as never;
const wrong = (files: never[], onFile: never[] = []) => liveForm(form, { kind: "new", shopName: "" }, { ...draft, files, onFile }).errors.map(({ fieldId }) => fieldId);
const shownIn = (raw: Record<string, string>) => liveForm(form, raw, draft).sections.flatMap(({ fields }) => fields.map(({ id }) => id));

describe("the whole form on one page", () => {
  test("an answer shows and hides questions of other sections at once", () => {
    expect(shownIn({ kind: "new" })).not.toContain("before");
    expect(shownIn({ kind: "change" })).toContain("before");
  });

  test("tells every flaw of the page, uploads included", () => {
    expect(wrong([])).toEqual(["shopName", "licence"]);
    expect(wrong([upload])).toEqual(["shopName"]);
    expect(wrong([], [upload])).toEqual(["shopName"]);
  });

  test("writes stored answers into the inputs of all sections", () => {
    expect(wholeRaw(form, { kind: "new", shopName: "老张面馆" })).toMatchObject({ kind: "new", shopName: "老张面馆" });
  });
});

test.each([["shopName", "shopName"], ["openedOn-month", "openedOn"], ["openedOn.year", "openedOn"], ["other", undefined]])("the input %s belongs to %s", (name, field) => {
  expect(fieldOf(form, name)).toBe(field);
});

test("a part is saved with its own inputs alone", () => {
  expect(partOf(form, "shop", { kind: "new", shopName: "老张面馆", "openedOn-month": "3" })).toEqual({ shopName: "老张面馆", "openedOn-month": "3" });
});

test("what was typed into a question that went away comes back with it; what was emptied stays empty", () => {
  const before = { kind: "change", before: "旧名", shopName: "面馆" };
  expect(remembered(form, { before, now: { kind: "new" }, shown: new Set(["kind", "shopName"]) })).toEqual({ before: "旧名", kind: "new" });
});
