import { parsePhone } from "@/domain/core/codes";
import type { Field, PrefillSource } from "@/domain/forms/schema";
import { certificateLine, certificateSourcesIn } from "@/domain/forms/rules/prefill";
import { leftOver, untranslated } from "@/domain/items/rules/english";
import { linksIn } from "@/domain/items/rules/links";
import type { Material, RevisionContent } from "@/domain/items/schema";
import type { LinkState } from "@/domain/items/schema/life";
import type { Finding } from "./lint-finding";
import type { ProcessFacts } from "./lint-process";
import type { ResultFacts } from "./lint-result";

/** What lies outside the revision and is known at the time: what links answered, which certificates exist. */
export type LintFacts = ResultFacts & ProcessFacts & {
  links?: ReadonlyMap<string, { state: LinkState; failures: number }>;
  certificates?: readonly { id: string; name: string; aliases: readonly string[] }[];
};

/** So many looks in a row found nobody: not a bad day of the network any more. */
const LOOKS = 3;

/** What a guide says must stand on something: a basis, a register, an address that answers, a phone that can be rung. */
export function lintSources(content: RevisionContent, facts: LintFacts): Finding[] {
  return [...bases(content), ...registers(content, facts), ...satisfying(content, facts), ...filledFrom(content, facts), ...known(content), ...links(content, facts), ...phones(content), ...samples(content), ...english(content)];
}

const warning = (field: string, code: string, params: Finding["params"] = {}): Finding => ({ field, code: `items.${code}`, severity: "warning", params });

/** No condition and no material without a law, regulation or rule (优化营商环境条例 35). A condition names its own in 《》 or after 依据. */
function bases({ conditions, materials }: RevisionContent): Finding[] {
  const bare = conditions.map((text, at) => ({ at: at + 1, text })).filter(({ text }) => !/《[^》]+》|依据[:：]/u.test(text));
  return [
    ...(bare.length > 0 ? [warning("conditions", "conditionBasisMissing", { numbers: bare.map(({ at }) => at).join("、") })] : []),
    ...materials.flatMap(({ basis, name }, at) => (basis ? [] : [warning(`materials.${at}`, "materialBasisMissing", { name: name.zh })])),
  ];
}

/** Nothing is asked on paper that a certificate or a register answers (国务院令第716号 7). */
function registers({ materials }: RevisionContent, { certificates = [] }: LintFacts): Finding[] {
  return materials.flatMap((material, at) => {
    if (material.exemption || material.certificateTypes?.length || (material.source === "government" && material.certificateType)) return [];
    const matching = certificates.find((type) => type.id === material.certificateType) ?? certificates.find((type) => isCalled(material, type));
    return matching ? [warning(`materials.${at}`, "materialIsCertificate", { name: material.name.zh, certificate: matching.name })] : [];
  });
}

/** What stands in place of a paper can be issued, so that somebody can hold it; judged where the catalogue was looked at. */
function satisfying({ materials }: RevisionContent, { certificates }: LintFacts): Finding[] {
  if (!certificates) return [];
  const published = new Set(certificates.map(({ id }) => id));
  return materials.flatMap(({ certificateTypes = [] }, at) =>
    certificateTypes.filter((type) => !published.has(type)).map((type): Finding => ({ field: `materials.${at}`, code: "items.certificateTypeUnpublished", severity: "error", params: { type } })));
}

/** A question is filled in only from certificates that somebody can hold. */
function filledFrom({ form }: RevisionContent, { certificates }: LintFacts): Finding[] {
  if (!certificates || !form) return [];
  const types = new Set(certificateSourcesIn(form).map((source) => certificateLine(source).typeId));
  return [...types].filter((type) => !certificates.some(({ id }) => id === type)).map((type): Finding => ({ field: "form", code: "items.certificateTypeUnpublished", severity: "error", params: { type } }));
}

// The whole name, with or without what hangs on it: 居民身份证（复印件） is 居民身份证.
function isCalled({ name }: Material, { name: type, aliases }: { name: string; aliases: readonly string[] }): boolean {
  const bare = name.zh.replace(/[（(][^）)]*[）)]|复印件|原件|扫描件|正本|副本|[及和与、].*$/gu, "").trim();
  return [type, ...aliases].some((called) => called.length > 1 && called === bare);
}

/** What the profile of a proven identity holds, by the type of the question. */
const held: readonly { type: Field["type"]; source: PrefillSource }[] = [
  { type: "citizenId", source: "profile.citizenId" },
  { type: "uscc", source: "organisation.uscc" },
];

const sourcesOf = ({ prefill }: Field): readonly string[] => (prefill === undefined ? [] : typeof prefill === "string" ? [prefill] : prefill.from);

