import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDomainError } from "../errors";
import { check, evaluate, fromCondition, fromFormula, parseExpression, printExpression, toCondition, toFormula, type Expression, type ExpressionType, type ExpressionTypes } from "../expression";
import { childrenOf, functionArity, type BinaryOperator, type FunctionName } from "./ast";

const types = {
  name: "string", kind: "string", born: "date", joined: "date", income: "number", shares: "number", married: "boolean", local: "boolean",
  kinds: { list: "string" }, "members.income": { list: "number" }, "members.born": { list: "date" }, members: { list: "any" }, paper: "any",
} as const satisfies ExpressionTypes;

const node = (expression: Omit<Expression, "position">): Expression => ({ ...expression, position: 0 }) as Expression;
const binary = (operator: BinaryOperator, left: Expression, right: Expression) => node({ kind: "binary", operator, left, right } as Omit<Expression, "position">);
const call = (name: FunctionName, ...parameters: Expression[]) => node({ kind: "call", name, parameters } as Omit<Expression, "position">);
const literal = (value: string | number | boolean | null) => node({ kind: "literal", value } as Omit<Expression, "position">);
const reference = (path: string) => node({ kind: "reference", path } as Omit<Expression, "position">);
const unary = (operator: "!" | "-", operand: Expression) => node({ kind: "unary", operator, operand } as Omit<Expression, "position">);
const list = (items: Expression[]) => node({ kind: "list", items } as Omit<Expression, "position">);

const pathsOf = (wanted: ExpressionType) => Object.entries(types).filter(([, type]) => JSON.stringify(type) === JSON.stringify(wanted)).map(([path]) => path);
const someDay = fc.date({ min: new Date("1900-01-01"), max: new Date("2100-12-31"), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
const someNumber = fc.oneof(fc.nat(), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), fc.constantFrom(1e21, 1.5e300, 5e-324, 1e-7, 0.1)).map((value) => Math.abs(value));
const someText = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom("a", "'", '"', "\\", "\n", "it's \"so\"", "\\'"));

