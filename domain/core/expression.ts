/**
 * The one expression language of forms: conditions and computed values over answers, profile and situation.
 *
 *   answers.married == true && age(answers.birthOn, today) >= 22
 *   situation.kind in ['new', 'renewal'] or isEmpty(answers.oldNumber)
 *   if(count(members.income) > 0, round(sum(members.income) / count(members.income), 2), 0)
 *
 * Literals are texts in single or double quotes, numbers, true, false, null and lists. Operators, loosest first:
 * `||` (`or`), `&&` (`and`), `== !=`, `< <= > >= in`, `+ -`, `* /`, then `!` and `-` in front. Nothing else runs:
 * no property of the host language can be reached.
 */
export type { Expression, ExpressionKind, FunctionName } from "./expression/ast";
export { check, type ExpressionType, type ExpressionTypes } from "./expression/check";
export { evaluate } from "./expression/evaluate";
export { fromCondition, isGroup, toCondition, type Condition, type ConditionGroup, type ConditionRow, type Join, type NotVisual, type RowOperator } from "./expression/condition";
export { fromFormula, stepOperators, toFormula, type Formula, type FormulaBody } from "./expression/formula";
export { isLiteral, measures, toSubject, type Literal, type Measure, type Operand, type Subject } from "./expression/operands";
export type { ExpressionValue } from "./expression/values";
export { parseExpression } from "./expression/parse";
export { printExpression } from "./expression/print";
export { references } from "./expression/references";
