import { create } from "fontkit";
import { describe, expect, it } from "vitest";
import type { CertificateRecord } from "@/domain/certificates/schema";
import { renderCertificatePdf } from "./certificate-pdf";
import { fontRuns } from "./fonts";
import { renderNoticePdf, type Notice } from "./notice-pdf";
import { chineseDate } from "./pdf";
import { sampleRecord } from "./testing";
import { readPdf } from "./testing-pdf";

const verifyUrl = "https://zwfw.example.gov.cn/verify/1.2.156.3005.2.X";
const render = (changes: Partial<CertificateRecord> = {}) => renderCertificatePdf({ ...sampleRecord, ...changes }, { verifyUrl });

describe("fontRuns", () => {
  it("asks the second font only for what the first lacks", () => {
    expect(fontRuns("张𠮷𬭳")).toEqual([{ font: "sc", text: "张" }, { font: "jp", text: "𠮷" }, { font: "sc", text: "𬭳" }]);
  });

  it("names the characters no font has instead of printing boxes", () => {
    expect(() => fontRuns("李😀四\u{323AF}😀")).toThrow(
      expect.objectContaining({ kind: "unprocessable", code: "certificates.missingGlyph", params: { characters: "😀\u{323AF}" } }),
    );
  });
});

describe("chineseDate", () => {
  it("writes a calendar day without leading zeros", () => expect(chineseDate("2026-01-05")).toBe("2026年1月5日"));
});

describe("renderCertificatePdf", () => {
  it("prints the face, the holder with a rare character, and where to verify", async () => {
    const { pages, ...about } = await readPdf(await render());
    expect(pages).toHaveLength(1);
    const [text] = pages;
    for (const part of ["食品经营许可证", "𠮷祥餐饮", "JY11234567890123", "法定代表人", "阿卜杜拉·买买提", "2026年11月21日至2031年11月20日", verifyUrl, "电子印章示意", "演示"]) {
      expect(text).toContain(part);
    }
    expect(about).toMatchObject({ title: "食品经营许可证", author: "云澜市临江区市场监督管理局", language: "zh-CN" });
  });

  it("says 长期 where there is no end, and marks nothing as demonstration when it is none", async () => {
    const [text] = (await readPdf(await render({ validate_end: null, demo: false }))).pages;
    expect(text).toContain("至长期");
    expect(text).not.toContain("DEMO");
  });

  it("gives equal bytes for equal records, well under 300 KB", async () => {
    const [first, second] = [await render(), await render()];
    expect(first.equals(second)).toBe(true);
    expect(first.length).toBeLessThan(300_000);
  });

  it("goes on overleaf when the face is long, losing no field", async () => {
    const fields = Array.from({ length: 16 }, (_, index) => ({ key: `k${index}`, labelZh: `项目${index}`, labelEn: "Field", value: `第${index}项：${"热食类食品制售、".repeat(20)}完${index}` }));
    const { pages } = await readPdf(await render({ extend_info: fields }));
    expect(pages.length).toBeGreaterThan(1);
    const text = pages.join("");
    for (const { labelZh } of fields) expect(text).toContain(labelZh);
    for (let index = 0; index < 16; index += 1) expect(text).toContain(`完${index}`);
  });

  it("says once whom it is about, in the words of its face where these name them", async () => {
    const face = [{ key: "name", labelZh: "姓名", labelEn: "Name", value: "张三" }];
    const [text = ""] = (await readPdf(await render({ holders: [{ name: "张三", code: "11010119900307001X", type: "111" }], extend_info: face }))).pages;
    expect(text.split("张三")).toHaveLength(2);
    expect(text).not.toContain("持证主体");
    expect(text).toContain("11010119900307001X");
  });

  it("refuses a holder whose name cannot be printed", async () => {
    await expect(render({ holders: [{ name: "王\u{323AF}", code: "11010119900307001X", type: "111" }] })).rejects.toMatchObject({ code: "certificates.missingGlyph" });
  });

  it("embeds outlines, not just names, for every glyph it uses", async () => {
    const { fonts } = await readPdf(await render());
    expect(fonts).toHaveLength(2);
    const glyphs = fonts.flatMap(({ file, glyphs: used }) => [...used].map((id) => create(file).getGlyph(id)));
    expect(glyphs.length).toBeGreaterThan(100);
    // Only the space may be blank.
    expect(glyphs.filter(({ path }) => path.commands.length === 0).length).toBeLessThanOrEqual(1);
  });
});

describe("renderNoticePdf", () => {
  const notice: Notice = {
    number: "（云临市监）许准字〔2026〕第000123号",
    title: "准予行政许可决定书",
    titleEn: "Decision to Grant an Administrative Licence",
    recipient: "𠮷祥餐饮管理（云澜）有限公司",
    paragraphs: ["经审查，你单位提交的申请材料齐全、符合法定形式，本机关决定准予你单位取得食品经营许可："],
    items: ["热食类食品制售；", "冷食类食品制售。"],
    remedies: ["如不服本决定，可以自收到本决定书之日起六十日内申请行政复议，或者自收到本决定书之日起六个月内提起行政诉讼。"],
    issuer: "云澜市临江区市场监督管理局",
    issuedOn: "2026-11-21",
    verifyUrl,
    demo: false,
  };

  it("prints number, recipient, numbered items, remedies, issuer and date on one page", async () => {
    const { pages } = await readPdf(await renderNoticePdf(notice));
    expect(pages).toHaveLength(1);
    const [text] = pages;
    for (const part of [notice.number, "有限公司：", "1.热食类", "2.冷食类", "行政复议", notice.issuer, "2026年11月21日", verifyUrl]) expect(text).toContain(part);
  });

  it("never leaves issuer and date alone on a page", async () => {
    for (let count = 1; count <= 14; count += 1) {
      const { pages } = await readPdf(await renderNoticePdf({ ...notice, items: Array.from({ length: count }, (_, index) => `材料${index}；`) }));
      expect(pages.at(-1)).toContain("行政诉讼");
    }
  });
});
