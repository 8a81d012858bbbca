import { childrenOf, type Expression } from "./ast";

/** The field paths an expression refers to, each once, in reading order; `today` is no field. */
export function references(expression: Expression): string[] {
  return [...new Set(pathsIn(expression))];
}

function pathsIn(expression: Expression): string[] {
  if (expression.kind === "reference") return expression.path === "today" ? [] : [expression.path];
  return childrenOf(expression).flatMap(pathsIn);
}
