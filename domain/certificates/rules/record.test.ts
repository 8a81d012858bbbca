import { describe, expect, it } from "vitest";
import type { CertificateRecord } from "../schema";
import { flawsOfRecord } from "./record";

const record: CertificateRecord = {
  schema: "tongban.certificate/1", certificate_identifier: "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
  certificate_type_name: "食品经营许可证", certificate_type_code: "11100000000013338W011", certificate_name: "食品经营许可证", certificate_number: "JY1", certificate_version: "001",
  issuing_authority_name: "某局", issuing_authority_code: "11430000006122244L", issuing_date: "2026-11-21", validate_start: "2026-11-21", validate_end: "2031-11-20",
  area_code: "990102", holders: [{ name: "某公司", code: "91430102MA4L16JQ9B", type: "001" }], related_item_name: "食品经营许可", related_item_code: "000131001000",
  extend_info: [{ key: "premises", labelZh: "经营场所", labelEn: "Premises", value: "一号" }], demo: true,
};

describe("a record that is to be signed", () => {
  it.each([["as issued", {}], ["without end", { validate_end: null }], ["of one day", { validate_end: "2026-11-21" }]])("is fit %s", (_, change) => expect(flawsOfRecord({ ...record, ...change })).toEqual([]));

  it.each<[string, Partial<CertificateRecord>]>([
    ["certificate_identifier", { certificate_identifier: record.certificate_identifier.replace(/U$/, "V") }],
    ["certificate_type_code", { certificate_type_code: "11100000000013338W012" }],
    ["issuing_authority_code", { issuing_authority_code: "91430102MA4L16JQ9B" }],
    ["certificate_version", { certificate_version: "002" }],
    ["validate_end", { validate_end: "2026-11-20" }],
    ["extend_info", { extend_info: [...record.extend_info, ...record.extend_info] }],
  ])("is not when its %s contradicts the rest", (flaw, change) => expect(flawsOfRecord({ ...record, ...change })).toEqual([flaw]));
});
