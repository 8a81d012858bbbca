import { sentenceSpans } from "./sentences";

/** A sentence of the page, its language, and where it stands; a field's value has no range. */
export type Sentence = { text: string; language: string; range?: Range };

const skipped = "[aria-hidden=true], [data-read-aloud=skip], script, style, noscript, template, option";

// What is folded keeps its boxes in some browsers, though nobody sees it.
const folded = "details:not([open]) > :not(summary)";

function isRead(element: Element): boolean {
  return !element.closest(`${skipped}, ${folded}`) && element.getClientRects().length > 0;
}

function blockOf(element: Element): Element {
  let block = element;
  while (block.parentElement && getComputedStyle(block).display === "inline") block = block.parentElement;
  return block;
}

/** What a field says: the choice or the text typed; passwords never. */
export function valueOf(field: Element): string {
  if (field instanceof HTMLSelectElement) return field.selectedOptions[0]?.label ?? "";
  if (field instanceof HTMLTextAreaElement) return field.value;
  const spoken = field instanceof HTMLInputElement && ["text", "tel", "email", "search", "number", "date"].includes(field.type);
  return spoken ? field.value : "";
}

type Piece = { node: Text; at: number };

function locate(pieces: readonly Piece[], offset: number): [Text, number] | undefined {
  const piece = pieces.findLast(({ at }) => at <= offset);
  return piece && [piece.node, Math.min(offset - piece.at, piece.node.length)];
}

const languageOf = (element: Element | null | undefined) => element?.closest<HTMLElement>("[lang]")?.lang ?? document.documentElement.lang;

function sentencesOfBlock(nodes: readonly Text[]): Sentence[] {
  let text = "";
  const pieces = nodes.map((node) => {
    const piece = { node, at: text.length };
    text += node.data;
    return piece;
  });
  const language = languageOf(nodes[0]?.parentElement);
  return sentenceSpans(text).map(({ start, end }) => {
    const sentence: Sentence = { text: text.slice(start, end).trim(), language };
    const [from, to] = [locate(pieces, start), locate(pieces, end)];
    if (from && to) {
      sentence.range = document.createRange();
      sentence.range.setStart(...from);
      sentence.range.setEnd(...to);
    }
    return sentence;
  });
}

/** The sentences of one block, whatever it holds. */
export function sentencesOf(block: Element): Sentence[] {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node instanceof Text && node.parentElement && isRead(node.parentElement)) nodes.push(node);
  return sentencesOfBlock(nodes);
}

const fields = "input, select, textarea";

/** The element of a text that is read where it stands; what is in a field is read as its value. */
function readParent(node: Node): Element | undefined {
  const parent = node instanceof Text ? node.parentElement : null;
  return parent && isRead(parent) && !parent.closest("select, textarea") ? parent : undefined;
}

function sentencesOfField(field: Element): Sentence[] {
  const value = valueOf(field).trim();
  return sentenceSpans(value).map(({ start, end }) => ({ text: value.slice(start, end), language: languageOf(field) }));
}

/** Every sentence of a part of the page that a screen reader would read, in order. */
export function collectSentences(root: Element): Sentence[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const sentences: Sentence[] = [];
  let block: Element | undefined;
  let nodes: Text[] = [];
  const flush = () => {
    sentences.push(...sentencesOfBlock(nodes));
    nodes = [];
  };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = readParent(node);
    if (parent) {
      const here = blockOf(parent);
      // A fragment in another language is read by a voice of its own.
      if (here !== block || languageOf(nodes[0]?.parentElement) !== languageOf(parent)) flush();
      block = here;
      if (node instanceof Text) nodes.push(node);
    } else if (node instanceof Element && node.matches(fields) && isRead(node)) {
      flush();
      sentences.push(...sentencesOfField(node));
    }
  }
  flush();
  return sentences;
}
