import type { Answers, Field, FormDefinition } from "../../schema";
import type { RawAnswers } from "../reading";
import type { CorpusCase } from "./run";

/* Cases that once went wrong elsewhere, or where a browser might differ from a server: locale, Unicode, numbers, days, order. */

type Loose = Record<string, unknown> & { id: string; type: string };
const label = { zh: "字段" };
const options = [{ value: "a", label }, { value: "b", label }];

const form = (fields: Loose[], more: Loose[] = [], when?: string): FormDefinition => ({
  version: 1,
  sections: [
    { id: "one", title: label, fields: fields.map((field) => ({ label, ...field }) as unknown as Field) },
    ...(more.length > 0 ? [{ id: "two", title: label, ...(when !== undefined && { visibleWhen: when }), fields: more.map((field) => ({ label, ...field }) as unknown as Field) }] : []),
  ],
});

const forms: Record<string, FormDefinition> = {
  texts: form([{ id: "short", type: "text", minLength: 2, maxLength: 4 }, { id: "long", type: "longText", maxLength: 10, optional: true }, { id: "name", type: "personName" }]),
  numbers: form([{ id: "whole", type: "number", min: -5, max: 10 }, { id: "money", type: "money" }, { id: "total", type: "computed", expression: "round(whole * money / 3, 2)", display: "money" }]),
  days: form([{ id: "from", type: "date", before: "today" }, { id: "to", type: "date", after: "from" }, { id: "years", type: "computed", expression: "age(from, today)" }], [{ id: "adult", type: "yesNo" }], "years >= 18"),
  chain: form([{ id: "first", type: "choice", options }, { id: "second", type: "choice", options, visibleWhen: "first == 'a'" }, { id: "third", type: "text", visibleWhen: "second == 'b'" }], [{ id: "last", type: "text" }], "!isEmpty(third)"),
  backwards: form([{ id: "shown", type: "text", visibleWhen: "later == 'a'" }], [{ id: "later", type: "choice", options }]),
  rows: form([
    { id: "people", type: "repeatingGroup", min: 1, max: 3, fields: [{ id: "who", type: "personName", label }, { id: "pay", type: "money", label, optional: true }, { id: "school", type: "text", label, visibleWhen: "pay < 100" }] },
    { id: "sum", type: "computed", expression: "sum(people.pay)", display: "money" },
  ], [{ id: "poor", type: "yesNo" }], "sum < 1000 && count(people) > 1"),
  names: form([{ id: "toString", type: "text" }, { id: "valueOf", type: "text", visibleWhen: "!isEmpty(toString)" }, { id: "length", type: "computed", expression: "length(toString)" }]),
  codes: form([{ id: "person", type: "citizenId" }, { id: "company", type: "uscc", optional: true }, { id: "phone", type: "phone" }, { id: "mail", type: "email", optional: true }, { id: "bank", type: "bankAccount", optional: true }]),
  births: form([{ id: "person", type: "citizenId" }, { id: "born", type: "date", mustBe: "birthOn(person)" }, { id: "years", type: "computed", expression: "age(birthOn(person), today)" }]),
  places: form([{ id: "where", type: "division" }, { id: "home", type: "address" }, { id: "local", type: "note", visibleWhen: "home.division == where" }]),
  bounds: form([{ id: "least", type: "text", minLength: 5, optional: true }, { id: "span", type: "dateRange" }, { id: "several", type: "multipleChoice", max: 1, options }]),
  papers: form([{ id: "paper", type: "file", maxFiles: 1 }, { id: "sign", type: "signature" }]),
};

