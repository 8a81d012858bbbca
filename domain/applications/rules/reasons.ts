import type { Field, LocalisedText } from "@/domain/forms/schema";
import type { Material } from "@/domain/items/schema";

const text = (zh: string, en: string): LocalisedText => ({ zh, en });

const ofPapers: readonly LocalisedText[] = [
  text("缺少这份材料，请补充上传。", "Missing: please upload it."),
  text("上传的文件不清晰，请重新扫描或者拍照。", "Not readable: please scan or photograph it again."),
  text("材料已经过期，请提供在有效期内的材料。", "Out of date: please hand in one that is still valid."),
  text("缺少签字或者盖章，请签字、盖章后重新上传。", "Not signed or sealed: please sign or seal it and upload it again."),
  text("材料不完整，请补齐全部页面。", "Incomplete: please add the missing pages."),
  text("内容与登记信息不一致，请核对后更正。", "Does not agree with the register: please check and correct it."),
];

const ofAnswers: readonly LocalisedText[] = [
  text("没有填写，请补充。", "Not filled in: please add it."),
  text("填写有误，请更正。", "Not right: please correct it."),
  text("填写不完整，请补充完整。", "Incomplete: please complete it."),
  text("与上传的材料不一致，请核对后更正。", "Does not agree with the documents: please check and correct it."),
  text("与登记信息不一致，请核对后更正。", "Does not agree with the register: please check and correct it."),
];

/** What the guide of the item asks of a material, as reasons for which it may have to be corrected. */
function ofGuide({ acceptanceStandard, validityRule, issuer, originals }: Material): LocalisedText[] {
  return [
    ...(acceptanceStandard ? [text(`不符合受理标准：${acceptanceStandard}`, `Below the standard: ${acceptanceStandard}`)] : []),
    ...(validityRule ? [text(`不符合时间要求：${validityRule}`, `Wrong date: ${validityRule}`)] : []),
    ...(issuer ? [text(`应当由${issuer}出具，请重新提供。`, `To be issued by ${issuer}: please hand in another one.`)] : []),
    ...(originals ? [text(`需要原件${originals}份，请补充。`, `Originals needed: ${originals}.`)] : []),
  ];
}

/** Reasons ready to hand for asking a field to be corrected: what its material's guide says first, then what is common. */
export function correctionReasons({ type }: Pick<Field, "type">, material: Material | undefined): LocalisedText[] {
  return [...(material ? ofGuide(material) : []), ...(type === "file" ? ofPapers : ofAnswers)];
}
