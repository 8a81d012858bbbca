import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DomainError } from "./errors";
import { check, evaluate, type Expression, type ExpressionTypes, parseExpression, references } from "./expression";
import { binaryOperators, functionArity, type FunctionName } from "./expression/ast";

const scope = {
  today: "2026-09-01",
  name: "欧阳修",
  born: "2004-02-29",
  income: 1200.5,
  married: true,
  old: false,
  blank: "  ",
  kinds: ["new", "renewal"],
  nested: { deep: { value: 7 } },
  members: [{ name: "甲", income: 100 }, { name: "乙", income: 200.5 }, { name: "丙" }],
  homes: [{ rooms: [{ area: 10 }, { area: 20 }] }, { rooms: [] }],
  empty: [],
  姓名: "张三",
};
const valueOf = (text: string, values: Record<string, unknown> = scope) => evaluate(parseExpression(text), values);

describe("values of expressions", () => {
  test.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["10 - 4 - 3", 3],
    ["8 / 4 / 2", 1],
    ["-2 * -3", 6],
    ["0.1 + 0.2", 0.3],
    ["0.1 + 0.2 == 0.3", true],
    ["1.1 * 3", 3.3],
    ["'a' + \"b\"", "ab"],
    [String.raw`'it\'s' == "it's"`, true],
    [String.raw`"\"\\\n" == '"\\' + "\n"`, true],
    ["income / 0", null],
    ["0 / 0", null],
    ["income + name", null],
    ["missing + 1", null],
    ["-name", null],
  ])("arithmetic: %s → %j", (text, value) => expect(valueOf(text)).toBe(value));

  test.each([
    ["1 < 2", true],
    ["2 <= 2", true],
    ["born < '2005-01-01'", true],
    ["'b' > 'a' && 'a' >= 'a'", true],
    ["1 < '2'", false],
    ["missing < 1", false],
    ["1 == '1'", false],
    ["name == '欧阳修'", true],
    ["missing == null", true],
    ["missing != 'x'", true],
    ["nested == nested", false],
    ["kinds == ['new', 'renewal']", true],
    ["kinds == ['new']", false],
    ["'new' in kinds", true],
    ["'lost' in ['new', 'renewal']", false],
    ["'n' in 'new'", false],
  ])("comparison: %s → %j", (text, value) => expect(valueOf(text)).toBe(value));

  test.each([
    ["true || false && false", true],
    ["(true || false) && false", false],
    ["married and not_there or true", true],
    ["!married", false],
    ["!missing", true],
    ["!!married", true],
    ["!old && married", true],
    ["name && true", false],
    ["1 == 1 == true", true],
  ])("logic: %s → %j", (text, value) => expect(valueOf(text)).toBe(value));

  test.each([
    ["nested.deep.value", 7],
    ["nested.missing.value", null],
    ["name.length", null],
    ["姓名", "张三"],
    ["members.income", [100, 200.5, null]],
    ["homes.rooms.area", [10, 20]],
    ["toString", null],
    ["kinds.length", [null, null]],
    ["hasOwnProperty.name", null],
  ])("reference: %s → %j", (text, value) => expect(valueOf(text)).toEqual(value));

  test.each([
    ["if(married, 'yes', 'no')", "yes"],
    ["if(missing, 'yes', 'no')", "no"],
    ["age('1949-12-31', today)", 76],
    ["age('2004-09-01', today)", 22],
    ["age('2004-09-02', today)", 21],
    ["age(born, '2026-02-28')", 21],
    ["age(born, '2026-03-01')", 22],
    ["age('2026-09-02', today)", null],
    ["age('2023-02-29', today)", null],
    ["age(missing, today)", null],
    ["birthOn('11010519491231002X')", "1949-12-31"],
    ["birthOn('110105 19491231 002ｘ')", "1949-12-31"],
    ["birthOn('110105194912310021')", null],
    ["birthOn('130503670401001')", null],
    ["birthOn(missing)", null],
    ["birthOn(income)", null],
    ["age(birthOn('11010519491231002X'), today)", 76],
    ["daysBetween('2026-08-31', today)", 1],
    ["daysBetween(today, '2025-09-01')", -365],
    ["daysBetween(today, name)", null],
    ["length(name)", 3],
    ["length('𠮷')", 1],
    ["length(members)", 3],
    ["length(missing)", 0],
    ["length(1)", null],
    ["count(members.income)", 2],
    ["count(missing)", 0],
    ["sum(members.income)", 300.5],
    ["sum(missing)", 0],
    ["sum(kinds)", null],
    ["contains(kinds, 'new')", true],
    ["contains(name, '阳')", true],
    ["contains(income, 1)", false],
    ["isEmpty(blank)", true],
    ["isEmpty(empty)", true],
    ["isEmpty(missing)", true],
    ["isEmpty(old)", false],
    ["isEmpty(nested)", false],
    ["round(1.005, 2)", 1.01],
    ["round(-2.5)", -3],
    ["round(2.4)", 2],
    ["round(0.00000004, 2)", 0],
    ["round(0.00000006, 7)", 1e-7],
    ["round(9007199254740993, 2)", 9007199254740992],
    ["round(1, 11)", null],
    ["round(name)", null],
    ["min(3, 1, 2)", 1],
    ["max(members.income)", 200.5],
    ["max(1, name)", null],
    ["min(missing)", null],
  ])("function: %s → %j", (text, value) => expect(valueOf(text)).toBe(value));
});

