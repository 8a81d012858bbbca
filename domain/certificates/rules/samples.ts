import { makeCertificateIdentifier, makeCitizenId, makeUscc } from "@/domain/core/codes";
import type { FaceFieldSpec, ItemResult } from "@/domain/items/schema/result";
import type { CertificateTypeContent, Sample } from "../schema/catalogue";
import type { CertificateRecord, FaceField } from "../schema";
import { validUntil } from "../rules";

const citizenId = makeCitizenId({ divisionCode: "440199", birthOn: "1990-05-17", order: 2 });

type Words = { person: string; organisation: string; text: string; issuer: string };

const words: Record<Exclude<Sample, "longest">, Words> = {
  usual: { person: "李明华", organisation: "云澜市和顺餐饮管理有限公司", text: "云澜市临江区滨江大道188号", issuer: "云澜市临江区行政审批局" },
  english: { person: "Alexandra Montgomery", organisation: "Riverside Catering (Yunlan) Co., Ltd.", text: "188 Riverside Avenue, Linjiang", issuer: "云澜市临江区行政审批局" },
  rare: { person: "𠮷田𬭳", organisation: "𠮷祥（云澜）𬭳业有限公司", text: "𠮷庆里𬭳坊8号", issuer: "云澜市临江区行政审批局" },
};
const longest: Words = {
  person: "阿卜杜拉合曼·阿卜杜热依木·买买提吐尔逊江", organisation: "云澜市临江区滨江新城国际商务中心综合配套服务区和顺餐饮企业管理咨询服务股份有限公司第一分公司",
  text: "云澜市临江区滨江新城国际商务中心", issuer: "云澜市临江区滨江新城管理委员会综合行政审批和政务服务局",
};

/** Repeats a text to exactly so many characters. */
const filled = (text: string, length: number) => [...text.repeat(Math.ceil(length / [...text].length))].slice(0, length).join("");

/** What fields of these names hold, so that a page looks like one. */
const usual: readonly [RegExp, string, string][] = [
  [/性别/u, "女", "女"], [/民族/u, "汉族", "汉族"], [/身份/u, citizenId, citizenId], [/业态/u, "餐饮服务经营者", "Catering service"],
  [/项目|范围/u, "热食类食品制售、冷食类食品制售、糕点类食品制售", "Hot food, cold food, pastry"], [/机构|单位|执业地点/u, "云澜市临江区第一人民医院", "Linjiang First People's Hospital"],
];

function sampleValue(spec: FaceFieldSpec, sample: Sample): string {
  const { type, maxLength, label } = spec;
  if (type === "date") return /出生/u.test(label.zh) ? "1990年5月17日" : "2026年11月21日";
  if (sample === "longest") return filled({ number: "9876543210", code: "91440101MA9XQ2B77K", text: `${label.zh}${longest.text}` }[type], maxLength);
  return [...shortValue(spec, sample)].slice(0, maxLength).join("");
}

function shortValue({ type, label }: FaceFieldSpec, sample: Exclude<Sample, "longest">): string {
  const known = sample === "rare" ? undefined : usual.find(([pattern]) => pattern.test(label.zh));
  if (known) return sample === "usual" ? known[1] : known[2];
  return { number: "42", code: "91440101MA9XQ2B77K", text: words[sample].text, date: "" }[type];
}

const issuerUscc = makeUscc({ registrantType: "11", divisionCode: "440100", organisationBody: "99000002" });
const issuedOn = "2026-11-21";

type Source = { code: string; type: CertificateTypeContent; sample: Sample; result?: ItemResult | undefined };

/** An invented record to try a page with: every field of the type, or those an item binds, with sample values; never issued. */
export function sampleRecord({ code, type, sample, result }: Source): CertificateRecord {
  const { person, organisation, issuer } = sample === "longest" ? longest : words[sample];
  const isPerson = type.holderKinds[0] === "person";
  const serial = "SAMPLE00000000000000";
  return {
    schema: "tongban.certificate/1", certificate_identifier: makeCertificateIdentifier({ typeCode: code, issuerUscc, serial, version: 1 }),
    certificate_type_name: type.name, certificate_type_code: code, certificate_name: type.name, certificate_number: serial, certificate_version: "001",
    issuing_authority_name: issuer, issuing_authority_code: issuerUscc, issuing_date: issuedOn, validate_start: issuedOn,
    validate_end: validUntil(type.validity, issuedOn, result?.validMonths), area_code: "440100",
    holders: [isPerson ? { name: person, code: citizenId, type: "111" } : { name: organisation, code: makeUscc({ registrantType: "91", divisionCode: "440100", organisationBody: "MA9XQ2B7" }), type: "001" }],
    related_item_name: type.name, related_item_code: "000000000000", extend_info: faceSample(type, sample, result), demo: true,
  };
}

/** Names are the holder's: a field called 姓名 or 名称 shows the same person as the rest of the page. */
function faceSample({ fields, holderKinds }: CertificateTypeContent, sample: Sample, result: ItemResult | undefined): FaceField[] {
  const { person, organisation } = sample === "longest" ? longest : words[sample];
  const specs = fields.length > 0 ? fields : (result?.face ?? []).map(({ key, label }): FaceFieldSpec => ({ key, label, type: "text", required: false, mask: "most", maxLength: 40 }));
  const bound = result?.face && new Map(result.face.map(({ key, label }) => [key, label]));
  return specs.filter(({ key }) => !bound || bound.has(key)).map((spec) => {
    const label = bound?.get(spec.key) ?? spec.label;
    const name = /姓名|代表人|负责人|^名称$|经营者名称/u.test(label.zh) ? (holderKinds[0] === "person" || /姓名|代表人|负责人/u.test(label.zh) ? person : organisation) : undefined;
    return { key: spec.key, labelZh: label.zh, labelEn: label.en ?? label.zh, value: name === undefined || sample === "longest" ? sampleValue(spec, sample) : [...name].slice(0, spec.maxLength).join("") };
  });
}
