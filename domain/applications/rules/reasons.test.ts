import { describe, expect, it } from "vitest";
import { CorrectionItem } from "../schema";
import { correctionReasons } from "./reasons";

describe("reasons ready to hand for a correction", () => {
  it("of a paper say what its guide asks first, then what is common to papers", () => {
    const material = { key: "m1", name: { zh: "健康证明" }, necessity: "required", acceptanceStandard: "加盖公章", validityRule: "一年内出具", issuer: "疾控中心", originals: 1 } as const;
    const reasons = correctionReasons({ type: "file" }, material).map(({ zh }) => zh);
    expect(reasons.slice(0, 4)).toEqual(["不符合受理标准：加盖公章", "不符合时间要求：一年内出具", "应当由疾控中心出具，请重新提供。", "需要原件1份，请补充。"]);
    expect(reasons).toContain("上传的文件不清晰，请重新扫描或者拍照。");
    expect(correctionReasons({ type: "file" }, { key: "m1", name: { zh: "照片" }, necessity: "required" })).toEqual(correctionReasons({ type: "file" }, undefined));
  });

  it("of an answer speak of answers, in both languages, and fit into a notice", () => {
    const reasons = correctionReasons({ type: "text" }, undefined);
    expect(reasons.map(({ zh }) => zh)).not.toContain("上传的文件不清晰，请重新扫描或者拍照。");
    for (const { zh, en } of [...reasons, ...correctionReasons({ type: "file" }, undefined)]) {
      expect(CorrectionItem.safeParse({ fieldId: "a", reason: zh }).success).toBe(true);
      expect(en).toBeTruthy();
    }
  });
});
