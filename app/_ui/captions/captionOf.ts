import { sentencesOf, valueOf } from "../read-aloud/collect";

/** What the caption says of a control: what it belongs to, its name, what is in it, and what is said about it. */
type Told = { group?: string | undefined; name: string; value?: string | undefined; notes?: readonly string[] };

const tidy = (text: string | null | undefined) => (text ?? "").replace(/\s+/g, " ").trim();
const unmarked = (text: string) => text.replace(/[：:]$/, "");

const marks = { zh: { colon: "：", stop: "。", gap: "" }, en: { colon: ": ", stop: ". ", gap: " " } } as const;

/** One line to read, each part once, punctuated as its language is: “是否独自居住：是”, “每月养老金：3120.5。没有请填 0”. */
export function toldText({ group, name, value, notes = [] }: Told, language: keyof typeof marks = "zh"): string {
  const { colon, stop, gap } = marks[language];
  const named = [group, name, value].map(tidy).filter((part, index, all) => part !== "" && all.indexOf(part) === index);
  const [last = ""] = named.slice(-1);
  const head = [...named.slice(0, -1).map(unmarked), last].join(colon);
  return [head, ...notes.map(tidy)].filter(Boolean).reduce((line, note) => line + (/[。！？.!?]$/.test(line) ? gap : stop) + note);
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
const isField = (element: Element | null): element is Field => element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;

function ofField(field: Field): string {
  const group = tidy(field.closest("fieldset")?.querySelector(":scope > legend")?.textContent);
  const label = field.getAttribute("aria-label") ?? field.labels?.[0]?.textContent;
  const ids = (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
  return toldText({ group, name: tidy(label), value: valueOf(field), notes: ids.map((id) => document.getElementById(id)?.textContent ?? "") }, document.documentElement.lang.startsWith("en") ? "en" : "zh");
}

const blocks = "p, li, dt, dd, h1, h2, h3, h4, td, th, legend, figcaption, output";

/** The sentence at a point of a text; without a point, its first. */
function ofText(block: Element, at: Range | undefined): string {
  const sentences = sentencesOf(block);
  const here = at && sentences.find(({ range }) => range?.isPointInRange(at.startContainer, at.startOffset));
  return tidy((here ?? sentences[0])?.text);
}

/** The text to show large for what is focused, touched or pointed at; nothing where there is no text. */
export function captionOf(target: Element, at?: Range): string {
  if (target.closest("[data-captions-skip]")) return "";
  const control = target.closest("a[href], button, summary, label, input, select, textarea");
  const labelled = control instanceof HTMLLabelElement ? control.control : control;
  if (isField(labelled)) return ofField(labelled);
  if (control) return tidy(control.getAttribute("aria-label") ?? control.textContent);
  const block = target.closest(blocks);
  return block ? ofText(block, at) : "";
}
