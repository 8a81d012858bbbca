import { describe, expect, it } from "vitest";
import type { FormDefinition } from "@/domain/forms/schema";
import { splitFields } from "./openFields";
import { pagesOf, pageState, stepAt } from "./steps";

const definition: FormDefinition = {
  version: 1,
  sections: [
    { id: "who", title: { zh: "谁" }, fields: [{ id: "name", type: "personName", label: { zh: "姓名" } }] },
    { id: "basis", title: { zh: "理由" }, fields: [{ id: "basis", type: "choice", label: { zh: "理由" }, options: [{ value: "work", label: { zh: "就业" } }, { value: "home", label: { zh: "居住" } }] }] },
    { id: "work", title: { zh: "单位" }, visibleWhen: "basis == 'work'", fields: [{ id: "employer", type: "text", label: { zh: "单位" } }] },
    { id: "remarks", title: { zh: "说明" }, fields: [{ id: "remarks", type: "longText", label: { zh: "说明" }, optional: true }] },
  ],
};
const draft = (answers: Record<string, string>, named?: string[]) => ({
  definition, answers, context: { today: "2026-11-20", profile: {}, situation: {} },
  errors: [], correction: named ? { items: named.map((fieldId) => ({ fieldId, reason: "请改" })) } : null,
});
const at = (page: string) => stepAt(draft({ basis: "work" }), page);
const ids = (pages: { section: { id: string } }[]) => pages.map(({ section }) => section.id);

describe("the pages of an application", () => {
  it("are those that apply to the answers", () => {
    expect(ids(pagesOf(draft({ basis: "home" })).asked)).toEqual(["who", "basis", "remarks"]);
    expect(ids(pagesOf(draft({ basis: "work" })).asked)).toEqual(["who", "basis", "work", "remarks"]);
  });

  it("are, under correction, those with something to put right", () => {
    const pages = pagesOf(draft({ basis: "work" }, ["employer", "children.0.name"]));
    expect([ids(pages.asked), ids(pages.all).length]).toEqual([["work"], 4]);
  });

  it("are, under correction, also those that what was corrected brings up", () => {
    const missing = { sectionId: "work", fieldId: "employer", code: "forms.required", params: {}, label: { zh: "单位" } } as const;
    expect(ids(pagesOf({ ...draft({ basis: "work" }, ["basis"]), errors: [missing] }).asked)).toEqual(["basis", "work"]);
  });

  it("show under correction what may change apart from what stays as filed", () => {
    const [name, basis] = definition.sections.flatMap(({ fields }) => fields);
    const fields = [name!, basis!, { id: "hint", type: "note", label: { zh: "说明" } }] as const;
    expect(splitFields(fields, null)).toEqual({ open: fields, kept: [] });
    expect(splitFields(fields, ["basis"])).toEqual({ open: [basis], kept: [name] });
  });

  it("are counted only once no answer to come can change their number", () => {
    expect(at("who")).toMatchObject({ current: 1, total: undefined, previous: undefined });
    expect(at("basis").total).toBeUndefined();
    expect(at("work")).toMatchObject({ current: 3, total: 5, previous: "basis" });
    expect(at("remarks").next).toBeUndefined();
  });

  it("say how far they are", () => {
    const { all } = pagesOf(draft({ basis: "work", name: "王" }));
    const wrong = [{ sectionId: "work", fieldId: "employer", code: "forms.required", params: {}, label: { zh: "单位" } }] as const;
    expect(all.map((page) => pageState(page, draft({ basis: "work", name: "王" }), wrong))).toEqual(["done", "done", "notStarted", "optional"]);
  });
});
