import type { Expression, ExpressionKind } from "./ast";
import { fromCondition, toCondition, type Condition, type NotVisual } from "./condition";
import { binary, call, fromLiteral, fromOperand, toLiteral, toOperand, type Operand } from "./operands";

export const stepOperators = ["+", "-", "*", "/"] as const;
export type StepOperator = (typeof stepOperators)[number];

/** A computed value as one of the templates. `steps` is worked out from left to right, as on a pocket calculator. */
export type FormulaBody =
  | { template: "steps"; first: Operand; steps: { operator: StepOperator; operand: Operand }[] }
  | { template: "min" | "max"; operands: Operand[] }
  | { template: "days"; from: Operand; to: Operand }
  | { template: "cases"; cases: { when: Condition; gives: Operand }[]; otherwise: Operand };
/** `decimals` absent leaves the value as it is; null rounds to a whole number without naming decimals. */
export type Formula = { body: FormulaBody; decimals?: number | null };

/** The template of a computed value, or why it has none. The inverse of `fromFormula`. */
export function toFormula(expression: Expression): Formula | NotVisual {
  const rounded = toRounded(expression);
  const body = toBody(rounded?.inner ?? expression);
  if (typeof body === "string") return body;
  return rounded ? { body, decimals: rounded.decimals } : { body };
}

function toRounded(node: Expression): { inner: Expression; decimals: number | null } | undefined {
  if (node.kind !== "call" || node.name !== "round") return undefined;
  const [inner, places] = node.parameters;
  if (!inner) return undefined;
  if (!places) return { inner, decimals: null };
  const decimals = toLiteral(places)?.literal;
  return typeof decimals === "number" ? { inner, decimals } : undefined;
}

function toBody(node: Expression): FormulaBody | NotVisual {
  const single = toOperand(node);
  if (single) return { template: "steps", first: single, steps: [] };
  if (node.kind === "binary") return toSteps(node) ?? "shape";
  if (node.kind !== "call") return "shape";
  return node.name === "if" ? toCases(node) : (toListed(node) ?? "shape");
}

function toListed({ name, parameters }: ExpressionKind<"call">): FormulaBody | undefined {
  const operands = parameters.map((parameter) => toOperand(parameter)).filter((operand) => operand !== undefined);
  const [from, to] = operands;
  if (operands.length < parameters.length) return undefined;
  if (name === "min" || name === "max") return { template: name, operands };
  return name === "daysBetween" && from && to ? { template: "days", from, to } : undefined;
}

function toSteps(node: ExpressionKind<"binary">): FormulaBody | undefined {
  const operator = stepOperators.find((symbol) => symbol === node.operator);
  const operand = toOperand(node.right);
  if (!operator || !operand) return undefined;
  const first = toOperand(node.left);
  const before = first ? ({ template: "steps", first, steps: [] } as const) : node.left.kind === "binary" ? toSteps(node.left) : undefined;
  return before?.template === "steps" ? { ...before, steps: [...before.steps, { operator, operand }] } : undefined;
}

/** A chain of `if` is a list of cases: the first that holds gives the value. */
function toCases(node: ExpressionKind<"call">): Extract<FormulaBody, { template: "cases" }> | NotVisual {
  const [condition, value, rest] = node.parameters;
  const when = condition ? toCondition(condition) : "shape";
  const gives = value && toOperand(value);
  if (typeof when === "string") return when;
  if (!gives || !rest) return "shape";
  const otherwise = toOperand(rest);
  const further = otherwise ? ({ template: "cases", cases: [], otherwise } as const) : isIf(rest) ? toCases(rest) : "shape";
  return typeof further === "string" ? further : { ...further, cases: [{ when, gives }, ...further.cases] };
}

const isIf = (node: Expression): node is ExpressionKind<"call"> => node.kind === "call" && node.name === "if";

/** The expression of a template; a case without a condition always holds. */
export function fromFormula({ body, decimals }: Formula): Expression {
  const value = fromBody(body);
  if (decimals === undefined) return value;
  return decimals === null ? call("round", value) : call("round", value, fromLiteral(decimals));
}

function fromBody(body: FormulaBody): Expression {
  switch (body.template) {
    case "steps":
      return body.steps.reduce((left, { operator, operand }) => binary(operator, left, fromOperand(operand)), fromOperand(body.first));
    case "min":
    case "max":
      return call(body.template, ...body.operands.map(fromOperand));
    case "days":
      return call("daysBetween", fromOperand(body.from), fromOperand(body.to));
    case "cases":
      return body.cases.reduceRight((otherwise, { when, gives }) => call("if", fromCondition(when) ?? fromLiteral(true), fromOperand(gives), otherwise), fromOperand(body.otherwise));
  }
}
