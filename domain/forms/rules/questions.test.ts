import { describe, expect, it } from "vitest";
import type { Answers, Field, FormDefinition } from "../schema";
import { compileForm } from "./compile";
import { isCountOpen, knownKey, nextScreen, questionAmong, screensOf, standingOf } from "./questions";

const text = (zh: string) => ({ zh });
const plain = (id: string, more: Partial<Field> = {}): Field => ({ id, type: "text", label: text(id), ...more }) as Field;
const note = (id: string, more: Partial<Field> = {}): Field => ({ id, type: "note", label: text(id), ...more }) as Field;
const sum = (id: string): Field => ({ id, type: "computed", label: text(id), expression: "1 + 1" });

const definition: FormDefinition = {
  version: 1,
  sections: [
    { id: "by", title: text("谁来办"), fields: [{ id: "filedBy", type: "choice", label: text("谁来办"), options: [{ value: "self", label: text("本人") }, { value: "other", label: text("别人") }] }] },
    { id: "who", title: text("是谁"), fields: [plain("name"), sum("age"), note("young"), plain("nickname"), plain("phone")] },
    { id: "helper", title: text("谁帮忙"), visibleWhen: "filedBy == 'other'", fields: [plain("helperName"), plain("helperOf", { visibleWhen: "helperName == 'x'" })] },
    { id: "money", title: text("多少钱"), fields: [sum("total"), note("estimate")] },
    { id: "end", title: text("结束"), fields: [note("warning"), plain("remark")] },
  ],
};
const context = { today: "2026-11-22", profile: {}, situation: {} };
const screens = (answers: Answers = {}, known: string[] = []) => screensOf(compileForm(definition).visible(answers, context).sections, (id) => known.includes(id));
const names = (list: ReturnType<typeof screens>) => list.map(({ sectionId, key, kind, fields }) => `${sectionId}/${key} ${kind}: ${fields.map(({ id }) => id).join(" ")}`);

describe("the screens of the simplified flow", () => {
  it.each<[string, Answers, string[], string[]]>([
    ["one question each, notes before theirs, values after", {}, [], [
      "by/filedBy question: filedBy", "who/name question: name age", "who/nickname question: young nickname", "who/phone question: phone",
      "money/total reading: total estimate", "end/remark question: warning remark",
    ]],
    ["what is known comes first, together", {}, ["name", "phone"], [
      "by/filedBy question: filedBy", "who/_known known: name age phone", "who/nickname question: young nickname",
      "money/total reading: total estimate", "end/remark question: warning remark",
    ]],
    ["questions that the answers bring up, and no others", { filedBy: "other", helperName: "x" }, [], [
      "by/filedBy question: filedBy", "who/name question: name age", "who/nickname question: young nickname", "who/phone question: phone",
      "helper/helperName question: helperName", "helper/helperOf question: helperOf", "money/total reading: total estimate", "end/remark question: warning remark",
    ]],
  ])("%s", (_, answers, known, expected) => expect(names(screens(answers, known))).toEqual(expected));

  it("each question is on exactly one screen, whatever is known", () => {
    for (const known of [[], ["name"], ["filedBy", "name", "nickname", "phone", "remark"]]) {
      const ids = screens({ filedBy: "other" }, known).flatMap(({ fields }) => fields.map(({ id }) => id));
      expect(ids.toSorted()).toEqual(["age", "estimate", "filedBy", "helperName", "name", "nickname", "phone", "remark", "total", "warning", "young"]);
    }
  });
});

describe("where a question stands", () => {
  const list = screens({}, ["name", "phone"]);
  it.each<[string, string, string | undefined, number, string]>([
    ["by its own key", "who", "nickname", 2, "nickname"],
    ["by its section, at the first", "who", undefined, 1, knownKey],
    ["a question that no longer applies: the first of its section", "who", "gone", 1, knownKey],
    ["a known answer opened alone", "who", "phone", 1, "phone"],
    ["a note, with its question", "who", "young", 2, "nickname"],
    ["a value, with the known answers", "who", "age", 1, knownKey],
  ])("%s", (_, section, question, index, key) => {
    const standing = standingOf(list, section, question);
    expect([standing?.index, standing?.screen.key]).toEqual([index, key]);
  });
  it("is nowhere in a section that does not apply", () => expect(standingOf(list, "helper", "helperName")).toBeUndefined());
  it("opens a known answer by itself", () => expect(standingOf(list, "who", "phone")?.screen.fields.map(({ id }) => id)).toEqual(["phone"]));
});

describe("what comes after a screen", () => {
  it.each<[string, Answers, string, string, string | undefined]>([
    ["the next question", {}, "by", "filedBy", "who/_known"],
    ["after the known answers, the first that is not", {}, "who", knownKey, "who/nickname"],
    ["after one known answer was opened, all of them", {}, "who", "phone", "who/_known"],
    ["over the page that does not apply", { filedBy: "self" }, "who", "nickname", "money/total"],
    ["into the page that the answer brought up", { filedBy: "other" }, "who", "nickname", "helper/helperName"],
    ["a question that its own answer brought up", { filedBy: "other", helperName: "x" }, "helper", "helperName", "helper/helperOf"],
    ["after the last, none", {}, "end", "remark", undefined],
  ])("%s", (_, answers, section, key, expected) => {
    const next = nextScreen(screens(answers, ["name", "phone"]), section, key);
    expect(next && `${next.sectionId}/${next.key}`).toBe(expected);
  });
});

describe("the number of screens", () => {
  it.each<[string, string[], boolean]>([
    ["is open while the answer that decides is to come", [], true],
    ["is open while a page that comes may bring up more", ["filedBy"], true],
    ["is settled when all that decides was answered", ["filedBy", "name", "nickname", "phone", "helperName"], false],
  ])("%s", (_, passed, open) => expect(isCountOpen(definition, new Set(passed))).toBe(open));
  it("does not depend on what is known of the person or chosen before", () => {
    const form: FormDefinition = { version: 1, sections: [{ id: "a", title: text("甲"), visibleWhen: "situation.kind == 'x' && profile.sex == 'male'", fields: [plain("remark")] }] };
    expect(isCountOpen(form, new Set())).toBe(false);
  });
});

describe("a question among all", () => {
  it.each<[string, string, string | undefined, [number, number | undefined, string | undefined]]>([
    ["the first has none before it, and no total while it decides what comes", "by", undefined, [1, undefined, undefined]],
    ["a later one has the one before", "who", "nickname", [3, undefined, knownKey]],
    ["a known answer opened alone leads back to all of them", "who", "phone", [2, undefined, knownKey]],
  ])("%s", (_, section, key, expected) => {
    const found = questionAmong(screens({}, ["name", "phone"]), definition, section, key);
    expect([found?.current, found?.total, found?.previous?.key]).toEqual(expected);
  });
  it("is told of how many once nothing more can come", () => expect(questionAmong(screens({ filedBy: "other" }), definition, "end", undefined)?.total).toBe(7));
});
