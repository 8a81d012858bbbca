import { useLocale, useTranslations } from "next-intl";
import { formatDayShort } from "@/app/_i18n/format";
import type { Locale } from "@/app/_i18n/routing";
import { isDay } from "@/domain/core/days";
import { measures, parseExpression, toSubject, type Expression, type ExpressionKind, type FunctionName, type Literal, type Subject } from "@/domain/core/expression";
import { isDomainError } from "@/domain/core/errors";
import type { ScopeEntry } from "@/domain/forms/rules/scope";
import { localText } from "../localised";

type Words = ReturnType<typeof useTranslations<"expressions">>;
type Telling = { t: Words; locale: Locale; scope: readonly ScopeEntry[] };

/** An expression that can be read, or nothing. */
export function tryParse(text: string): Expression | undefined {
  try {
    return parseExpression(text);
  } catch (error) {
    if (isDomainError(error)) return undefined;
    throw error;
  }
}

/** Puts conditions and computed values into the reader's words: 「是否本地户籍」为是，并且…. For server and client components. */
export function useExpressionWords(scope: readonly ScopeEntry[]) {
  const t = useTranslations("expressions");
  const locale = useLocale();
  const telling: Telling = { t, locale, scope };
  return {
    /** A stored text in words; no text is a condition that always holds. */
    text: (text: string | undefined): string => {
      if (text === undefined || text.trim() === "") return t("always");
      const expression = tryParse(text);
      return expression ? whole(expression, telling) : t("notReadable");
    },
    subject: (subject: Subject) => subjectName(subject, telling),
    literal: (value: Literal, entry?: ScopeEntry) => literalName(value, entry, telling),
    type: (type: string) => typeName(type, t),
  };
}

/** A yes/no question that stands alone is a condition. */
function whole(expression: Expression, telling: Telling): string {
  return entryOf(expression, telling)?.type === "boolean" ? condition(expression, telling) : told(expression, telling);
}

function told(node: Expression, telling: Telling): string {
  const subject = toSubject(node);
  if (subject) return subjectName(subject, telling);
  switch (node.kind) {
    case "literal":
      return literalName(node.value, undefined, telling);
    case "reference":
      return pathName(node.path, telling);
    case "list":
      return listed(node.items, undefined, telling);
    case "unary":
      return negated(node, telling);
    case "binary":
      return isJoin(node) ? joined(node, telling) : compared(node, telling);
    case "call":
      return callers[node.name](node, telling);
  }
}

const isJoin = ({ operator }: ExpressionKind<"binary">) => operator === "&&" || operator === "||";

const listed = (items: readonly Expression[], entry: ScopeEntry | undefined, telling: Telling) =>
  items.map((item) => valueName(item, entry, telling)).join(telling.t("list.separator"));

/** What stands where a yes or no is expected: a question named by itself means yes. */
function condition(node: Expression, telling: Telling): string {
  if (node.kind !== "reference") return told(node, telling);
  return telling.t("row.is", { left: told(node, telling), right: telling.t("value.yes") });
}

function joined({ operator, left, right }: ExpressionKind<"binary">, telling: Telling): string {
  const { t } = telling;
  const side = (node: Expression) => {
    return node.kind === "binary" && isJoin(node) && node.operator !== operator ? t("group", { inner: told(node, telling) }) : condition(node, telling);
  };
  return t("joined", { left: side(left), word: t(operator === "&&" ? "join.all" : "join.any"), right: side(right) });
}

function negated({ operator, operand: inner }: ExpressionKind<"unary">, telling: Telling): string {
  const { t } = telling;
  if (operator === "-") return t("negative", { inner: told(inner, telling) });
  if (inner.kind === "reference") return t("row.isNot", { left: told(inner, telling), right: t("value.yes") });
  if (inner.kind === "call" && inner.name === "isEmpty") return t("row.isFilled", { left: part(inner, 0, telling) });
  if (inner.kind === "call" && inner.name === "contains") return t("row.lacks", sides(inner.parameters, telling));
  if (inner.kind === "binary" && inner.operator === "in") return t("row.noneOf", sides([inner.left, inner.right], telling));
  return t("not", { inner: told(inner, telling) });
}

const rowKeys = { "==": "is", "!=": "isNot", "<": "less", "<=": "atMost", ">": "more", ">=": "atLeast", in: "oneOf" } as const;
const dayKeys = { "<": "before", "<=": "notAfter", ">": "after", ">=": "notBefore" } as const;
const arithmeticKeys = { "+": "plus", "-": "minus", "*": "times", "/": "over" } as const;

function compared({ operator, left, right }: ExpressionKind<"binary">, telling: Telling): string {
  const { t } = telling;
  if (operator in arithmeticKeys) return t(`arithmetic.${arithmeticKeys[operator as "+"]}`, sides([left, right], telling));
  const about = entryOf(left, telling) ?? entryOf(right, telling);
  const key = about?.type === "date" && operator in dayKeys ? dayKeys[operator as "<"] : rowKeys[operator as "=="];
  return t(`row.${key}`, sides([left, right], telling));
}