describe("texts that are no expression", () => {
  test.each([
    ["", "unexpected", 0],
    ["1 +", "unexpected", 3],
    ["(1", "unexpected", 2],
    ["1 2", "unexpected", 2],
    ["a = 1", "unexpected", 2],
    ["a & b", "unexpected", 2],
    ["'open", "unexpected", 0],
    ["[1, ]", "unexpected", 4],
    ["and", "unexpected", 0],
    ["a and", "unexpected", 5],
    ["a..b", "unexpected", 1],
    ["a[0]", "unexpected", 1],
    ["姓名 ＝ 1", "unexpected", 3],
    ["1; 2", "unexpected", 1],
    ["`x`", "unexpected", 0],
    ["eval(1)", "unknownFunction", 0],
    ["1 + toString()", "unknownFunction", 4],
    ["name.trim()", "unknownFunction", 0],
    ["age(born)", "argumentCount", 0],
    ["sum()", "argumentCount", 0],
    ["a.__proto__.b", "forbiddenName", 0],
    ["1 + constructor", "forbiddenName", 4],
    ["x.prototype", "forbiddenName", 0],
    ["(".repeat(40) + "1" + ")".repeat(40), "tooDeep", 32],
    ["!".repeat(40) + "a", "tooDeep", 31],
    ["1+".repeat(1000) + "1", "tooLong", 2000],
  ])("%.20j: %s at %i", (text, reason, position) => {
    expect.assertions(2);
    try {
      parseExpression(text);
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      expect(error).toMatchObject({ kind: "invalid", code: "forms.expressionSyntax", params: { reason, position } });
    }
  });

  test("a long flat chain is still read and evaluated", () => expect(valueOf("1+".repeat(999) + "1")).toBe(1000));
});

test("references are listed once, in reading order, without today", () => {
  const text = "age(answers.born, today) > 18 && (profile.name == answers.name || sum(members.income) > answers.born)";
  expect(references(parseExpression(text))).toEqual(["answers.born", "profile.name", "answers.name", "members.income"]);
});

