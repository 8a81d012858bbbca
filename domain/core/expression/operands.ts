import type { Expression, ExpressionKind } from "./ast";

/* What the rows of the visual editor are made of. A number behind a name is a measure of it: full years until today, … */

export const measures = ["age", "daysSince", "daysUntil", "count", "sum", "length"] as const;
export type Measure = (typeof measures)[number];

export type Literal = string | number | boolean | null;
/** A named value, or a measure of it. */
export type Subject = { path: string; measure?: Measure };
export type Operand = Subject | { literal: Literal };

export const isLiteral = (operand: Operand): operand is { literal: Literal } => "literal" in operand;

export const reference = (path: string): Expression => ({ kind: "reference", path, position: 0 });
export const call = (name: ExpressionKind<"call">["name"], ...parameters: Expression[]): Expression => ({ kind: "call", name, parameters, position: 0 });
export const not = (operand: Expression): Expression => ({ kind: "unary", operator: "!", operand, position: 0 });
export const binary = (operator: ExpressionKind<"binary">["operator"], left: Expression, right: Expression): Expression => ({ kind: "binary", operator, left, right, position: 0 });

export function fromLiteral(value: Literal): Expression {
  if (typeof value !== "number" || value >= 0) return { kind: "literal", value, position: 0 };
  return { kind: "unary", operator: "-", operand: { kind: "literal", value: -value, position: 0 }, position: 0 };
}

export function toLiteral(node: Expression): { literal: Literal } | undefined {
  if (node.kind === "literal") return { literal: node.value };
  if (node.kind !== "unary" || node.operator !== "-" || node.operand.kind !== "literal") return undefined;
  const { value } = node.operand;
  return typeof value === "number" && value > 0 ? { literal: -value } : undefined;
}

export function fromSubject({ path, measure }: Subject): Expression {
  const named = reference(path);
  const today = reference("today");
  switch (measure) {
    case undefined:
      return named;
    case "age":
      return call("age", named, today);
    case "daysSince":
      return call("daysBetween", named, today);
    case "daysUntil":
      return call("daysBetween", today, named);
    default:
      return call(measure, named);
  }
}

export function toSubject(node: Expression): Subject | undefined {
  if (node.kind === "reference") return { path: node.path };
  if (node.kind !== "call") return undefined;
  const [first, second] = node.parameters.map((parameter) => (parameter.kind === "reference" ? parameter.path : undefined));
  return first === undefined ? undefined : measured(node.name, first, second);
}

function measured(name: ExpressionKind<"call">["name"], first: string, second: string | undefined): Subject | undefined {
  if (name === "count" || name === "sum" || name === "length") return { path: first, measure: name };
  if (name === "age" && second === "today") return { path: first, measure: "age" };
  if (name !== "daysBetween" || second === undefined) return undefined;
  if (second === "today") return { path: first, measure: "daysSince" };
  return first === "today" ? { path: second, measure: "daysUntil" } : undefined;
}

export const fromOperand = (operand: Operand): Expression => (isLiteral(operand) ? fromLiteral(operand.literal) : fromSubject(operand));
export const toOperand = (node: Expression): Operand | undefined => toLiteral(node) ?? toSubject(node);
