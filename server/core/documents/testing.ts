import type { CertificateRecord } from "@/domain/certificates/schema";

/** An invented certificate of an invented city; its holder's name has a character only the second font has. */
export const sampleRecord: CertificateRecord = {
  schema: "tongban.certificate/1",
  certificate_identifier: "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
  certificate_type_name: "食品经营许可证",
  certificate_type_code: "11100000000013338W011",
  certificate_name: "食品经营许可证",
  certificate_number: "JY11234567890123",
  certificate_version: "001",
  issuing_authority_name: "云澜市临江区市场监督管理局",
  issuing_authority_code: "11430000006122244L",
  issuing_date: "2026-11-21",
  validate_start: "2026-11-21",
  validate_end: "2031-11-20",
  area_code: "990102",
  holders: [{ name: "𠮷祥餐饮管理（云澜）有限公司", code: "91430102MA4L16JQ9B", type: "001" }],
  related_item_name: "食品经营许可",
  related_item_code: "000131001000",
  extend_info: [
    { key: "legalRepresentative", labelZh: "法定代表人（负责人）", labelEn: "Legal representative", value: "阿卜杜拉·买买提" },
    { key: "premises", labelZh: "经营场所", labelEn: "Premises", value: "云澜市临江区滨江大道188号鼎泰中心商业裙楼B1层（地铁2号线滨江站4号出入口旁）" },
  ],
  demo: true,
};
