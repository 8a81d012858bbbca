import { expect, test } from "vitest";
import type { DraftContent } from "@/domain/lifeEvents/schema";
import { materialLines, questionRows, readDraft, sharedLines } from "./content";

const content: DraftContent = {
  name: { zh: "孩子出生", en: "A child is born" }, summary: { zh: "一次办", en: "In one go" }, stage: "birth", audience: "person",
  questions: { version: 1, sections: [
    { id: "child", title: { zh: "孩子叫什么？", en: "What is the child called?" }, description: { zh: "按出生证明填写" }, fields: [{ id: "name", type: "personName", label: { zh: "姓名", en: "Name" }, hint: { zh: "不要有空格" } }] },
    { id: "contact", title: { zh: "怎么联系您？" }, fields: [
      { id: "phone", type: "phone", label: { zh: "电话", en: "Phone" }, prefill: "profile.phone" },
      { id: "way", type: "choice", label: { zh: "领取" }, optional: true, options: [{ value: "post", label: { zh: "邮寄", en: "Post" } }, { value: "counter", label: { zh: "窗口" } }] },
    ] },
  ] },
  members: [{ key: "register", itemCode: "11440104DE45107325444070KS3200001", note: { zh: "先办", en: "First" } }, { key: "insure", itemCode: "11440111DE4348341C444075SB5F00001", when: "way == 'post'" }],
  shared: [{ question: "phone", member: "register", field: "applicantPhone" }],
  materials: [{ name: { zh: "户口簿", en: "Household register" }, in: [{ member: "register", field: "m1" }, { member: "insure", field: "m2" }] }],
};

/** What the editor's page posts when nothing was changed. */
function posted({ name, summary, stage, audience, questions, members, shared, materials }: DraftContent): FormData {
  const form = new FormData();
  const plain = { nameZh: name.zh, nameEn: name.en, summaryZh: summary.zh, summaryEn: summary.en, stage, audience, shared: sharedLines(shared), materials: materialLines(materials) };
  const rows = questionRows(questions).flatMap(({ optional, ...row }, at) => [...Object.entries(row), ...(optional ? [["optional", "yes"]] : [])].map(([key, value]) => [`questions.${at}.${key}`, value] as const));
  const parts = members.flatMap(({ note, ...member }, at) => Object.entries({ ...member, note: note?.zh }).map(([key, value]) => [`members.${at}.${key}`, value] as const));
  for (const [key, value] of [...Object.entries(plain), ...rows, ...parts]) if (value) form.set(key, value);
  return form;
}

test("saving without a change keeps everything, also what the form does not show", () => {
  expect(readDraft(posted(content), content)).toEqual({ content });
});

test("a new question at the front leaves the addresses of the other pages alone", () => {
  const form = posted(content);
  for (const [key, value] of Object.entries({ id: "twins", type: "yesNo", zh: "双胞胎", pageZh: "几个孩子？" })) form.set(`questions.3.${key}`, value);
  const read = readDraft(form, content);
  expect("content" in read && read.content.questions?.sections.map(({ id }) => id)).toEqual(["child", "contact", "page-twins"]);
});

test("a choice of one option and a question without an id come back to their fields", () => {
  const form = posted(content);
  form.set("questions.2.options", "post=邮寄");
  form.set("questions.0.id", "");
  expect(readDraft(form, content)).toEqual({ wrong: ["questions.0.id", "questions.2.options"] });
});
