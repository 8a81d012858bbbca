import { binaryPrecedence, type Expression, type ExpressionKind } from "./ast";
import { LONGEST_TEXT } from "./tokens";

type Style = { blank: "" | " " };

/**
 * An expression as text: what `parseExpression` reads back to the same tree, always in the same form. Blanks are left out
 * where the text would otherwise be longer than may be read.
 */
export function printExpression(expression: Expression): string {
  const text = print(expression, { blank: " " });
  return text.length <= LONGEST_TEXT ? text : print(expression, { blank: "" });
}

function print(node: Expression, style: Style): string {
  switch (node.kind) {
    case "literal":
      return literal(node.value);
    case "reference":
      return node.path;
    case "list":
      return `[${separated(node.items, style)}]`;
    case "call":
      return `${node.name}(${separated(node.parameters, style)})`;
    case "unary":
      return node.operator + enclosed(node.operand, node.operand.kind === "binary", style);
    case "binary":
      return binary(node, style);
  }
}

const separated = (nodes: readonly Expression[], style: Style) => nodes.map((node) => print(node, style)).join(`,${style.blank}`);

const enclosed = (node: Expression, needed: boolean, style: Style) => (needed ? `(${print(node, style)})` : print(node, style));

/** All operators associate to the left, so an equal one on the right keeps its brackets. */
function binary({ operator, left, right }: ExpressionKind<"binary">, style: Style): string {
  const own = binaryPrecedence(operator);
  const before = enclosed(left, left.kind === "binary" && binaryPrecedence(left.operator) < own, style);
  const after = enclosed(right, right.kind === "binary" && binaryPrecedence(right.operator) <= own, style);
  // A word needs a blank beside another word.
  const blank = operator === "in" ? " " : style.blank;
  return `${before}${blank}${operator}${blank}${after}`;
}

function literal(value: string | number | boolean | null): string {
  if (typeof value === "string") return quoted(value);
  return typeof value === "number" ? digits(value) : String(value);
}

/** In the quotes that need fewer escapes; single ones unless double ones are better. */
function quoted(text: string): string {
  const quote = text.split("'").length > text.split('"').length ? '"' : "'";
  return quote + text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote;
}

/** The language knows no exponents, and JavaScript writes very large and very small numbers with one. */
function digits(value: number): string {
  const [mantissa = "0", exponent] = String(value).split("e");
  if (exponent === undefined) return mantissa;
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const shift = Number(exponent);
  return shift < 0 ? `0.${"0".repeat(-shift - 1)}${whole}${fraction}` : `${whole}${fraction.padEnd(shift, "0")}`;
}