describe("the static check", () => {
  const types: ExpressionTypes = {
    name: "string",
    born: "date",
    income: "number",
    married: "boolean",
    file: "any",
    kinds: { list: "string" },
    members: { list: "any" },
    "members.income": { list: "number" },
    "members.born": { list: "date" },
  };

  test.each([
    "age(born, today) >= 18",
    "born < '2000-01-01' && '2000-01-01' < born && name == born",
    "income + 1 > sum(members.income) / count(members.income)",
    "name + '先生' == 'x'",
    "'new' in kinds || contains(kinds, name) || contains(name, 'x')",
    "born in members.born && name in ['2000-01-01']",
    "if(married, income, null) > max(income, members.income)",
    "isEmpty(file) || isEmpty(members) || file == null",
    "length(members) + length(name) == round(income, 2)",
    "file > 1 && file + 1 == 2 && !file",
    "kinds == ['a']",
    "today > born",
    "length(born + born) == 20 && name == '' + born",
  ])("accepts %s", (text) => expect(check(parseExpression(text), types, "boolean")).toEqual([]));

  test.each([
    ["nobody == 1", [{ code: "forms.unknownField", path: "nobody", position: 0 }]],
    ["toString == 1", [{ code: "forms.unknownField", path: "toString", position: 0 }]],
    ["members.height > b", [
      { code: "forms.unknownField", path: "members.height", position: 0 },
      { code: "forms.unknownField", path: "b", position: 17 },
    ]],
    ["1 + name", [{ code: "forms.typeMismatch", expected: "number", found: "string", position: 4 }]],
    ["name * 2", [{ code: "forms.typeMismatch", expected: "number", found: "string", position: 0 }]],
    ["income == '1'", [{ code: "forms.typeMismatch", expected: "number", found: "string", position: 10 }]],
    ["married < true", [{ code: "forms.typeMismatch", expected: "number | string", found: "boolean", position: 0 }]],
    ["!income", [{ code: "forms.typeMismatch", expected: "boolean", found: "number", position: 1 }]],
    ["-married", [{ code: "forms.typeMismatch", expected: "number", found: "boolean", position: 1 }]],
    ["married && name", [{ code: "forms.typeMismatch", expected: "boolean", found: "string", position: 11 }]],
    ["age(name, today)", [{ code: "forms.typeMismatch", expected: "date", found: "string", position: 4 }]],
    ["age(born, '2026-02-30')", [{ code: "forms.typeMismatch", expected: "date", found: "string", position: 10 }]],
    ["age(born + born, today)", [{ code: "forms.typeMismatch", expected: "date", found: "string", position: 4 }]],
    ["birthOn(income) < today", [{ code: "forms.typeMismatch", expected: "string", found: "number", position: 8 }]],
    ["sum(kinds)", [{ code: "forms.typeMismatch", expected: "list<number>", found: "list<string>", position: 4 }]],
    ["count(name)", [{ code: "forms.typeMismatch", expected: "list<any>", found: "string", position: 6 }]],
    ["1 in kinds", [{ code: "forms.typeMismatch", expected: "list<number>", found: "list<string>", position: 5 }]],
    ["name in name", [{ code: "forms.typeMismatch", expected: "list<string>", found: "string", position: 8 }]],
    ["kinds + 1", [{ code: "forms.typeMismatch", expected: "number | string", found: "list<string>", position: 0 }, { code: "forms.typeMismatch", expected: "list<string>", found: "number", position: 8 }]],
    ["if(income, 1, 2)", [{ code: "forms.typeMismatch", expected: "boolean", found: "number", position: 3 }]],
    ["if(married, income, name)", [{ code: "forms.typeMismatch", expected: "number", found: "string", position: 20 }]],
    ["min(income, name)", [{ code: "forms.typeMismatch", expected: "number | list<number>", found: "string", position: 12 }]],
  ])("refuses %s", (text, problems) => expect(check(parseExpression(text), types)).toEqual(problems));

  test("a condition must be yes or no", () => {
    expect(check(parseExpression("income + 1"), types, "boolean")).toEqual([
      { code: "forms.typeMismatch", expected: "boolean", found: "number", position: 0 },
    ]);
    expect(check(parseExpression("income + 1"), types, "number")).toEqual([]);
  });
});

/** Writes an expression with every bracket, so that reading it back must give the same tree. */
function written(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "string" ? `'${expression.value.replace(/[\\']/g, String.raw`\$&`)}'` : String(expression.value);
    case "reference":
      return expression.path;
    case "list":
      return `[${expression.items.map(written).join(", ")}]`;
    case "unary":
      return `${expression.operator}(${written(expression.operand)})`;
    case "binary":
      return `(${written(expression.left)}) ${expression.operator} (${written(expression.right)})`;
    case "call":
      return `${expression.name}(${expression.parameters.map(written).join(",")})`;
  }
}

