import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { noticeBody } from "../rules";
import { textKinds, type MessageText, type NoticeText, type TextKind } from "../schema/texts";
import { fillText, readText, slotsIn } from "./fill";
import { sampleFacts, sampleParams } from "./sample";
import { checkText, firstText, noticeOf, slotsOf, type TextProblem } from "./texts";
import { messageInWords } from "./values";

const noticeText = (kind: TextKind) => firstText(kind) as NoticeText;
const reject = noticeText("notice.reject");
const accepted: MessageText = { zh: "您的申请 {number} 已受理[，{dueOn}前办结]。", en: "Accepted: {number}[, by {dueOn}]." };

describe("the language of texts", () => {
  it.each([
    ["编号{number}", { number: "1" }, "编号1"], ["[理由：{reason}]", { reason: "" }, ""], ["[理由：{reason}]", { reason: "旧" }, "理由：旧"],
    ["于{a}[（至{b}）]。", { a: "今天" }, "于今天。"], ["[于{a}[（至{b}）]。]", { a: "今天" }, "于今天。"], ["[于{a}[（至{b}）]。]", { b: "明天" }, ""], ["{a}{a}", { a: "x" }, "xx"],
  ])("%j with %j says %j", (text, values, expected) => expect(fillText(text, values)).toBe(expected));

  it.each(["[", "]", "{", "}", "{a b}", "a]b[", "[a", "{a}}", "[[a]", "{}"])("%j cannot be read", (text) => expect(readText(text)).toBeUndefined());

  it("never puts a value through the language again", () => {
    expect(fillText("{a}[{b}]", { a: "[{b}]", b: "{a}" })).toBe("[{b}]{a}");
  });

  it("reads any text or refuses it, and loses nothing of what it reads", () => {
    const signs = ["{", "}", "[", "]", "{a}", "{b}", "甲", "x "];
    for (let seed = 1; seed < 3000; seed += 1) {
      let state = seed * 2_654_435_761;
      const text = Array.from({ length: 1 + (seed % 9) }, () => signs[(state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % signs.length]).join("");
      const parts = readText(text);
      if (parts) expect(fillText(text, { a: "{a}", b: "{b}" })).toBe(text.replace(/[[\]]/g, ""));
      else expect(fillText(text, {})).toBe(text);
    }
  });
});

describe("every first version", () => {
  it.each(textKinds)("of %s is sound and leaves no placeholder or bracket when filled", (kind) => {
    expect(checkText(kind, firstText(kind))).toEqual([]);
    const notice = noticeOf(kind);
    const filled = notice ? JSON.stringify(Object.values(noticeBody(notice, sampleFacts("2026-03-05", "https://r.example/"), noticeText(kind))).filter((value) => typeof value === "string")) + noticeBody(notice, sampleFacts("2026-03-05", "https://r.example/"), noticeText(kind)).paragraphs.join("") : Object.values(messageInWords(firstText(kind) as MessageText, sampleParams("2026-03-05"))).join("");
    expect(filled).not.toMatch(/[{}]|\[[^"]*\{/);
  });

  it("stays as notices and messages were made from it: change it by publishing a second", () => {
    const written = Object.fromEntries(textKinds.filter((kind) => kind.startsWith("notice.")).map((kind) => [kind, firstText(kind)]));
    expect(createHash("sha256").update(JSON.stringify(written)).digest("hex").slice(0, 16)).toBe("00ea87aad4324358");
  });

  it.each(textKinds.flatMap((kind) => slotsOf(kind).must.map((slot) => [kind, slot] as const)))("of %s is refused without {%s}", (kind, slot) => {
    const without = JSON.parse(JSON.stringify(firstText(kind)).replaceAll(`{${slot}}`, "某")) as NoticeText;
    expect(checkText(kind, without)).toContainEqual({ code: "missing", slot });
  });
});

describe("a text", () => {
  const table: [string, TextKind, NoticeText | MessageText, TextProblem[]][] = [
    ["in other words is sound", "notice.reject", { ...reject, paragraphs: ["{you}的“{itemName}”申请（{number}）{law}决定不予{power}。", "[理由如下：{reason}]"] }, []],
    ["with an unknown placeholder", "notice.reject", { ...reject, paragraphs: [...reject.paragraphs, "{colour}"] }, [{ code: "unknown", slot: "colour" }]],
    ["with one that this notice has no value for", "notice.accept", { ...noticeText("notice.accept"), remedies: ["{reviewUrl}"] }, [{ code: "unknown", slot: "reviewUrl" }]],
    ["without remedies", "notice.reject", { ...reject, remedies: [] }, [{ code: "missing", slot: "reviewTerm" }, { code: "missing", slot: "litigationTerm" }, { code: "missing", slot: "reviewUrl" }]],
    ["that hides the reason behind what is seldom there", "notice.accept", { ...noticeText("notice.accept"), paragraphs: ["{number}{itemName}{receivedOn}{law}[{promisedDueOn}{statutoryDueOn}]"] }, [{ code: "missing", slot: "promisedDueOn" }]],
    ["that would be left hanging", "notice.reject", { ...reject, paragraphs: reject.paragraphs.map((line) => line.replaceAll(/[[\]]/g, "")) }, [{ code: "bare", slot: "reason" }]],
    ["with a bracket that is not closed", "notice.reject", { ...reject, title: "[决定" }, [{ code: "unreadable" }]],
    ["of another shape", "notice.reject", accepted, [{ code: "shape" }]],
    ["of a message is sound", "message.accepted", accepted, []],
    ["of a message that names the recipient", "message.accepted", { ...accepted, zh: `{recipient}：${accepted.zh}` }, [{ code: "personal", slot: "recipient" }]],
    ["of a message that tells the reason", "message.rejected", { zh: "申请 {number} 没有批准：{reason}", en: "Not approved: {number}" }, [{ code: "personal", slot: "reason" }]],
    ["of a message that names the item", "letter.case", { zh: "{itemName} {number}有进展", en: "News of {number}" }, [{ code: "personal", slot: "itemName" }]],
    ["of a message with somebody's number in it", "message.closed", { zh: "申请 {number} 已办结，联系 13800138000", en: "Closed: {number}" }, [{ code: "personal" }]],
    ["of a message that forgets its number in English", "message.closed", { zh: "申请 {number} 已办结", en: "Closed." }, [{ code: "missing", slot: "number" }]],
    ["of a message in one language twice", "message.closed", { zh: "申请 {number} 已办结", en: "{number} 已办结" }, [{ code: "language" }]],
    ["of a message with a parameter it never has", "message.closed", { zh: "申请 {number} 已办结 {level}", en: "Closed: {number}" }, [{ code: "unknown", slot: "level" }]],
  ];
  it.each(table)("%s: %s", (_, kind, content, problems) => expect(checkText(kind, content)).toEqual(problems));

  it("that is found sound keeps every day, reason and remedy of its facts", () => {
    const facts = sampleFacts("2026-03-05", "https://review.example/");
    for (const kind of textKinds) {
      const notice = noticeOf(kind);
      if (!notice) continue;
      const text = JSON.stringify(noticeBody(notice, facts, noticeText(kind)));
      for (const slot of slotsOf(kind).must.filter((one) => ["reason", "note"].includes(one))) expect(text).toContain(slot === "reason" ? facts.reason : facts.correction?.note);
      if (slotsOf(kind).must.includes("reviewUrl")) expect(text).toContain("https://review.example/");
      if (slotsIn(JSON.stringify(noticeText(kind))).some((slot) => slot.endsWith("On"))) expect(text).toContain("2026年3月5日");
    }
  });
});