/** The form asks nobody to type what their account proves. Another person's number is nobody's own: only the first of its kind counts. */
function known({ form }: RevisionContent): Finding[] {
  const fields = form?.sections.flatMap((section) => section.fields) ?? [];
  const filled = new Set(fields.flatMap(sourcesOf));
  return held.flatMap(({ type, source }) => {
    const asked = fields.find((field) => field.type === type);
    return asked && !filled.has(source) ? [warning("form", "fieldKnown", { field: asked.label.zh })] : [];
  });
}

function links(content: RevisionContent, { links: checked }: LintFacts): Finding[] {
  return linksIn(content).flatMap(({ field, url }) => {
    const seen = checked?.get(url);
    const dead = seen && (seen.state === "gone" || seen.state === "refused" || (seen.state === "unreachable" && seen.failures >= LOOKS));
    return dead ? [warning(field, "linkDead", { url, state: seen.state })] : [];
  });
}

/** Short numbers that any phone in the country reaches. */
const hotline = /^(?:12\d{3}|123\d{2}|96\d{3,4}|95\d{3}|1[12]\d)$/;
const service = /^(?:400|800)\d{7}$/;
const landline = /^(?:0|86)(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}$/;

/** Whether a phone as printed can be rung from anywhere: a mobile, a hotline, or a line with its area code; an extension may follow. */
export function isReachable(phone: string): boolean {
  const bare = phone.normalize("NFKC").replace(/(?:转|ext\.?|分机)\s*\d+$/iu, "").replace(/[\s\-—–()（）+]/gu, "");
  return parsePhone(bare) !== undefined || hotline.test(bare) || service.test(bare) || landline.test(bare);
}

/** The numbers within a printed line, which often holds several and words beside them. */
export function numbersIn(line: string): string[] {
  return line.normalize("NFKC").split(/[,，、;；/／]|\s{2,}|或|和/u).map((part) => /[\d（(+][\d\s\-—–()（）]{2,}\d(?:\s*(?:转|ext\.?|分机)\s*\d+)?/iu.exec(part)?.[0].trim() ?? "").filter(Boolean);
}

function phones(content: RevisionContent): Finding[] {
  const lines: [field: string, line: string | undefined][] = [
    ["consultPhone", content.consultPhone], ["complaintPhone", content.complaintPhone], ["consultation", content.consultation?.phone], ["complaint", content.complaint?.phone],
    ["review", content.review?.phone], ["litigation", content.litigation?.phone], ...(content.places ?? []).map(({ phone }, at): [string, string | undefined] => [`places.${at}`, phone]),
  ];
  return lines.flatMap(([field, line]) => {
    if (!line) return [];
    const wrong = numbersIn(line).filter((number) => !isReachable(number));
    const none = numbersIn(line).length === 0;
    return none || wrong.length > 0 ? [warning(field, "phoneUnreachable", { phone: wrong[0] ?? line })] : [];
  });
}

/** A form one fills in by hand is shown filled in (行政许可法 30), and can be had blank. */
function samples({ materials }: RevisionContent): Finding[] {
  return materials.flatMap(({ name, blankForm, blankFormUrl, sample, sampleUrl }, at) => {
    const filledIn = /申请表|登记表|审批表|备案表|申请书|承诺书|声明书?$/u.test(name.zh);
    if (!filledIn) return [];
    return [
      ...(blankForm ?? blankFormUrl ? [] : [warning(`materials.${at}`, "blankFormMissing", { name: name.zh })]),
      ...(sample ?? sampleUrl ? [] : [warning(`materials.${at}`, "sampleMissing", { name: name.zh })]),
    ];
  });
}

const labelsOf = (form: RevisionContent["form"]) => form?.sections.flatMap((section) => [section.title, ...section.fields.map((field) => field.label)]) ?? [];

/** Half a translation is none: where the guide speaks English, its form, its materials and every text of it do too. */
function english(content: RevisionContent): Finding[] {
  const { nameEn, materials, form } = content;
  const labels = labelsOf(form);
  const unlabelled = labels.filter((label) => !label.en).length;
  const translated = unlabelled < labels.length;
  const expected = translated || nameEn !== undefined;
  return [
    ...counted("form", "englishPartly", translated ? unlabelled : 0),
    ...counted("materials", "englishOfMaterials", expected ? materials.filter(({ name }) => !name.en).length : 0),
    ...(translated && !nameEn ? [warning("nameEn", "englishName")] : []),
    ...counted("english", "englishMissing", expected ? untranslated(content).length : 0),
    ...counted("english", "englishLeftOver", leftOver(content).length),
  ];
}

const counted = (field: string, code: string, count: number): Finding[] => (count > 0 ? [warning(field, code, { count })] : []);