/** Expressions of every type, built so that the checker has nothing to say; the type is known by construction. */
const { yes, number, text, day } = fc.letrec<{ yes: Expression; number: Expression; text: Expression; day: Expression; numbers: Expression }>((tie) => ({
  yes: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(fc.boolean().map(literal), fc.constantFrom(...pathsOf("boolean")).map(reference)),
    fc.tuple(fc.constantFrom("&&" as const, "||" as const), tie("yes"), tie("yes")).map(([operator, left, right]) => binary(operator, left, right)),
    tie("yes").map((operand) => unary("!", operand)),
    fc.tuple(fc.constantFrom("==" as const, "!=" as const, "<" as const, "<=" as const, ">" as const, ">=" as const), fc.oneof(fc.tuple(tie("number"), tie("number")), fc.tuple(tie("text"), tie("text")), fc.tuple(tie("day"), tie("day")))).map(([operator, [left, right]]) => binary(operator, left, right)),
    fc.tuple(tie("text"), fc.array(tie("text"), { maxLength: 3 })).map(([left, items]) => binary("in", left, list(items))),
    fc.oneof(tie("text"), tie("number"), tie("day"), fc.constant(reference("paper")), tie("numbers")).map((value) => call("isEmpty", value)),
    fc.tuple(fc.oneof(fc.constant(reference("kinds")), tie("text")), tie("text")).map(([holder, part]) => call("contains", holder, part)),
    fc.tuple(tie("yes"), tie("yes"), tie("yes")).map((parts) => call("if", ...parts)),
  ),
  number: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(someNumber.map(literal), fc.constantFrom(...pathsOf("number")).map(reference)),
    fc.tuple(fc.constantFrom("+" as const, "-" as const, "*" as const, "/" as const), tie("number"), tie("number")).map(([operator, left, right]) => binary(operator, left, right)),
    tie("number").map((operand) => unary("-", operand)),
    fc.tuple(fc.constantFrom("age" as const, "daysBetween" as const), tie("day"), tie("day")).map(([name, from, to]) => call(name, from, to)),
    tie("text").map((value) => call("length", value)),
    tie("numbers").map((values) => call("sum", values)),
    fc.constantFrom("kinds", "members", "members.born").map((path) => call("count", reference(path))),
    fc.tuple(tie("number"), fc.nat({ max: 12 })).map(([value, decimals]) => call("round", value, literal(decimals))),
    fc.tuple(fc.constantFrom("min" as const, "max" as const), fc.array(fc.oneof(tie("number"), tie("numbers")), { minLength: 1, maxLength: 4 })).map(([name, values]) => call(name, ...values)),
    fc.tuple(tie("yes"), tie("number"), tie("number")).map((parts) => call("if", ...parts)),
  ),
  text: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(someText.map(literal), fc.constantFrom(...pathsOf("string")).map(reference)),
    fc.tuple(tie("text"), tie("text")).map(([left, right]) => binary("+", left, right)),
    fc.tuple(tie("yes"), tie("text"), tie("text")).map((parts) => call("if", ...parts)),
  ),
  day: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(someDay.map(literal), fc.constantFrom("today", ...pathsOf("date")).map(reference)),
    tie("text").map((value) => call("birthOn", value)),
    fc.tuple(tie("yes"), tie("day"), tie("day")).map((parts) => call("if", ...parts)),
  ),
  numbers: fc.oneof({ maxDepth: 3 }, fc.constant(reference("members.income")), fc.array(tie("number"), { minLength: 1, maxLength: 3 }).map(list)),
}));
const wellTyped = fc.oneof(
  yes.map((expression) => ({ expression, type: "boolean" as const })),
  number.map((expression) => ({ expression, type: "number" as const })),
  text.map((expression) => ({ expression, type: "string" as const })),
  day.map((expression) => ({ expression, type: "date" as const })),
);

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const members = fc.array(fc.record({ income: orNull(fc.double({ noNaN: true, noDefaultInfinity: true })), born: orNull(someDay) }, { requiredKeys: [] }), { maxLength: 4 });
/** Answers as a form stores them: each of its type, or missing. */
const someScope = fc.record({
  name: orNull(someText), kind: fc.constantFrom("a", "b"), born: orNull(someDay), joined: orNull(someDay), income: orNull(fc.double({ noNaN: true, noDefaultInfinity: true })),
  shares: fc.integer(), married: orNull(fc.boolean()), local: fc.boolean(), kinds: orNull(fc.array(fc.constantFrom("a", "b"))), members, paper: fc.jsonValue(), today: fc.constant("2026-11-22"),
}, { requiredKeys: ["today"] });

const holds: Record<"boolean" | "number" | "string" | "date", (value: unknown) => boolean> = {
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number" && Number.isFinite(value),
  string: (value) => typeof value === "string",
  date: (value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value),
};

/** A tree without the places it was read from. */
const bare = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "position" ? undefined : inner)));
const sizeOf = (expression: Expression): number => childrenOf(expression).reduce((total, child) => total + sizeOf(child), 1);
const isShort = ({ expression }: { expression: Expression }) => printExpression(expression).length <= 2000 && depthOf(expression) < 30;
const depthOf = (expression: Expression): number => 1 + Math.max(0, ...childrenOf(expression).map(depthOf));
/** Any text over the letters of the language. */
const soup = fc.array(fc.constantFrom(..."()[],'\"!=<>+-*/&|. ", "==", "&&", "in", "and", "if", "sum", "age", "true", "null", "1", "0.5", "a", "b.c", "'x'", "today", "toString", "__proto__"), { maxLength: 40 }).map((parts) => parts.join(""));

describe("a well-typed expression", () => {
  test("passes the check as the type it was built of", () => {
    fc.assert(fc.property(wellTyped, ({ expression, type }) => {
      expect(check(expression, types, type)).toEqual([]);
    }), { numRuns: 400 });
  });

  test("gives a value of its type, or nothing, whatever was answered", () => {
    fc.assert(fc.property(wellTyped, someScope, ({ expression, type }, scope) => {
      const value = evaluate(expression, scope);
      expect(value === null || holds[type](value)).toBe(true);
    }), { numRuns: 1000 });
  });

  test("gives the same for the same answers and leaves them as they were", () => {
    fc.assert(fc.property(wellTyped, someScope, ({ expression }, scope) => {
      const before = JSON.stringify(scope);
      expect(evaluate(expression, scope)).toEqual(evaluate(expression, scope));
      expect(JSON.stringify(scope)).toBe(before);
    }));
  });

  test("a condition about nothing at all is a plain yes or no", () => {
    fc.assert(fc.property(yes, (expression) => {
      expect([true, false, null]).toContain(evaluate(expression, {}));
    }));
  });

  test("a missing number makes every sum with it missing, never wrong", () => {
    fc.assert(fc.property(fc.constantFrom("+" as const, "-" as const, "*" as const, "/" as const), number, someScope, (operator, other, scope) => {
      expect(evaluate(binary(operator, reference("income"), other), { ...scope, income: null })).toBeNull();
    }));
  });
});

