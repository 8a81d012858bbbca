import { elementKinds, Layout, type LayoutElement } from "@/domain/items/schema/layout";

/** An element as its form holds it: everything is text, empty where nothing was said. */
export type ElementDraft = Record<(typeof elementFields)[number], string> & { id: string; kind: LayoutElement["kind"] };
/** A page as its form holds it. */
export type LayoutDraft = Record<(typeof pageFields)[number], string> & { elements: ElementDraft[] };

const pageFields = ["page", "border", "colour", "english"] as const;
const elementFields = ["x", "y", "width", "height", "zh", "en", "field", "fact", "fields", "size", "align", "tone", "bold", "spacing", "label", "labelWidth"] as const;
export const placeFields = ["x", "y", "width", "height"] as const;
const numbers: readonly string[] = [...placeFields, "size", "spacing", "labelWidth"];

/** What each kind of element says besides its place. */
export const fieldsOfKind: Record<LayoutElement["kind"], readonly (typeof elementFields)[number][]> = {
  text: ["zh", "en", "size", "align", "tone", "bold", "spacing"],
  field: ["field", "size", "align", "tone", "bold", "spacing", "label", "labelWidth"],
  fact: ["fact", "size", "align", "tone", "bold", "spacing", "label", "labelWidth"],
  rows: ["fields", "size", "labelWidth"],
  qr: [], seal: [], line: [],
};

const blank = Object.fromEntries(elementFields.map((name) => [name, ""])) as Record<(typeof elementFields)[number], string>;

const spoken = (value: unknown): string => (value === undefined || value === false ? "" : value === true ? "yes" : Array.isArray(value) ? value.join(" ") : String(value));

export function draftOf(layout: Layout): LayoutDraft {
  const { page, border, colour, english, elements } = layout;
  return { page, border, colour, english: spoken(english), elements: elements.map(elementDraft) };
}

function elementDraft({ id, kind, ...rest }: LayoutElement): ElementDraft {
  const said = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== "text").map(([name, value]) => [name, spoken(value)]));
  const words = "text" in rest ? { zh: rest.text.zh, en: rest.text.en ?? "" } : {};
  return { ...blank, ...said, ...words, id, kind };
}

/** A number as people type it, to a tenth. */
const numberOf = (text: string) => Math.round(Number(text.normalize("NFKC").replace(",", ".")) * 10) / 10;

/** The page a draft describes, or the fields that say what cannot be: `elements.2.size`, `border`. */
export function layoutOf({ page, border, colour, english, elements }: LayoutDraft): { layout: Layout } | { wrong: string[] } {
  const parsed = Layout.safeParse({ page, border, colour, english: english === "yes", elements: elements.map(elementOf) });
  if (parsed.success) return { layout: parsed.data };
  return { wrong: [...new Set(parsed.error.issues.map(({ path }) => path.join(".").replace(/\.text\.(zh|en)$/u, ".$1")))] };
}

function elementOf(draft: ElementDraft): Record<string, unknown> {
  const own = [...placeFields, ...fieldsOfKind[draft.kind]].filter((name) => name !== "zh" && name !== "en");
  const said = own.flatMap((name): [string, unknown][] => {
    const text = draft[name].trim();
    if (name === "fields") return [[name, text.split(/\s+/u).filter(Boolean)]];
    if (name === "bold") return text ? [[name, true]] : [];
    if (text === "") return numbers.includes(name) && (placeFields.some((place) => place === name) || name === "size") ? [[name, Number.NaN]] : [];
    return [[name, numbers.includes(name) ? numberOf(text) : text]];
  });
  const words = draft.kind === "text" ? { text: { zh: draft.zh.replaceAll("\r\n", "\n"), ...(draft.en.trim() ? { en: draft.en.replaceAll("\r\n", "\n") } : {}) } } : {};
  return { ...Object.fromEntries(said), ...words, id: draft.id, kind: draft.kind };
}

const kindOf = (text: string): LayoutElement["kind"] | undefined => elementKinds.find((kind) => kind === text);

/** What was posted: elements in the order of their position numbers, without those taken away, with one more where it was asked for. */
export function readDraft(form: FormData): LayoutDraft {
  const text = (name: string) => form.getAll(`layout.${name}`).join(" ");
  const count = Math.min(80, Number(text("count")) || 0);
  const posted = Array.from({ length: count }, (_, at) => at).filter((at) => text(`${at}.remove`) === "").flatMap((at) => {
    const kind = kindOf(text(`${at}.kind`));
    if (!kind) return [];
    const said = Object.fromEntries(elementFields.map((name) => [name, text(`${at}.${name}`)])) as Record<(typeof elementFields)[number], string>;
    return [{ place: Number(text(`${at}.position`)) || at + 1, element: { ...said, id: text(`${at}.id`), kind } }];
  });
  const elements: ElementDraft[] = posted.toSorted((a, b) => a.place - b.place).map(({ element }) => element);
  const added = kindOf(text("add"));
  return { page: text("page"), border: text("border"), colour: text("colour"), english: text("english"), elements: added ? [...elements, newElement(added, elements)] : elements };
}

/** What a new element of each kind begins with. */
const beginnings: Record<LayoutElement["kind"], Partial<ElementDraft>> = {
  text: { zh: "文字", size: "11" }, field: { size: "11" }, fact: { fact: "number", size: "11" }, rows: { size: "11", labelWidth: "30", height: "40" },
  qr: { width: "20", height: "20" }, seal: { width: "20", height: "20" }, line: { height: "0" },
};

/** A new element in the upper left, to be moved where it belongs. */
export function newElement(kind: LayoutElement["kind"], elements: readonly ElementDraft[]): ElementDraft {
  const last = Math.max(0, ...elements.map(({ id }) => Number(id.slice(1)) || 0));
  return { ...blank, x: "10", y: "10", width: "50", height: "8", ...beginnings[kind], id: `e${last + 1}`, kind };
}

/** Moves or stretches an element by millimetres, to tenths, never beyond the upper left corner. */
export function shifted(element: ElementDraft, by: { x?: number; y?: number; width?: number; height?: number }): ElementDraft {
  const moved = placeFields.map((name) => [name, by[name] === undefined ? element[name] : String(Math.max(0, numberOf(String((Number(element[name]) || 0) + by[name]))))] as const);
  return { ...element, ...(Object.fromEntries(moved) as Pick<ElementDraft, (typeof placeFields)[number]>) };
}