/** Two operands; a value is worded as an option of the field on the other side. */
function sides([left, right]: readonly Expression[], telling: Telling): { left: string; right: string } {
  return {
    left: left ? valueName(left, right && entryOf(right, telling), telling) : "",
    right: right ? valueName(right, left && entryOf(left, telling), telling) : "",
  };
}

type Caller = (node: ExpressionKind<"call">, telling: Telling) => string;

const rounded: Caller = (node, telling) =>
  node.parameters.length === 1 ? telling.t("call.round", { first: part(node, 0, telling) }) : telling.t("call.roundTo", { first: part(node, 0, telling), second: part(node, 1, telling) });
const measured = (name: "length" | "count" | "sum"): Caller => (node, telling) => telling.t(`measure.${name}`, { of: part(node, 0, telling) });
const extreme = (name: "min" | "max"): Caller => (node, telling) => telling.t(`call.${name}`, { list: listed(node.parameters, undefined, telling) });
const between = (name: "age" | "days"): Caller => (node, telling) => telling.t(`call.${name}`, { first: part(node, 0, telling), second: part(node, 1, telling) });

const callers: Record<FunctionName, Caller> = {
  isEmpty: (node, telling) => telling.t("row.isEmpty", { left: part(node, 0, telling) }),
  contains: (node, telling) => telling.t("row.contains", sides(node.parameters, telling)),
  age: between("age"), daysBetween: between("days"), min: extreme("min"), max: extreme("max"), round: rounded,
  birthOn: (node, telling) => telling.t("call.birthOn", { of: part(node, 0, telling) }),
  length: measured("length"), count: measured("count"), sum: measured("sum"),
  if: (node, telling) => {
    const gives = telling.t("call.case", { when: condition(node.parameters[0] ?? node, telling), gives: part(node, 1, telling) });
    return telling.t("call.cases", { cases: gives, otherwise: otherwise(node.parameters[2], telling) });
  },
};

/** A case within the last one goes on as the next. */
function otherwise(node: Expression | undefined, telling: Telling): string {
  if (!node) return "";
  return node.kind === "call" && node.name === "if" ? told(node, telling) : telling.t("call.otherwise", { value: told(node, telling) });
}

const part = (node: ExpressionKind<"call">, index: number, telling: Telling) => {
  const parameter = node.parameters[index];
  return parameter ? told(parameter, telling) : "";
};

function entryOf(node: Expression, { scope }: Telling): ScopeEntry | undefined {
  return node.kind === "reference" ? scope.find(({ path }) => path === node.path) : undefined;
}

function valueName(node: Expression, entry: ScopeEntry | undefined, telling: Telling): string {
  if (node.kind === "literal") return literalName(node.value, entry, telling);
  return node.kind === "list" ? listed(node.items, entry, telling) : told(node, telling);
}

function literalName(value: Literal, entry: ScopeEntry | undefined, telling: Telling): string {
  const { t } = telling;
  if (value === null) return t("value.none");
  if (typeof value === "boolean") return t(value ? "value.yes" : "value.no");
  return typeof value === "number" ? String(value) : textName(value, entry, telling);
}

/** An option by its label, a day as a date, any other text as it stands. */
function textName(value: string, entry: ScopeEntry | undefined, { t, locale }: Telling): string {
  const option = entry?.options?.find((choice) => choice.value === value);
  if (option) return t("value.text", { text: localText(option.label, locale) });
  return isDay(value) ? formatDayShort(value, locale) : t("value.text", { text: value });
}

function subjectName({ path, measure }: Subject, telling: Telling): string {
  const name = pathName(path, telling);
  return measure && measures.includes(measure) ? telling.t(`measure.${measure}`, { of: name }) : name;
}

const parts = ["start", "end", "division", "detail", "name", "signedOn", "citizenId", "phone", "birthOn", "sex", "address", "divisionCode"] as const;

function pathName(path: string, { t, locale, scope }: Telling): string {
  if (path === "today") return t("value.today");
  const entry = scope.find((known) => known.path === path);
  if (!entry) return t("name.unknown", { path });
  const known = parts.find((name) => name === entry.part);
  const partName = known ? t(`part.${known}`) : (entry.part ?? "");
  if (entry.kind === "profile") return t("name.profile", { part: partName });
  const label = entry.label ? localText(entry.label, locale) : path;
  const own = entry.part === undefined ? t("name.answer", { label }) : t("name.part", { label, part: partName });
  return entry.group ? t("name.rows", { group: localText(entry.group, locale), inner: own }) : own;
}

/** A type as `check` names it, such as `list<string>` or `number | string`. */
function typeName(type: string, t: Words): string {
  const names: Record<string, string> = { string: t("type.string"), number: t("type.number"), boolean: t("type.boolean"), date: t("type.date"), any: t("type.any") };
  return type.split(" | ").map((one) => {
    const inner = /^list<(\w+)>$/.exec(one)?.[1];
    return inner ? t("type.list", { of: names[inner] ?? inner }) : (names[one] ?? one);
  }).join(` ${t("join.any")} `);
}