describe("any expression and any answers", () => {
  test("evaluating never throws and stays within the answers given", () => {
    fc.assert(fc.property(fc.oneof(wellTyped.map(({ expression }) => printExpression(expression)), soup), fc.dictionary(fc.constantFrom("a", "b", "name", "born", "members", "kinds", "income", "today", "toString"), fc.jsonValue()), (written, scope) => {
      const expression = readable(written);
      if (expression) expect(() => evaluate(expression, scope)).not.toThrow();
    }), { numRuns: 1000 });
  });

  test("a text is an expression or told to be none, with a place in it", () => {
    fc.assert(fc.property(fc.oneof(soup, fc.string({ unit: "binary", maxLength: 60 })), (written) => {
      try {
        parseExpression(written);
      } catch (error) {
        if (!isDomainError(error)) throw error;
        expect(error.code).toBe("forms.expressionSyntax");
        expect(error.params["position"]).toBeLessThanOrEqual(written.length);
      }
    }), { numRuns: 1000 });
  });

  test.each(["__proto__", "constructor", "prototype", "a.__proto__.b", "toString.constructor"])("%s is no name", (path) => {
    expect(readable(path)).toBeUndefined();
  });

  test("nothing inherited can be reached by a name", () => {
    const inherited = Object.getOwnPropertyNames(Object.prototype).filter((name) => /^[a-z]/i.test(name) && name !== "constructor");
    for (const name of [...inherited, "length", "map", "at"]) {
      for (const path of [name, `name.${name}`, `record.${name}`, `record.inner.${name}`]) {
        expect(evaluate(parseExpression(path), { name: "text", record: { inner: {} } }), path).toBeNull();
      }
    }
    expect(evaluate(parseExpression("rows.toString"), { rows: [{}, []] })).toEqual([null]);
  });
});

describe("bounds", () => {
  const longest: [name: string, text: string][] = [
    ["a long sum", "1+".repeat(999) + "1"],
    ["many groups of rows", "sum(a.b.c)+".repeat(150) + "1"],
    ["as deep as may be", "(".repeat(31) + "a" + ")".repeat(31)],
    ["deep and wide", `${"max(".repeat(30)}1${",2)".repeat(30)}`],
    ["a text without an end", `'${"\\\\".repeat(900)}`],
    ["dots and letters", `${"a.".repeat(900)}!`],
    ["blanks", `${" ".repeat(1900)}1`],
  ];

  // What grew by more than its length would not be through with any of these.
  test.each(longest)("%s comes to an end", (_, written) => {
    const scope = { a: Array.from({ length: 50 }, () => ({ b: Array.from({ length: 20 }, () => ({ c: 1 })) })) };
    const expression = readable(written);
    expect(() => expression && evaluate(expression, scope)).not.toThrow();
  });

  test("every node is visited at most once", () => {
    fc.assert(fc.property(wellTyped, someScope, ({ expression }, scope) => {
      let looks = 0;
      const counting = new Proxy(scope, { getOwnPropertyDescriptor: (target, key) => (looks++, Reflect.getOwnPropertyDescriptor(target, key)) });
      evaluate(expression, counting);
      expect(looks).toBeLessThanOrEqual(sizeOf(expression));
    }));
  });
});

