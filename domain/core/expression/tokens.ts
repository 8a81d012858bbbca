import { DomainError } from "../errors";

export type Token = { kind: "number" | "string" | "name" | "symbol" | "end"; text: string; position: number };

type SyntaxReason = "unexpected" | "tooLong" | "tooDeep" | "unknownFunction" | "argumentCount" | "forbiddenName";

export const LONGEST_TEXT = 2000;
const FORBIDDEN_SEGMENTS = new Set(["__proto__", "prototype", "constructor"]);
const TOKEN =
  /(?<number>\d+(?:\.\d+)?)|(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<name>[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*)|(?<symbol>&&|\|\||[=!<>]=|[!<>+\-*/(),[\]])/uy;
const KINDS = ["number", "string", "name", "symbol"] as const;
const ESCAPES: Record<string, string> = { n: "\n", t: "\t" };

export function syntaxError(reason: SyntaxReason, position: number, found = ""): DomainError {
  return new DomainError("invalid", "forms.expressionSyntax", { reason, position, found });
}

/** Cuts a text into tokens; the last one is always `end`. String tokens hold their value, without quotes. */
export function tokenise(text: string): Token[] {
  if (text.length > LONGEST_TEXT) throw syntaxError("tooLong", LONGEST_TEXT);
  const tokens: Token[] = [];
  let position = skipBlanks(text, 0);
  while (position < text.length) {
    const token = tokenAt(text, position);
    tokens.push(token.value);
    position = skipBlanks(text, token.end);
  }
  return [...tokens, { kind: "end", text: "", position: text.length }];
}

function tokenAt(text: string, position: number): { value: Token; end: number } {
  TOKEN.lastIndex = position;
  const groups = TOKEN.exec(text)?.groups;
  const kind = KINDS.find((candidate) => groups?.[candidate] !== undefined);
  const raw = kind && groups?.[kind];
  if (!kind || raw === undefined) throw syntaxError("unexpected", position, String.fromCodePoint(text.codePointAt(position) ?? 0));
  if (kind === "name" && raw.split(".").some((segment) => FORBIDDEN_SEGMENTS.has(segment))) throw syntaxError("forbiddenName", position, raw);
  return { value: { kind, text: kind === "string" ? unquoted(raw) : raw, position }, end: position + raw.length };
}

function skipBlanks(text: string, from: number): number {
  let position = from;
  while (/\s/.test(text.charAt(position))) position += 1;
  return position;
}

function unquoted(raw: string): string {
  return raw.slice(1, -1).replace(/\\(.)/gsu, (_, character: string) => ESCAPES[character] ?? character);
}
