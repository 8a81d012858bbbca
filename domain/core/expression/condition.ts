import type { BinaryOperator, Expression, ExpressionKind } from "./ast";
import { binary, call, fromLiteral, fromOperand, fromSubject, isLiteral, not, toLiteral, toOperand, toSubject, type Literal, type Operand, type Subject } from "./operands";

export const rowOperators = ["is", "isNot", "less", "atMost", "more", "atLeast", "oneOf", "noneOf", "contains", "lacks", "isEmpty", "isFilled"] as const;
export type RowOperator = (typeof rowOperators)[number];

/**
 * “Field – operator – value”. `bare` is a yes/no question named by itself: `married` for `married == true`, `!married` for
 * `married != true`.
 */
export type ConditionRow = { subject: Subject; operator: RowOperator; value?: Operand | { list: Literal[] }; bare?: true };
export type Join = "all" | "any";
export type ConditionGroup = { join: Join; rows: ConditionRow[] };
/** A condition as rows, of which some may stand in groups of their own. */
export type Condition = { join: Join; entries: (ConditionRow | ConditionGroup)[] };

/** Why a condition is shown as text: groups within groups, or a shape that no row has. */
export type NotVisual = "nested" | "shape";

const comparisons: Partial<Record<BinaryOperator, RowOperator>> = { "==": "is", "!=": "isNot", "<": "less", "<=": "atMost", ">": "more", ">=": "atLeast" };
const operators: Record<Join, "&&" | "||"> = { all: "&&", any: "||" };

export const isGroup = (entry: ConditionRow | ConditionGroup): entry is ConditionGroup => "rows" in entry;

/** The rows of a condition, or why it has none. The inverse of `fromCondition`. */
export function toCondition(expression: Expression): Condition | NotVisual {
  const join = joinOf(expression) ?? "all";
  const entries: Condition["entries"] = [];
  for (const part of partsOf(expression, join)) {
    const entry = joinOf(part) === undefined ? toRow(part) : toGroup(part);
    if (typeof entry === "string") return entry;
    entries.push(entry);
  }
  return { join, entries };
}

function toGroup(expression: Expression): ConditionGroup | NotVisual {
  const join = joinOf(expression) ?? "all";
  const rows: ConditionRow[] = [];
  for (const part of partsOf(expression, join)) {
    const row = joinOf(part) === undefined ? toRow(part) : "nested";
    if (typeof row === "string") return row;
    rows.push(row);
  }
  return { join, rows };
}

function joinOf(node: Expression): Join | undefined {
  if (node.kind !== "binary") return undefined;
  return node.operator === "&&" ? "all" : node.operator === "||" ? "any" : undefined;
}

/** The left spine of a chain; what stands in brackets on the right is a part of its own. */
function partsOf(node: Expression, join: Join): Expression[] {
  return node.kind === "binary" && joinOf(node) === join ? [...partsOf(node.left, join), node.right] : [node];
}

function toRow(node: Expression): ConditionRow | "shape" {
  const isNegated = node.kind === "unary" && node.operator === "!";
  return (isNegated ? toNegated(node.operand) : toPlain(node)) ?? "shape";
}

function toPlain(node: Expression): ConditionRow | undefined {
  if (node.kind === "reference") return { subject: { path: node.path }, operator: "is", value: { literal: true }, bare: true };
  if (node.kind === "call") return toTest(node, ["isEmpty", "contains"]);
  if (node.kind !== "binary") return undefined;
  return node.operator === "in" ? toChoice(node, "oneOf") : toComparison(node);
}

function toNegated(node: Expression): ConditionRow | undefined {
  if (node.kind === "reference") return { subject: { path: node.path }, operator: "isNot", value: { literal: true }, bare: true };
  if (node.kind === "call") return toTest(node, ["isFilled", "lacks"]);
  return node.kind === "binary" && node.operator === "in" ? toChoice(node, "noneOf") : undefined;
}

function toTest({ name, parameters: [first, second] }: ExpressionKind<"call">, [blank, part]: [RowOperator, RowOperator]): ConditionRow | undefined {
  const subject = first && toSubject(first);
  if (!subject) return undefined;
  if (name === "isEmpty") return { subject, operator: blank };
  const value = name === "contains" && second ? toLiteral(second) : undefined;
  return value && { subject, operator: part, value };
}

function toChoice({ left, right }: ExpressionKind<"binary">, operator: RowOperator): ConditionRow | undefined {
  const subject = toSubject(left);
  const list = right.kind === "list" ? right.items.map((item) => toLiteral(item)) : [undefined];
  const values = list.filter((item) => item !== undefined).map(({ literal }) => literal);
  return subject && values.length === list.length ? { subject, operator, value: { list: values } } : undefined;
}

function toComparison({ operator, left, right }: ExpressionKind<"binary">): ConditionRow | undefined {
  const [subject, named, value] = [toSubject(left), comparisons[operator], toOperand(right)];
  return subject && named && value ? { subject, operator: named, value } : undefined;
}

/** The expression of a condition; nothing where there are no rows, which always holds. */
export function fromCondition({ join, entries }: Condition): Expression | undefined {
  const parts = entries.map((entry) => (isGroup(entry) ? chained(entry.rows.map(fromRow), entry.join) : fromRow(entry)));
  return chained(parts.filter((part) => part !== undefined), join);
}

function chained([first, ...rest]: Expression[], join: Join): Expression | undefined {
  return first && rest.reduce((left, right) => binary(operators[join], left, right), first);
}

function fromRow(row: ConditionRow): Expression {
  const subject = fromSubject(row.subject);
  if (!row.bare) return compared[row.operator](subject, row.value);
  return row.operator === "is" ? subject : not(subject);
}

type Compared = (subject: Expression, value: ConditionRow["value"]) => Expression;

const symbol = (operator: BinaryOperator): Compared => (subject, value) => binary(operator, subject, oneOf(value));
const negated = (compare: Compared): Compared => (subject, value) => not(compare(subject, value));
const blank: Compared = (subject) => call("isEmpty", subject);
const holding: Compared = (subject, value) => call("contains", subject, oneOf(value));
const among: Compared = (subject, value) => binary("in", subject, listOf(value));

const compared: Record<RowOperator, Compared> = {
  is: symbol("=="), isNot: symbol("!="), less: symbol("<"), atMost: symbol("<="), more: symbol(">"), atLeast: symbol(">="),
  oneOf: among, noneOf: negated(among), contains: holding, lacks: negated(holding), isEmpty: blank, isFilled: negated(blank),
};

function oneOf(value: ConditionRow["value"]): Expression {
  return !value || "list" in value ? fromLiteral(null) : fromOperand(value);
}

function listOf(value: ConditionRow["value"]): Expression {
  const values = value && "list" in value ? value.list : value && isLiteral(value) ? [value.literal] : [];
  return { kind: "list", items: values.map(fromLiteral), position: 0 };
}
