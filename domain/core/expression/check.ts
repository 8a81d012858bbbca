import { isDay } from "../days";
import type { BinaryOperator, Expression, ExpressionKind, FunctionName } from "./ast";

export type ScalarType = "string" | "number" | "boolean" | "date" | "any";
/** `any` is a value nothing is known about, such as null or a file: it is allowed wherever a value is. */
export type ExpressionType = ScalarType | { list: ScalarType };

/** The type of every path an expression may refer to; `today` is always there. */
export type ExpressionTypes = Readonly<Record<string, ExpressionType>>;

export type ExpressionProblem =
  | { code: "forms.unknownField"; path: string; position: number }
  | { code: "forms.typeMismatch"; expected: string; found: string; position: number };

type Check = { types: ExpressionTypes; problems: ExpressionProblem[] };
type ExpectedTypes = readonly ExpressionType[];

const anyList: ExpressionType = { list: "any" };
const numbers: ExpectedTypes = ["number", { list: "number" }];
const holders: ExpectedTypes = ["string", anyList];

/** What each parameter must be, the last entry repeating, and what comes out. */
const signatures: Record<Exclude<FunctionName, "if">, { takes: readonly ExpectedTypes[]; gives: ExpressionType }> = {
  age: { takes: [["date"]], gives: "number" },
  daysBetween: { takes: [["date"]], gives: "number" },
  birthOn: { takes: [["string"]], gives: "date" },
  length: { takes: [holders], gives: "number" },
  count: { takes: [[anyList]], gives: "number" },
  sum: { takes: [[{ list: "number" }]], gives: "number" },
  contains: { takes: [holders, ["any"]], gives: "boolean" },
  isEmpty: { takes: [["any", anyList]], gives: "boolean" },
  round: { takes: [["number"]], gives: "number" },
  min: { takes: [numbers], gives: "number" },
  max: { takes: [numbers], gives: "number" },
};

/**
 * Static analysis before publishing: unknown fields and types that cannot go together, in reading order.
 * With `expected` the result itself must have that type, for example `boolean` for a condition.
 */
export function check(expression: Expression, types: ExpressionTypes, expected: ExpressionType = "any"): ExpressionProblem[] {
  const context: Check = { types, problems: [] };
  const result = infer(expression, context);
  if (expected !== "any") demand([expected], result, expression, context);
  return context.problems.toSorted((a, b) => a.position - b.position);
}

function infer(expression: Expression, context: Check): ExpressionType {
  switch (expression.kind) {
    case "literal":
      return literalType(expression.value);
    case "list":
      return { list: scalar(common(expression.items.map((item) => infer(item, context)))) };
    case "reference":
      return referenceType(expression, context);
    case "unary": {
      const type = expression.operator === "!" ? "boolean" : "number";
      demand([type], infer(expression.operand, context), expression.operand, context);
      return type;
    }
    case "binary":
      return inferBinary(expression, context);
    case "call":
      return inferCall(expression, context);
  }
}

function literalType(value: string | number | boolean | null): ExpressionType {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  if (value === null) return "any";
  return isDay(value) ? "date" : "string";
}

function referenceType({ path, position }: ExpressionKind<"reference">, { types, problems }: Check): ExpressionType {
  if (path === "today") return "date";
  const type = Object.hasOwn(types, path) ? types[path] : undefined;
  if (type === undefined) problems.push({ code: "forms.unknownField", path, position });
  return type ?? "any";
}

function inferCall(expression: ExpressionKind<"call">, context: Check): ExpressionType {
  const { name, parameters } = expression;
  const found = parameters.map((parameter) => infer(parameter, context));
  const signature = name === "if" ? undefined : signatures[name];
  parameters.forEach((parameter, index) => {
    const expected = signature ? (signature.takes[index] ?? signature.takes.at(-1)) : conditionThenAny(index);
    demand(expected ?? ["any"], found[index] ?? "any", parameter, context);
  });
  if (signature) return signature.gives;
  const [, then = "any", otherwise = "any"] = found;
  agree(then, otherwise, parameters[2] ?? expression, context);
  return common([then, otherwise]);
}

const conditionThenAny = (index: number): ExpectedTypes => (index === 0 ? ["boolean"] : ["any", anyList]);

type BinaryRule = (operands: { left: ExpressionType; right: ExpressionType; node: ExpressionKind<"binary"> }, context: Check) => ExpressionType;

const both = (type: ScalarType): BinaryRule => ({ left, right, node }, context) => {
  demand([type], left, node.left, context);
  demand([type], right, node.right, context);
  return type;
};

/** Two of a kind: the left side is one of `allowed`, the right side goes with it. */
const alike = (gives: ExpressionType | undefined, allowed: ExpectedTypes): BinaryRule => ({ left, right, node }, context) => {
  demand(allowed, left, node.left, context);
  if (left === "any") demand(allowed, right, node.right, context);
  else agree(left, right, node.right, context);
  return gives ?? (common([left, right]) === "date" ? "string" : common([left, right]));
};

const equality = alike("boolean", ["any", anyList]);
const ordering = alike("boolean", ["number", "string"]);
const addition = alike(undefined, ["number", "string"]);
const arithmetic = both("number");
const logic = both("boolean");
const membership: BinaryRule = ({ left, right, node }, context) => {
  if (typeof right !== "object" || !fits(right.list, left)) demand([{ list: scalar(left) }], right, node.right, context);
  return "boolean";
};

const rules: Record<BinaryOperator, BinaryRule> = {
  "||": logic, "&&": logic, "==": equality, "!=": equality, "<": ordering, "<=": ordering, ">": ordering, ">=": ordering,
  in: membership, "+": addition, "-": arithmetic, "*": arithmetic, "/": arithmetic,
};

function inferBinary(node: ExpressionKind<"binary">, context: Check): ExpressionType {
  return rules[node.operator]({ left: infer(node.left, context), right: infer(node.right, context), node }, context);
}

function demand(expected: ExpectedTypes, found: ExpressionType, at: Expression, { problems }: Check): void {
  if (expected.some((type) => fits(type, found))) return;
  problems.push({ code: "forms.typeMismatch", expected: expected.map(nameOf).join(" | "), found: nameOf(found), position: at.position });
}

/** Two values of which either may stand for the other. */
function agree(first: ExpressionType, second: ExpressionType, at: Expression, context: Check): void {
  if (!fits(second, first)) demand([first], second, at, context);
}

/** A day is written as text, so either may stand for the other where a text is compared; a function that needs a day says so. */
function fits(expected: ExpressionType, found: ExpressionType): boolean {
  if (typeof expected === "object" && typeof found === "object") return fits(expected.list, found.list);
  if (typeof expected === "object") return found === "any";
  if (typeof found === "object") return false;
  return expected === "any" || found === "any" || expected === found || (expected === "string" && found === "date");
}

function common(types: readonly ExpressionType[]): ExpressionType {
  const [first = "any", ...rest] = types;
  return rest.reduce((widest, type) => {
    if (fits(widest, type)) return widest;
    return fits(type, widest) ? type : "any";
  }, first);
}

const scalar = (type: ExpressionType): ScalarType => (typeof type === "object" ? "any" : type);
const nameOf = (type: ExpressionType): string => (typeof type === "object" ? `list<${type.list}>` : type);
