import { expect, it } from "vitest";
import type { CertificateRecord } from "../schema";
import { deskRecord } from "./desk";

const field = (key: string, value: string) => ({ key, labelZh: key, labelEn: key, value });
const record = (more: Partial<CertificateRecord>) => ({ certificate_number: "JY13101", holders: [{ name: "王二", code: "11010519491231002X", type: "111" }, { name: "甲公司", code: "91310101MA1FPX1234", type: "001" }], extend_info: [], ...more }) as unknown as CertificateRecord;

it("covers identity numbers wherever they stand, and nothing else", () => {
  const shown = deskRecord(record({ extend_info: [field("id", "11010519491231002X"), field("words", "王二（11010519491231002x）与310101199001010014"), field("uscc", "91310101MA1FPX1234"), field("serial", "1234567890123456789012")] }));
  expect(shown.covered).toEqual(["id", "words"]);
  expect(JSON.stringify(shown.record)).not.toMatch(/1949123|19900101/);
  expect(shown.record.extend_info.slice(2).map(({ value }) => value)).toEqual(["91310101MA1FPX1234", "1234567890123456789012"]);
  expect(shown.record.holders[1]).toMatchObject({ code: "91310101MA1FPX1234" });
});

it("covers a number of the certificate that is somebody's identity number", () => {
  expect(deskRecord(record({ certificate_number: "11010519491231002X" })).covered).toEqual(["certificate_number"]);
});
