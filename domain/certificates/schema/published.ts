import { z } from "zod";
import { CertificateRecord } from "../schema";

/** The version of the record: what was signed under it stays valid under it. A member may be added where it can be left out; any other change is another version. */
export const recordVersion = 1;

/** Where the schema of the record in this version can be read by anyone. */
export const recordSchemaPath = `/api/open/v1/certificates/schema/${recordVersion}.json`;

/** The members by their names in GB/T 36903. */
const titles: Record<keyof CertificateRecord, string> = {
  schema: "元数据版本", certificate_identifier: "电子证照标识", certificate_type_name: "证照类型名称", certificate_type_code: "证照类型代码",
  certificate_name: "证照名称", certificate_number: "证照编号", certificate_version: "证照版本号", associated_certificate_identifier: "关联证照标识", issuing_authority_name: "证照颁发机构",
  issuing_authority_code: "证照颁发机构代码", issuing_date: "证照颁发日期", validate_start: "证照有效期起始日期", validate_end: "证照有效期截止日期",
  area_code: "行政区划代码", holders: "持证主体", related_item_name: "关联事项名称", related_item_code: "关联事项代码", extend_info: "照面拓展信息", demo: "演示数据",
};

/** The JSON Schema (2020-12) of the record; `id` is the address it is published at. */
export function recordSchema(id: string): Record<string, unknown> {
  const { shape } = CertificateRecord;
  const titled = z.strictObject(Object.fromEntries(Object.entries(titles).map(([key, title]) => [key, shape[key as keyof CertificateRecord].meta({ title })])));
  return { ...z.toJSONSchema(titled, { target: "draft-2020-12" }), $id: id, title: `tongban.certificate/${recordVersion}` };
}
