/**
 * The language of texts: `{name}` is a placeholder, `[…]` a part that is left out when a placeholder in it has no value.
 * Parts may hold parts. There is nothing else, and no way to write a brace or a bracket itself.
 */
type Part = { kind: "text"; text: string } | { kind: "slot"; name: string } | { kind: "optional"; parts: readonly Part[] };

const TOKEN = /\{(\w{1,40})\}|[[\]{}]|[^[\]{}]+/gu;

/** The parts of a text, or undefined when brackets or braces do not match. */
export function readText(text: string): readonly Part[] | undefined {
  const stack: Part[][] = [[]];
  for (const [token, name] of text.matchAll(TOKEN)) {
    if (!put(stack, token, name)) return undefined;
  }
  return stack.length === 1 ? stack[0] : undefined;
}

function put(stack: Part[][], token: string, name: string | undefined): boolean {
  if (token === "]") {
    const parts = stack.length > 1 ? stack.pop() : undefined;
    if (parts) stack.at(-1)?.push({ kind: "optional", parts });
    return parts !== undefined;
  }
  if (token === "[") stack.push([]);
  else if (name !== undefined) stack.at(-1)?.push({ kind: "slot", name });
  else stack.at(-1)?.push({ kind: "text", text: token });
  return token !== "{" && token !== "}";
}

/** The placeholders of a text, each once; none when it cannot be read. */
export function slotsIn(text: string): string[] {
  return [...new Set([...text.matchAll(TOKEN)].flatMap(([, name]) => name ?? []))];
}

export type Values = Readonly<Record<string, string>>;

/** The text with its values; empty where all of it was optional. One that cannot be read stays as it is. */
export function fillText(text: string, values: Values): string {
  const parts = readText(text);
  return parts ? fillParts(parts, values) : text;
}

const fillParts = (parts: readonly Part[], values: Values): string => parts.map((part) => fillPart(part, values)).join("");

function fillPart(part: Part, values: Values): string {
  if (part.kind === "text") return part.text;
  if (part.kind === "slot") return values[part.name] ?? "";
  return part.parts.some((inner) => inner.kind === "slot" && !values[inner.name]) ? "" : fillParts(part.parts, values);
}
