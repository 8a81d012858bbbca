import { describe, expect, it } from "vitest";
import { passwordFault, type PasswordFault } from "./passwords";

const common = new Set(["password1", "qwertyuiop", "iloveyou"]);
const own = ["19912345678", "11010519491231002X", "张伟明", ""];

describe("a password", () => {
  it.each<[string, PasswordFault | undefined]>([
    ["", "tooShort"], ["七个字的密码啊", "tooShort"], ["short 7", "tooShort"], ["八个汉字也可以的", undefined], ["🐼🐼🐼🐼🐼🐼🐼", "tooShort"],
    ["correct horse battery staple", undefined], ["x9".repeat(5), "common"], ["kq3v9".repeat(25), undefined], ["kq3v9".repeat(26), "tooLong"],
    ["Password1", "common"], ["QWERTYUIOP", "common"], ["iloveyou", "common"], ["iloveyou and my two cats", undefined],
    ["88888888", "common"], ["abcabcabc", "common"], ["123412341234", undefined],
    ["19912345678", "own"], ["a19912345678", "own"], ["11010519491231002x", "own"], ["张伟明12345", "own"], ["张伟明的第一只猫叫小花", undefined],
    ["only lower case letters", undefined], ["        leading", undefined],
  ])("%j: %s", (password, fault) => {
    expect(passwordFault(password, { common, own })).toBe(fault);
  });
});
