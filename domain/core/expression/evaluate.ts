import type { BinaryOperator, Expression, ExpressionKind } from "./ast";
import { functions } from "./functions";
import { isList, isSame, lookUp, toNumber, toValue, type ExpressionScope, type ExpressionValue } from "./values";

type Operation = (left: ExpressionValue, right: ExpressionValue) => ExpressionValue;

const operations: Record<BinaryOperator, Operation> = {
  "||": (left, right) => left === true || right === true,
  "&&": (left, right) => left === true && right === true,
  "==": isSame,
  "!=": (left, right) => !isSame(left, right),
  "<": ordered((order) => order < 0),
  "<=": ordered((order) => order <= 0),
  ">": ordered((order) => order > 0),
  ">=": ordered((order) => order >= 0),
  in: (left, right) => isList(right) && right.some((value) => isSame(left, value)),
  "+": (left, right) => (typeof left === "string" && typeof right === "string" ? left + right : arithmetic((a, b) => a + b)(left, right)),
  "-": arithmetic((a, b) => a - b),
  "*": arithmetic((a, b) => a * b),
  "/": arithmetic((a, b) => a / b),
};

/**
 * The value of an expression. Never throws: a missing value is null; arithmetic on anything but numbers, and division
 * by zero, is null; a comparison of different types is false; a condition counts only when it is `true`.
 */
export function evaluate(expression: Expression, scope: ExpressionScope): ExpressionValue {
  switch (expression.kind) {
    case "literal":
      return toValue(expression.value);
    case "list":
      return expression.items.map((item) => evaluate(item, scope));
    case "reference":
      return lookUp(scope, expression.path);
    case "unary":
      return evaluateUnary(expression, scope);
    case "binary":
      return operations[expression.operator](evaluate(expression.left, scope), evaluate(expression.right, scope));
    case "call":
      return functions[expression.name](...expression.parameters.map((parameter) => evaluate(parameter, scope)));
  }
}

function evaluateUnary({ operator, operand }: ExpressionKind<"unary">, scope: ExpressionScope): ExpressionValue {
  const value = evaluate(operand, scope);
  if (operator === "!") return value !== true;
  return typeof value === "number" ? 0 - value : null;
}

/** Numbers by size, texts by code unit, which puts days in their order. */
function ordered(holds: (order: number) => boolean): Operation {
  return (left, right) => {
    if (typeof left === "number" && typeof right === "number") return holds(left - right);
    if (typeof left === "string" && typeof right === "string") return holds(left < right ? -1 : Number(left > right));
    return false;
  };
}

function arithmetic(calculate: (left: number, right: number) => number): Operation {
  return (left, right) => (typeof left === "number" && typeof right === "number" ? toNumber(calculate(left, right)) : null);
}
