import type { LocalisedText } from "@/domain/forms/schema";
import type { Material, RevisionContent } from "@/domain/items/schema";

/** A guide without its form: what a page about an item has at hand. */
type Guide = Omit<RevisionContent, "form">;

/** A text that a guide says in Chinese alone, and where it first stands: `materials.1.condition`. */
export type ChineseText = { field: string; text: string };

/** The text as it is written down with its English: line ends and edges, which a form changes on its way, tell no texts apart. */
const tidy = (text: string) => text.replaceAll(/\r\n?/g, "\n").trim();

type Said = readonly [field: string, text: string | undefined];

const listed = <Entry>(field: string, entries: readonly Entry[] | undefined, saidOf: (entry: Entry) => readonly Said[]): Said[] =>
  (entries ?? []).flatMap((entry, at) => saidOf(entry).map(([part, text]) => [part ? `${field}.${at}.${part}` : `${field}.${at}`, text] as const));
const lines = (field: string, texts: readonly string[] | undefined) => listed(field, texts, (text) => [["", text]]);
/** The parts of an entry by name. */
const parts = <Name extends string>(entry: Readonly<Partial<Record<Name, unknown>>> | null | undefined, names: readonly Name[]): Said[] =>
  names.map((name) => [name, typeof entry?.[name] === "string" ? entry[name] : undefined] as const);
const within = (field: string, said: readonly Said[]): Said[] => said.map(([part, text]) => [`${field}.${part}`, text] as const);

const ofMaterial = (material: Material) => parts(material, ["condition", "formText", "issuer", "validityRule", "sharedData", "fillingNotes", "acceptanceStandard"]);

/** In the order in which a guide tells them. A law is not here: its Chinese is what binds, and it is quoted, not told. */
function saidIn(content: Guide): Said[] {
  const { materials, fees, places, questions, review, litigation, organ } = content;
  return [
    ...lines("conditions", content.conditions),
    ...listed("materials", materials, ofMaterial),
    ...within("promisedLimit", parts(content.promisedLimit, ["text"])), ...within("statutoryLimit", parts(content.statutoryLimit, ["text"])),
    ...listed("specialProcedures", content.specialProcedures, (one) => parts(one, ["name"])), ...listed("intermediaries", content.intermediaries, (one) => parts(one, ["service"])),
    ...within("fees", parts(fees, ["text"])), ...listed("fees.items", fees?.items, (one) => parts(one, ["name", "standard", "reduction"])),
    ...listed("channels", content.channels, (one) => parts(one, ["note"])), ...parts(content, ["onSiteReason"]), ...within("booking", parts(content.booking, ["rule"])), ...parts(content, ["quantityLimit"]),
    ...lines("flow", content.flow),
    ...within("result", parts(content.result, ["name", "validity"])),
    ...listed("places", places, (one) => parts(one, ["name", "address", "window", "openingHours", "directions"])),
    ...parts(content, ["address", "openingHours"]),
    ...within("consultation", parts(content.consultation, ["letterAddress"])), ...within("complaint", parts(content.complaint, ["letterAddress"])),
    ...listed("questions", questions, (one) => parts(one, ["question", "answer"])),
    ...within("review", parts(review, ["organ", "address"])), ...within("litigation", parts(litigation, ["organ", "address"])), ...parts(content, ["rights", "duties"]),
    ...within("organ", parts(organ, ["entrustedBy", "guidedBy"])), ...lines("organ.jointWith", organ?.jointWith),
  ];
}

/** Every text of a guide that a citizen reads and that has no place of its own for another language; each once, where it first stands. */
export function chineseTexts(content: Guide): ChineseText[] {
  const found = new Map<string, string>();
  for (const [field, said = ""] of saidIn(content)) {
    const text = tidy(said);
    if (/\p{Script=Han}/u.test(text) && !found.has(text)) found.set(text, field);
  }
  return [...found].map(([text, field]) => ({ field, text }));
}

type Worded = Pick<RevisionContent, "conditions" | "conditionsEn" | "english">;

/** Editions up to November 2026 told their conditions in a list beside the list: the nth says the nth, lists of different lengths nothing. */
function entriesOf({ conditions, conditionsEn, english }: Worded): Map<string, string> {
  const older = conditionsEn?.length === conditions.length ? conditions.map((zh, at) => [zh, conditionsEn[at] ?? ""] as const) : [];
  return new Map((english ? Object.entries(english) : older).map(([zh, en]) => [tidy(zh), en]));
}

/** What a guide shows of a Chinese text: with its English where somebody wrote it for this very text. */
export function inEnglish(content: Worded): (zh: string) => LocalisedText {
  const entries = entriesOf(content);
  return (zh) => {
    const en = entries.get(tidy(zh));
    return en ? { zh, en } : { zh };
  };
}

/** The texts that are still without English. */
export function untranslated(content: Guide): ChineseText[] {
  const entries = entriesOf(content);
  return chineseTexts(content).filter(({ text }) => !entries.has(text));
}

/** English whose Chinese stands nowhere in the guide any more, with the Chinese it was written for. */
export function leftOver(content: Guide): { zh: string; en: string }[] {
  const texts = new Set(chineseTexts(content).map(({ text }) => text));
  return [...entriesOf(content)].filter(([zh]) => !texts.has(zh)).map(([zh, en]) => ({ zh, en }));
}

/** The same content without the English that is left over. */
export function withoutLeftOver(content: RevisionContent): RevisionContent {
  const { english, ...others }: RevisionContent = foldEnglish(content);
  if (!english) return others;
  const texts = new Set(chineseTexts(content).map(({ text }) => text));
  return { ...others, english: Object.fromEntries([...entriesOf(content)].filter(([zh]) => texts.has(zh))) };
}

/** The same content with all of its English beside the Chinese it says, as every draft keeps it. */
export function foldEnglish<Content extends Worded>(content: Content): Omit<Content, "conditionsEn"> {
  const { conditionsEn, ...others } = content;
  return conditionsEn === undefined ? content : { ...others, english: Object.fromEntries(entriesOf(content)) };
}
