import { describe, expect, it } from "vitest";
import { toldText } from "./captionOf";

describe("the large caption of a control", () => {
  it.each<[string, Parameters<typeof toldText>[0], string]>([
    ["its name alone", { name: "下一步" }, "下一步"],
    ["its group, its name and what is said of it", { group: "是否独自居住", name: "是", notes: ["请照实选择"] }, "是否独自居住：是。请照实选择"],
    ["what was typed", { name: "每月养老金", value: "3120.5", notes: ["没有请填 0", "请填写数字"] }, "每月养老金：3120.5。没有请填 0。请填写数字"],
    ["each part once", { group: "姓名", name: "姓名", value: "" }, "姓名"],
    ["blanks and line breaks of the page as one blank", { name: "  银行\n  账号 " }, "银行 账号"],
    ["no second full stop", { name: "我同意。", notes: ["可以撤回"] }, "我同意。可以撤回"],
    ["a colon of the label's own once", { name: "查询码：", value: "123456" }, "查询码：123456"],
  ])("%s", (_, told, expected) => expect(toldText(told)).toBe(expected));

  it.each<[string, Parameters<typeof toldText>[0], string]>([
    ["its group, its name and what is said of it", { group: "Do you live alone?", name: "Yes", notes: ["As it is today"] }, "Do you live alone?: Yes. As it is today"],
    ["no second full stop", { name: "I agree.", notes: ["You may take it back.", "Free of charge"] }, "I agree. You may take it back. Free of charge"],
  ])("in English, %s", (_, told, expected) => expect(toldText(told, "en")).toBe(expected));
});
