import { expect, it } from "vitest";
import type { CertificateTypeContent } from "@/domain/certificates/schema/catalogue";
import { factsDraftOf, factsOf, readFacts } from "./read";
import type { FactsDraft } from "./state";

const content: CertificateTypeContent = {
  name: "居住证", nameEn: "Residence permit", definingOrgan: { name: "公安部", level: "1" }, issuers: "县级公安机关", issuingLevel: "4", directoryKind: "1", grade: "A", holderKinds: ["person"], validity: { kind: "months", months: 12 }, validityText: "每年签注1次",
  basis: "居住证暂行条例 3", category: "身份与户籍", aliases: ["暂住证", "居住卡"], linkedItems: ["000709001000"], severalPerHolder: false, suite: "international",
  fields: [{ key: "name", label: { zh: "姓名", en: "Name" }, type: "text", required: true, mask: "name", maxLength: 20 }, { key: "no", label: { zh: "号码" }, type: "code", required: false, mask: "number", maxLength: 18 }],
};

function posted({ fields, holderKinds, ...facts }: FactsDraft, more: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(facts)) form.set(name, value);
  for (const kind of holderKinds) form.append("holderKinds", kind);
  form.set("fields", String(fields.length));
  fields.forEach(({ required, ...field }, at) => {
    for (const [name, value] of Object.entries(field)) form.set(`fields.${at}.${name}`, value);
    if (required) form.set(`fields.${at}.required`, "yes");
  });
  for (const [name, value] of Object.entries(more)) form.set(name, value);
  return form;
}

it("facts and fields survive their form", () => expect(factsOf(readFacts(posted(factsDraftOf(content))))).toEqual({ facts: content }));

it("takes a field away and puts another first", () => {
  const draft = readFacts(posted(factsDraftOf(content), { "fields.0.position": "2", "fields.1.position": "1" }));
  expect(draft.fields.map(({ key }) => key)).toEqual(["no", "name"]);
  expect(readFacts(posted(factsDraftOf(content), { "fields.0.remove": "yes" })).fields.map(({ key }) => key)).toEqual(["no"]);
});

it.each([
  [{ months: "viele" }, "months"],
  [{ validityKind: "fixed", until: "2026-02-30" }, "until"],
  [{ validityKind: "untilEvent", event: "" }, "event"],
  [{ name: "" }, "name"],
  [{ linkedItems: "123" }, "linkedItems"],
  [{ "fields.1.maxLength": "0" }, "fields.1.maxLength"],
  [{ "fields.0.key": "1st" }, "fields.0.key"],
  [{ "fields.0.zh": "" }, "fields.0.zh"],
])("%j is wrong at %s", (more, name) => expect(factsOf(readFacts(posted(factsDraftOf(content), more as Record<string, string>)))).toEqual({ wrong: [name] }));
