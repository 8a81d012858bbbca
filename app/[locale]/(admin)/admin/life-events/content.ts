import { FieldId, Option, type Field, type FieldType, type FormDefinition, type LocalisedText, type Section } from "@/domain/forms/schema";
import { DraftContent, type Member, type SharedAnswer, type SharedMaterial } from "@/domain/lifeEvents/schema";
import { textIn } from "../_parts/act";

/** The kinds of questions that can be shared: one plain answer each. */
export const questionTypes = ["yesNo", "choice", "multipleChoice", "text", "longText", "number", "money", "date", "division", "address", "personName", "citizenId", "uscc", "phone", "email"] as const satisfies readonly FieldType[];

type Row = { id: string; type: string; zh: string; en: string; pageZh: string; pageEn: string; options: string; when: string; optional: boolean };
const blank: Row = { id: "", type: "text", zh: "", en: "", pageZh: "", pageEn: "", options: "", when: "", optional: false };

const both = (zh: string, en: string): LocalisedText => ({ zh, ...(en ? { en } : {}) });
const optionLine = ({ value, label: { zh, en } }: Option) => [value, zh, ...(en ? [en] : [])].join("=");

/** The questions as rows: the first of a page carries its title. */
export function questionRows(questions: FormDefinition | null): Row[] {
  return (questions?.sections ?? []).flatMap(({ title, visibleWhen, fields }) => fields.map((field, at): Row => ({
    ...blank, id: field.id, type: field.type, zh: field.label.zh, en: field.label.en ?? "",
    pageZh: at === 0 ? title.zh : "", pageEn: at === 0 ? (title.en ?? "") : "",
    options: "options" in field ? field.options.map(optionLine).join("\n") : "",
    when: field.visibleWhen ?? visibleWhen ?? "", optional: field.optional ?? false,
  })));
}

export const sharedLines = (shared: readonly SharedAnswer[]) => shared.map(({ question, member, field }) => `${question} = ${member}.${field}`).join("\n");
export const materialLines = (materials: readonly SharedMaterial[]) => materials.map(({ name, in: places }) => `${name.zh} = ${places.map(({ member, field }) => `${member}.${field}`).join(", ")}`).join("\n");

/** Empty rows at the end of each list, for what is to come. */
export const spare = { questions: 3, members: 2 };

/** Reads the form; `wrong` names the fields that cannot be understood, by their names in the form. */
export function readDraft(form: FormData): { content: DraftContent } | { wrong: string[] } {
  const text = (name: string) => textIn(form, name);
  const wrong: string[] = [];
  const questions = readQuestions(text, wrong);
  const content = DraftContent.safeParse({
    name: both(text("nameZh"), text("nameEn")), summary: both(text("summaryZh"), text("summaryEn")), stage: text("stage"), audience: text("audience"),
    questions, members: readMembers(text, wrong), shared: readLines(text("shared"), sharedLine, "shared", wrong), materials: readLines(text("materials"), materialLine, "materials", wrong),
  });
  if (!content.success) wrong.push(...content.error.issues.map(({ path }) => fieldAt(path.map(String))));
  return content.success && wrong.length === 0 ? { content: content.data } : { wrong: [...new Set(wrong)] };
}

const fieldAt = ([first = "", second = ""]: readonly string[]) => (first === "name" || first === "summary" ? `${first}${second === "en" ? "En" : "Zh"}` : first === "members" ? `members.${second}.itemCode` : first === "questions" ? "questions.0.zh" : first);

type Text = (name: string) => string;

function readQuestions(text: Text, wrong: string[]): FormDefinition | null {
  const sections: Section[] = [];
  for (let at = 0; text(`questions.${at}.type`) !== ""; at += 1) {
    const name = (part: string) => `questions.${at}.${part}`;
    if (!text(name("zh"))) continue;
    const field = readQuestion((part) => text(name(part)));
    if (!FieldId.safeParse(text(name("id"))).success) wrong.push(name("id"));
    else if (field === undefined) wrong.push(name("options"));
    else if (text(name("pageZh")) || sections.length === 0) sections.push({ id: `page-${sections.length + 1}`, title: both(text(name("pageZh")) || text(name("zh")), text(name("pageEn"))), fields: [field] });
    else sections.at(-1)?.fields.push(field);
  }
  return sections.length > 0 ? { version: 1, sections } : null;
}

/** One question; nothing where its options cannot be understood. */
function readQuestion(part: Text): Field | undefined {
  const type = questionTypes.find((known) => known === part("type"));
  const common = { id: part("id"), label: both(part("zh"), part("en")), ...(part("optional") ? { optional: true } : {}), ...(part("when") ? { visibleWhen: part("when") } : {}) };
  if (type !== "choice" && type !== "multipleChoice") return type && { ...common, type };
  const options = part("options").split("\n").filter(Boolean).map((line) => {
    const [value = "", zh = "", en = ""] = line.split("=").map((piece) => piece.trim());
    return { value, label: both(zh, en) };
  });
  return options.length >= 2 && options.every((option) => Option.safeParse(option).success) ? { ...common, type, options } : undefined;
}

function readMembers(text: Text, wrong: string[]): Member[] {
  const members: Member[] = [];
  for (let at = 0; at < 14; at += 1) {
    const part = (name: string) => text(`members.${at}.${name}`);
    if (!part("itemCode")) continue;
    if (!/^[a-z][A-Za-z0-9]{0,29}$/.test(part("key"))) wrong.push(`members.${at}.key`);
    members.push({ key: part("key"), itemCode: part("itemCode").toUpperCase(), ...(part("when") ? { when: part("when") } : {}), ...(part("note") ? { note: { zh: part("note") } } : {}) });
  }
  return members;
}

function readLines<T>(typed: string, read: (line: string) => T | undefined, name: string, wrong: string[]): T[] {
  const lines = typed.split("\n").map((line) => line.trim()).filter(Boolean);
  const known = lines.map(read).filter((entry) => entry !== undefined);
  if (known.length < lines.length) wrong.push(name);
  return known;
}

const place = (text: string) => {
  const [member = "", field = "", ...more] = text.split(".").map((piece) => piece.trim());
  return member && field && more.length === 0 ? { member, field } : undefined;
};

function sharedLine(line: string): SharedAnswer | undefined {
  const [question = "", to = "", ...more] = line.split("=").map((piece) => piece.trim());
  const at = place(to);
  return question && at && more.length === 0 ? { question, ...at } : undefined;
}

function materialLine(line: string): SharedMaterial | undefined {
  const [name = "", to = "", ...more] = line.split("=").map((piece) => piece.trim());
  const places = to.split(/[,，]/u).map(place);
  return name && more.length === 0 && places.length >= 2 && places.every((entry) => entry !== undefined) ? { name: { zh: name }, in: places } : undefined;
}
