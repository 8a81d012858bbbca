import { Field, FieldId, type FieldType, type FormDefinition, type LocalisedText, type Option, type Section } from "@/domain/forms/schema";
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

/**
 * Reads the form; `wrong` names the fields that cannot be understood, by their names in the form. What the form does not
 * show (hints, prefills, addresses of pages, some English) stays as it was `before`.
 */
export function readDraft(form: FormData, before?: DraftContent): { content: DraftContent } | { wrong: string[] } {
  const text = (name: string) => textIn(form, name);
  const wrong: string[] = [];
  const questions = readQuestions(text, before?.questions ?? null, wrong);
  const content = DraftContent.safeParse({
    name: both(text("nameZh"), text("nameEn")), summary: both(text("summaryZh"), text("summaryEn")), stage: text("stage"), audience: text("audience"),
    questions, members: readMembers(text, before?.members ?? [], wrong), shared: readLines(text("shared"), sharedLine, "shared", wrong), materials: readLines(text("materials"), materialLine, "materials", wrong).map((row) => ({ ...row, name: before?.materials.find(({ name }) => name.zh === row.name.zh)?.name ?? row.name })),
  });
  if (!content.success) wrong.push(...content.error.issues.map(({ path }) => fieldAt(path.map(String))));
  return content.success && wrong.length === 0 ? { content: content.data } : { wrong: [...new Set(wrong)] };
}

const fieldAt = ([first = "", second = ""]: readonly string[]) => (first === "name" || first === "summary" ? `${first}${second === "en" ? "En" : "Zh"}` : first === "members" ? `members.${second}.itemCode` : first === "questions" ? "questions.0.zh" : first);

type Text = (name: string) => string;

function readQuestions(text: Text, before: FormDefinition | null, wrong: string[]): FormDefinition | null {
  const sections: Section[] = [];
  const known = (before?.sections ?? []).flatMap(({ fields }) => fields);
  for (let at = 0; text(`questions.${at}.type`) !== ""; at += 1) {
    const name = (part: string) => `questions.${at}.${part}`;
    const part: Text = (key) => text(name(key));
    if (!part("zh")) continue;
    const field = readQuestion(part, known);
    const last = sections.at(-1);
    if (!field) wrong.push(name(FieldId.safeParse(part("id")).success ? "options" : "id"));
    else if (last && !part("pageZh")) last.fields.push(field);
    else sections.push(pageOf(field, part, before));
  }
  return sections.length > 0 ? { version: 1, sections } : null;
}

/** A page that begins with this question: its address follows the question, or stays what it was. */
function pageOf(first: Field, part: Text, before: FormDefinition | null): Section {
  const known = before?.sections.find(({ fields }) => fields[0]?.id === first.id);
  const title = part("pageZh") ? both(part("pageZh"), part("pageEn")) : first.label;
  return { id: known?.id ?? `page-${first.id.toLowerCase().slice(0, 30)}`, title, ...(known?.description && { description: known.description }), fields: [first] };
}

/** One question, with what the form does not show of it from the one known before; nothing where it cannot be understood. */
function readQuestion(part: Text, known: readonly Field[]): Field | undefined {
  const before = known.find(({ id, type }) => id === part("id") && type === part("type"));
  const options = part("options").split("\n").filter(Boolean).map((line) => {
    const [value = "", zh = "", en = ""] = line.split("=").map((piece) => piece.trim());
    return { value, label: both(zh, en) };
  });
  const type = questionTypes.find((one) => one === part("type"));
  const typed = { id: part("id"), type, label: both(part("zh"), part("en")), optional: part("optional") ? true : undefined, visibleWhen: part("when") || undefined };
  return Field.safeParse({ ...before, ...typed, ...(type === "choice" || type === "multipleChoice" ? { options } : {}) }).data;
}

function readMembers(text: Text, before: readonly Member[], wrong: string[]): Member[] {
  const members: Member[] = [];
  for (let at = 0; at < 14; at += 1) {
    const part = (name: string) => text(`members.${at}.${name}`);
    if (!part("itemCode")) continue;
    if (!/^[a-z][A-Za-z0-9]{0,29}$/.test(part("key"))) wrong.push(`members.${at}.key`);
    members.push({ key: part("key"), itemCode: part("itemCode").toUpperCase(), ...(part("when") ? { when: part("when") } : {}), ...(part("note") ? { note: before.find(({ note }) => note?.zh === part("note"))?.note ?? { zh: part("note") } } : {}) });
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