describe("printing", () => {
  test("what is printed is read back as the same tree, and printed the same again", () => {
    fc.assert(fc.property(wellTyped.filter(isShort), ({ expression }) => {
      const printed = printExpression(expression);
      expect(bare(parseExpression(printed))).toEqual(bare(expression));
      expect(printExpression(parseExpression(printed))).toBe(printed);
    }), { numRuns: 1000 });
  });

  test("whatever can be read can be printed and read again", () => {
    fc.assert(fc.property(soup, (written) => {
      const expression = readable(written);
      if (expression) expect(bare(parseExpression(printExpression(expression)))).toEqual(bare(expression));
    }), { numRuns: 2000 });
  });

  test("an expression of the greatest length can still be printed and read", () => {
    const written = "1+".repeat(999) + "1";
    expect(bare(parseExpression(printExpression(parseExpression(written))))).toEqual(bare(parseExpression(written)));
  });

  test.each(["a && (b || c)", "(a + b) * c", "a - (b - c)", "!(a in ['x'])", "-(-1)", "if(a, 'it\\'s \"x\"', 'b')", "[1, [2, []]]", "a == 'b' == true"])("%s keeps its meaning", (written) => {
    expect(bare(parseExpression(printExpression(parseExpression(written))))).toEqual(bare(parseExpression(written)));
  });
});

const isVisual = <T>(value: T | string): value is T => typeof value !== "string";

describe("rows and templates", () => {
  test("a condition shown as rows is the same condition", () => {
    let shown = 0;
    fc.assert(fc.property(yes, (expression) => {
      const condition = toCondition(expression);
      if (!isVisual(condition)) return;
      shown += 1;
      const again = fromCondition(condition);
      expect(bare(again)).toEqual(bare(expression));
    }), { numRuns: 2000 });
    expect(shown).toBeGreaterThan(100);
  });

  test("a value shown as a template is the same value", () => {
    let shown = 0;
    fc.assert(fc.property(fc.oneof(number, text, day), (expression) => {
      const formula = toFormula(expression);
      if (!isVisual(formula)) return;
      shown += 1;
      expect(bare(fromFormula(formula))).toEqual(bare(expression));
    }), { numRuns: 2000 });
    expect(shown).toBeGreaterThan(100);
  });

  test.each([
    "married", "!married", "married == false", "kind in ['a', 'b']", "!(kind in ['a'])", "contains(kinds, 'a') || contains(kinds, 'b')", "!isEmpty(name) && name != kind",
    "age(born, today) >= 6 && kind == 'child'", "born < today", "income >= -5", "married && (kind == 'a' || kind == 'b') && local", "daysBetween(today, joined) < 30", "count(members) > 2",
  ])("%s is rows, and the same text again", (written) => {
    const condition = toCondition(parseExpression(written));
    expect(isVisual(condition)).toBe(true);
    if (isVisual(condition)) expect(printExpression(fromCondition(condition)!)).toBe(written);
  });

  test.each([
    "income", "round(income / shares * 100, 1)", "name + kind", "sum(members.income)", "age(born, today)", "daysBetween(born, joined)", "min(income, 300)", "max(members.income)",
    "if(income >= 100, 300, if(income >= 90, 60, 0))", "if(married == true && local, name + '', name)",
  ])("%s is a template, and the same text again", (written) => {
    const formula = toFormula(parseExpression(written));
    if (written.includes("name + ''")) return expect(formula).toBe("shape");
    expect(isVisual(formula) && printExpression(fromFormula(formula))).toBe(written);
  });

  test.each([
    ["married && (local || (kind == 'a' && income > 1))", "nested"],
    ["income + 1 > 2", "shape"],
    ["'a' in kinds", "shape"],
    ["!(married && local)", "shape"],
    ["18 <= income", "shape"],
  ])("%s stays text: %s", (written, reason) => expect(toCondition(parseExpression(written))).toBe(reason));
});

test("every function of the language is built by these properties", () => {
  const used = new Set<string>();
  const collect = (expression: Expression): void => {
    if (expression.kind === "call") used.add(expression.name);
    for (const child of childrenOf(expression)) collect(child);
  };
  for (const { expression } of fc.sample(wellTyped, 2000)) collect(expression);
  expect([...used].toSorted()).toEqual(Object.keys(functionArity).toSorted());
});

function readable(written: string): Expression | undefined {
  try {
    return parseExpression(written);
  } catch (error) {
    if (isDomainError(error)) return undefined;
    throw error;
  }
}
