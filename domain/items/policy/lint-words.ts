import type { RevisionContent } from "@/domain/items/schema";
import type { Finding } from "./lint-finding";

/** The longest sentence that is still read in one go, in Chinese signs (GB/T 46066 and the plain-language guides ask for thirty). */
export const LONGEST_SENTENCE = 50;

/** Officialese and a plain way to say it. Words of law that have no plain twin are not here. */
export const officialese: readonly (readonly [word: string, plain: string])[] = [
  ["予以", "（删去）"], ["兹", "（删去）"], ["特此", "（删去）"], ["相关", "写明是哪些"], ["有关规定", "写明是哪一条规定"], ["之规定", "的规定"], ["上述", "写明是什么"],
  ["前款", "写明是什么"], ["逾期不予", "过了期限就不能"], ["方可", "才可以"], ["须由", "要由"], ["凡", "只要是"], ["系指", "是指"], ["届时", "到时候"], ["酌情", "写明按什么标准"],
  ["视情况", "写明什么情况"], ["等相关材料", "逐一写出材料"], ["贵单位", "您的单位"], ["缴讫", "已经缴清"], ["径向", "直接向"], ["尚未", "还没有"], ["如若", "如果"], ["若干", "写明数目"],
  ["申领人须知悉", "您要知道"], ["落实", "写明做什么"], ["知悉", "知道"], ["遵照执行", "照做"], ["为荷", "（删去）"],
];

/** Abbreviations that anybody knows. */
const known = new Set(["PDF", "JPG", "JPEG", "PNG", "A4", "A3", "APP", "ID", "VIP", "GB", "MB", "KB", "IP", "WIFI", "SIM", "OK", "CT", "EMS", "ATM", "QQ", "U"]);

type Text = { field: string; text: string };

/** Everything that a citizen reads in Chinese, by field. */
function texts({ summary, conditions, flow, questions, materials, onSiteReason, quantityLimit, rights, duties }: RevisionContent): Text[] {
  const one = (field: string, text: string | undefined): Text[] => (text ? [{ field, text }] : []);
  return [
    ...one("summary", summary?.zh),
    ...conditions.map((text, at) => ({ field: `conditions.${at}`, text })),
    ...flow.map((text, at) => ({ field: `flow.${at}`, text })),
    ...questions.map(({ answer }, at) => ({ field: `questions.${at}`, text: answer })),
    ...materials.flatMap((material, at) => [material.condition, material.description?.zh, material.fillingNotes, material.acceptanceStandard].flatMap((text) => one(`materials.${at}`, text))),
    ...one("onSiteReason", onSiteReason), ...one("quantityLimit", quantityLimit), ...one("rights", rights), ...one("duties", duties),
  ];
}

/** The sentences of a text; a clause list broken by semicolons or lines reads as several. */
export function sentences(text: string): string[] {
  return text.split(/[。！？!?；;\n]+/u).map((sentence) => sentence.trim()).filter(Boolean);
}

const signs = (text: string) => [...text.matchAll(/\p{Script=Han}/gu)].length;
const cut = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** How easily a text is read: sentences within reach, officialese and unexplained abbreviations, each with the sentence it stands in. */
export type Readability = { sentences: number; long: string[]; words: { word: string; plain: string; sentence: string }[]; abbreviations: string[] };

export function readability(text: string): Readability {
  const all = sentences(text);
  return {
    sentences: all.length,
    long: all.filter((sentence) => signs(sentence) > LONGEST_SENTENCE),
    words: all.flatMap((sentence) => officialese.filter(([word]) => sentence.includes(word)).map(([word, plain]) => ({ word, plain, sentence }))),
    abbreviations: unexplained(text),
  };
}

/** Runs of capitals that the text never spells out, neither before nor behind in brackets. */
function unexplained(text: string): string[] {
  const used = new Set([...text.matchAll(/(?<![A-Za-z0-9])[A-Z]{2,8}(?![A-Za-z0-9])/gu)].map(([word]) => word));
  return [...used].filter((word) => !known.has(word) && !new RegExp(`[（(]\\s*${word}|${word}\\s*[（(]`, "u").test(text));
}

/** Out of 100: the share of sentences that have nothing against them. */
export function plainScore(content: RevisionContent): number {
  const read = texts(content).map(({ text }) => readability(text));
  const count = read.reduce((sum, one) => sum + one.sentences, 0);
  const heavy = read.reduce((sum, { long, words }) => sum + new Set([...long, ...words.map(({ sentence }) => sentence)]).size, 0);
  return count === 0 ? 100 : Math.round((100 * (count - heavy)) / count);
}

const MOST_PER_FIELD = 3;

/** What is hard to read, with the sentence; at most a few for each field, so that the worst is put right first. */
export function lintWords(content: RevisionContent): Finding[] {
  return texts(content).flatMap(({ field, text }) => {
    const { long, words, abbreviations } = readability(text);
    const findings: Finding[] = [
      ...long.map((sentence): Finding => ({ field, code: "items.sentenceLong", severity: "warning", params: { count: signs(sentence), sentence: cut(sentence) } })),
      ...words.map(({ word, plain, sentence }): Finding => ({ field, code: "items.officialese", severity: "warning", params: { word, plain, sentence: cut(sentence) } })),
      ...abbreviations.map((word): Finding => ({ field, code: "items.abbreviation", severity: "warning", params: { word } })),
    ];
    return findings.slice(0, MOST_PER_FIELD);
  });
}