type Given = { signers?: string[]; form: keyof typeof forms; answers?: Answers; post?: RawAnswers; today?: string; section?: string };
const given: Record<string, Given> = {
  "texts counted by character, not by code unit": { form: "texts", answers: { short: "𠮷𠮷𠮷𠮷", name: "𠮷田" } },
  "texts one too long": { form: "texts", answers: { short: "一二三四五", long: "12345678901", name: "·" } },
  "texts with blanks of every sort": { form: "texts", post: { short: "\u3000一 二\u00a0", long: "\r\n a \r b \n", name: "阿依•古丽" } },
  "texts in combining characters": { form: "texts", answers: { short: "e\u0301e\u0301", name: "Ａnna" } },
  "texts a database cannot keep": { form: "texts", post: { short: "a\u0000b\ud800c", name: "李\u0007雷" } },
  "numbers in full width, with thousands and a unit": { form: "numbers", post: { whole: "－３", money: "￥1,234.50元整" } },
  "numbers in 万": { form: "numbers", post: { whole: "0", money: "1.2345万" } },
  "numbers with binary noise": { form: "numbers", answers: { whole: 3, money: 0.1 } },
  "numbers with too many decimals": { form: "numbers", answers: { whole: 1.5, money: 0.005 } },
  "numbers out of bounds": { form: "numbers", answers: { whole: 11, money: -1 } },
  "numbers that are no numbers": { form: "numbers", post: { whole: "1e3", money: "0x10" } },
  "minus zero": { form: "numbers", answers: { whole: -0, money: 0 } },
  "days on the last day of February": { form: "days", answers: { from: "2008-02-29", to: "2026-03-01", adult: true }, today: "2026-02-28" },
  "days on the first of March": { form: "days", answers: { from: "2008-02-29", to: "2026-03-01", adult: true }, today: "2026-03-01" },
  "days that are not": { form: "days", answers: { from: "2025-02-29", to: "0000-00-00" } },
  "days in the wrong order": { form: "days", answers: { from: "2020-01-02", to: "2020-01-01" } },
  "days to come": { form: "days", post: { "from.year": "2027", "from.month": "1", "from.day": "1", "to": "2026年12月31日" } },
  "days half told": { form: "days", post: { "from.year": "1990", "from.day": "5" } },
  "a chain whose first link breaks": { form: "chain", answers: { first: "b", second: "b", third: "x", last: "y" } },
  "a chain that holds": { form: "chain", answers: { first: "a", second: "b", third: "x", last: "y" } },
  "a chain with a stranger in the middle": { form: "chain", answers: { first: "a", second: "z", third: "x" } },
  "a condition on what is asked later": { form: "backwards", answers: { shown: "x", later: "a" } },
  "a condition on what is asked later, not met": { form: "backwards", answers: { shown: "x", later: "b" } },
  "rows that are too many": { form: "rows", answers: { people: [1, 2, 3, 4].map(() => ({ who: "李雷", pay: 500 })) } },
  "rows of nothing": { form: "rows", answers: { people: [{}, { who: " " }] } },
  "rows with a condition within": { form: "rows", answers: { people: [{ who: "李雷", pay: 50, school: "一中" }, { who: "韩梅", pay: 500, school: "二中" }], poor: true } },
  "rows that are no rows": { form: "rows", answers: { people: [null, [], "x", { who: "李雷" }] } },
  "rows counted past the end": { form: "rows", post: { "people.rows": "1e9", "people.0.who": "李雷", "people.49.who": "韩梅", "people.-1.who": "x" } },
  "names every object has": { form: "names", answers: { toString: "abc", valueOf: "d" } },
  "names every object has, unanswered": { form: "names", answers: {} },
  "answers under names that are dangerous": { form: "names", answers: JSON.parse('{"__proto__":{"toString":"x"},"constructor":"y","toString":"abc"}') as Answers },
  "codes with blanks and small letters": { form: "codes", post: { person: "11010519491231002x", company: " 91350100m000100y43 ", phone: "+86 138-0001-0001", mail: "Ａ@example.com", bank: "6228 4800 0000 0000 000" } },
  "codes mistyped": { form: "codes", post: { person: "110105194912310021", company: "91350100M000100Y44", phone: "1380001000", mail: "a@b", bank: "6228480000000000001" } },
  "a person not born yet": { form: "codes", answers: { person: "11010519491231002X", phone: "13800010001" }, today: "1940-01-01" },
  "a birth that the ID number tells": { form: "births", post: { person: "１１０１０５ 19491231 002x", born: "1949年12月31日" } },
  "a birth that the ID number contradicts": { form: "births", answers: { person: "11010519491231002X", born: "1949-12-30" } },
  "a birth beside no ID number": { form: "births", answers: { born: "1949-12-30" } },
  "places too broad": { form: "places", answers: { where: "310000", home: { division: "310100", detail: "x" } } },
  "places that agree": { form: "places", answers: { where: "310101", home: { division: "310101", detail: "福州路 1 号" } } },
  "a city without counties": { form: "places", answers: { where: "441900", home: { division: "441900", detail: "x" } } },
  "bounds overstepped": { form: "bounds", answers: { least: "abcd", span: { start: "2026-02-01", end: "2026-01-01" }, several: ["b", "a"] } },
  "bounds kept": { form: "bounds", answers: { least: "abcde", span: { start: "2026-01-01", end: "2026-01-01" }, several: ["b"] } },
  "half a range": { form: "bounds", answers: { span: { start: "2026-02-01" } }, post: { "span.end": "2026/2/1", "several": ["b", "b"] } },
  "papers of somebody else": { form: "papers", answers: { sign: { name: "李雷", signedOn: "2026-01-01" } }, post: { paper: ["019aa000-0000-7000-8000-00000000ffff"], "sign.name": "李雷" } },
  "papers more than allowed": { form: "papers", answers: { paper: [{ fileId: "a", name: "a.pdf" }, { fileId: "b", name: "b.pdf" }], sign: { name: "李雷", signedOn: "2026-01-01" } } },
  "a signature in another name": { form: "papers", answers: { sign: { name: "韩梅", signedOn: "2026-01-01" } }, signers: ["李雷"] },
  "a signature in one of two names": { form: "papers", answers: { sign: { name: "李 雷", signedOn: "2026-01-01" } }, signers: ["韩梅", "李雷"] },
  "a signature kept from another day": { form: "papers", answers: { paper: [{ fileId: "a", name: "a.pdf" }], sign: { name: "李雷", signedOn: "2020-01-01" } } },
};

/** The hand-picked forms and cases. */
export function handPicked(): { forms: [string, FormDefinition][]; cases: CorpusCase[] } {
  const cases = Object.entries(given).map(([name, { form: of, answers = {}, post, today = "2026-11-22", section = "one", signers }]): CorpusCase => ({
    name, form: `picked: ${of}`, context: { today, profile: {}, situation: {}, ...(signers && { signers }) }, answers, ...(post && { posted: { section, raw: post } }),
  }));
  return { forms: Object.entries(forms).map(([name, definition]) => [`picked: ${name}`, definition]), cases };
}
