import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import enums from "@/app/_i18n/messages/zh-CN/enums.json";
import items from "@/app/_i18n/messages/zh-CN/items.json";
import type { RevisionContent } from "@/domain/items/schema";
import { AtAGlance } from "./AtAGlance";

const facts: RevisionContent = {
  name: "测试事项", itemType: "05", level: "4", audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised",
  statutoryLimit: null, promisedLimit: null, conditions: [], situations: [], materials: [], flow: [], fees: null, legalBasis: [], steps: [],
  result: null, questions: [], visits: null, onlineDepth: null, courier: null, sources: [], minAssuranceLevel: "L2", correctionDays: 15, form: null,
};
const shown = (content: Partial<RevisionContent>) =>
  renderToStaticMarkup(<NextIntlClientProvider locale="zh-CN" messages={{ items, enums }} timeZone="Asia/Shanghai"><AtAGlance guide={{ content: { ...facts, ...content } }} /></NextIntlClientProvider>);

describe("what to know first", () => {
  test.each<[string, Partial<RevisionContent>, string[]]>([
    ["the limit that holds where none is published, as the page says below", { handling: "promised" }, ["20 个工作日", "没有公布期限的"]],
    ["the limit of the law", { handling: "promised", statutoryLimit: { value: 7, unit: "workday" } }, ["7 个工作日", "法定期限"]],
    ["the promised limit before that of the law", { handling: "promised", promisedLimit: { value: 3, unit: "workday" }, statutoryLimit: { value: 7, unit: "workday" } }, ["3 个工作日", "承诺期限"]],
    ["that it is done at once", { handling: "instant" }, ["当场办结"]],
    ["the visits that its depth of online handling implies", { visits: null, onlineDepth: "3" }, ["最多 1 次"]],
    ["that nobody says how many visits", { visits: null, onlineDepth: null }, ["来源未写明"]],
  ])("tells %s", (_, content, words) => {
    for (const word of words) expect(shown(content)).toContain(word);
    expect(shown(content)).not.toContain("未公布");
  });
});
