export const binaryOperators = ["||", "&&", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/"] as const;
export type BinaryOperator = (typeof binaryOperators)[number];

/** Binary operators by how tightly they bind, the loosest first; all associate to the left. */
export const PRECEDENCE: readonly (readonly BinaryOperator[])[] = [["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">=", "in"], ["+", "-"], ["*", "/"]];

export function binaryPrecedence(operator: BinaryOperator): number {
  return PRECEDENCE.findIndex((level) => level.includes(operator));
}

/** `position` is the offset of the first character in the text, counted from 0. */
export type Expression =
  | { kind: "literal"; value: string | number | boolean | null; position: number }
  | { kind: "list"; items: Expression[]; position: number }
  | { kind: "reference"; path: string; position: number }
  | { kind: "unary"; operator: "!" | "-"; operand: Expression; position: number }
  | { kind: "binary"; operator: BinaryOperator; left: Expression; right: Expression; position: number }
  | { kind: "call"; name: FunctionName; parameters: Expression[]; position: number };

export type ExpressionKind<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

/** Every function there is, with the least and the greatest number of parameters. */
export const functionArity = {
  if: [3, 3],
  age: [2, 2],
  daysBetween: [2, 2],
  birthOn: [1, 1],
  length: [1, 1],
  count: [1, 1],
  sum: [1, 1],
  contains: [2, 2],
  isEmpty: [1, 1],
  round: [1, 2],
  min: [1, 20],
  max: [1, 20],
} as const satisfies Record<string, readonly [number, number]>;
export type FunctionName = keyof typeof functionArity;

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functionArity, name);
}

/** The nodes directly below a node. */
export function childrenOf(node: Expression): Expression[] {
  switch (node.kind) {
    case "literal":
    case "reference":
      return [];
    case "list":
      return node.items;
    case "unary":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "call":
      return node.parameters;
  }
}