const withoutPositions = (expression: Expression): unknown => JSON.parse(JSON.stringify(expression, (key, value) => (key === "position" ? undefined : value)));

const { expression: anyExpression } = fc.letrec<{ expression: Expression }>((tie) => {
  const inner = tie("expression");
  const calls = Object.entries(functionArity).map(([name, [least, greatest]]) =>
    fc.record({
      kind: fc.constant("call" as const),
      name: fc.constant(name as FunctionName),
      parameters: fc.array(inner, { minLength: least, maxLength: Math.min(greatest, 3) }),
      position: fc.constant(0),
    }),
  );
  const number = fc.nat(1e6).map((value) => value / 100);
  const day = fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
  return {
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.record({ kind: fc.constant("literal" as const), value: fc.oneof(number, fc.string(), day, fc.boolean(), fc.constant(null)), position: fc.constant(0) }),
      fc.record({ kind: fc.constant("reference" as const), path: fc.constantFrom("a", "b.c", "today", "名.1", "list.x"), position: fc.constant(0) }),
      fc.record({ kind: fc.constant("list" as const), items: fc.array(inner, { maxLength: 3 }), position: fc.constant(0) }),
      fc.record({ kind: fc.constant("unary" as const), operator: fc.constantFrom("!" as const, "-" as const), operand: inner, position: fc.constant(0) }),
      fc.record({ kind: fc.constant("binary" as const), operator: fc.constantFrom(...binaryOperators), left: inner, right: inner, position: fc.constant(0) }),
      ...calls,
    ),
  };
});

const anyScope = fc.record(
  { a: fc.anything(), b: fc.oneof(fc.anything(), fc.record({ c: fc.anything() })), 名: fc.anything(), list: fc.array(fc.record({ x: fc.anything() })), today: fc.anything() },
  { requiredKeys: [] },
);

describe("any expression", () => {
  test("reads back as it was written", () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        const text = written(expression);
        fc.pre(text.length <= 2000);
        expect(withoutPositions(parseExpression(text))).toEqual(withoutPositions(expression));
      }),
      { numRuns: 500 },
    );
  });

  test("has a value in any scope, and a check, without throwing", () => {
    fc.assert(
      fc.property(anyExpression, anyScope, (expression, values) => {
        expect(evaluate(expression, values)).not.toBeUndefined();
        expect(evaluate(expression, values)).not.toBeNaN();
        expect(check(expression, {})).toBeInstanceOf(Array);
      }),
      { numRuns: 2000 },
    );
  });

  test("that passes the check with known types gives a value of its type or null", () => {
    const types: ExpressionTypes = { a: "number", "b.c": "string", "名.1": "boolean", "list.x": { list: "number" } };
    const values = fc.record({
      a: fc.nat(100),
      b: fc.record({ c: fc.string() }),
      名: fc.record({ 1: fc.boolean() }),
      list: fc.array(fc.record({ x: fc.nat(9) })),
      today: fc.constant("2026-09-01"),
    });
    fc.assert(
      fc.property(anyExpression, values, fc.constantFrom("number" as const, "boolean" as const, "string" as const), (expression, given, type) => {
        fc.pre(check(expression, types, type).length === 0);
        const value = evaluate(expression, given);
        // What holds null is of any type, so only what a value is can be told.
        if (value !== null && !written(expression).includes("null") && !written(expression).includes("[")) expect(typeof value).toBe(type);
      }),
      { numRuns: 1000 },
    );
  });

  test("any text is read or refused with forms.expressionSyntax", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."ab.1'\"()[]!=<>&|+-*/, \\") })), (text) => {
        try {
          parseExpression(text);
        } catch (error) {
          expect(error).toMatchObject({ code: "forms.expressionSyntax" });
        }
      }),
      { numRuns: 2000 },
    );
  });
});
