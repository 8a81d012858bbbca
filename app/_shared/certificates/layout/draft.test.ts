import { expect, it } from "vitest";
import { starterLayout } from "@/domain/items/rules/layout";
import type { Layout } from "@/domain/items/schema/layout";
import { draftOf, layoutOf, readDraft, shifted, type LayoutDraft } from "./draft";

const layout: Layout = {
  page: "card", border: "double", colour: "green", english: true,
  elements: [
    { id: "e1", kind: "text", text: { zh: "居住证\n样式", en: "Permit" }, x: 1.5, y: 2, width: 30, height: 8, size: 9.5, align: "center", tone: "accent", bold: true, spacing: 2 },
    { id: "e2", kind: "rows", fields: ["name", "sex"], x: 1, y: 12, width: 50, height: 20, size: 7, labelWidth: 12 },
    { id: "e3", kind: "line", x: 1, y: 40, width: 50, height: 0 },
  ],
};

function posted({ elements, ...page }: LayoutDraft, more: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...page, count: String(elements.length), ...more })) form.set(`layout.${name}`, value);
  elements.forEach((element, at) => Object.entries(element).forEach(([name, value]) => form.set(`layout.${at}.${name}`, value)));
  for (const [name, value] of Object.entries(more)) form.set(`layout.${name}`, value);
  return form;
}

it.each([["a page with everything", layout], ["the page to begin from", starterLayout()], ["the card to begin from", starterLayout("card")]])("%s survives its form", (_, page) => {
  expect(layoutOf(readDraft(posted(draftOf(page))))).toEqual({ layout: page });
});

it("takes elements away, puts them in order and adds one", () => {
  const draft = readDraft(posted(draftOf(layout), { "0.remove": "yes", "1.position": "9", "2.position": "1", add: "qr" }));
  expect(draft.elements.map(({ id, kind }) => [id, kind])).toEqual([["e3", "line"], ["e2", "rows"], ["e4", "qr"]]);
});

it("names the fields that hold no measure", () => {
  const draft = draftOf(layout);
  draft.elements[0]!.size = "gross";
  draft.elements[1]!.x = "";
  draft.elements[0]!.zh = "";
  expect(layoutOf(draft)).toEqual({ wrong: expect.arrayContaining(["elements.0.size", "elements.1.x", "elements.0.zh"]) as string[] });
});

it("moves by tenths of a millimetre and stops at the corner", () => {
  const [first] = draftOf(layout).elements;
  expect(shifted(first!, { x: 0.1, y: -5 })).toMatchObject({ x: "1.6", y: "0", width: "30" });
});
