import { binaryOperators, functionArity, isFunctionName, PRECEDENCE, type BinaryOperator, type Expression } from "./ast";
import { syntaxError, tokenise, type Token } from "./tokens";

const DEEPEST_NESTING = 32;
const WORDS: Record<string, string> = { and: "&&", or: "||" };
const CONSTANTS = new Map<string, boolean | null>([["true", true], ["false", false], ["null", null]]);

/**
 * Parses an expression.
 * @throws forms.expressionSyntax with `position` (from 0), `reason` (`unexpected`, `tooLong`, `tooDeep`,
 * `unknownFunction`, `argumentCount`, `forbiddenName`) and `found`
 */
export function parseExpression(text: string): Expression {
  const parser = new Parser(tokenise(text));
  return parser.whole();
}

class Parser {
  private index = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expression {
    const expression = this.expression();
    if (this.current.kind !== "end") throw this.unexpected();
    return expression;
  }

  private get current(): Token {
    return this.tokens[this.index] ?? { kind: "end", text: "", position: 0 };
  }

  private expression(): Expression {
    this.depth += 1;
    if (this.depth > DEEPEST_NESTING) throw syntaxError("tooDeep", this.current.position);
    const expression = this.binary(0);
    this.depth -= 1;
    return expression;
  }

  private binary(level: number): Expression {
    const operators = PRECEDENCE[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (let operator = this.operator(); operator && operators.includes(operator); operator = this.operator()) {
      this.index += 1;
      left = { kind: "binary", operator, left, right: this.binary(level + 1), position: left.position };
    }
    return left;
  }

  private operator(): BinaryOperator | undefined {
    const { kind, text } = this.current;
    if (kind !== "symbol" && kind !== "name") return undefined;
    const symbol = WORDS[text] ?? text;
    return binaryOperators.find((operator) => operator === symbol);
  }

  private unary(): Expression {
    const { kind, text, position } = this.current;
    if (kind !== "symbol" || (text !== "!" && text !== "-")) return this.primary();
    this.index += 1;
    this.depth += 1;
    if (this.depth > DEEPEST_NESTING) throw syntaxError("tooDeep", position);
    const operand = this.unary();
    this.depth -= 1;
    return { kind: "unary", operator: text, operand, position };
  }

  private primary(): Expression {
    const { kind, text, position } = this.current;
    if (this.takes("(")) {
      const inner = this.expression();
      this.expect(")");
      return inner;
    }
    if (this.takes("[")) return { kind: "list", items: this.itemsUntil("]"), position };
    if (kind === "name") return this.name();
    if (kind !== "number" && kind !== "string") throw this.unexpected();
    if (kind === "number" && !Number.isFinite(Number(text))) throw this.unexpected();
    this.index += 1;
    return { kind: "literal", value: kind === "number" ? Number(text) : text, position };
  }

  private name(): Expression {
    const { text, position } = this.current;
    const constant = CONSTANTS.get(text);
    if (constant === undefined && this.operator()) throw this.unexpected();
    this.index += 1;
    if (constant !== undefined) return { kind: "literal", value: constant, position };
    return this.takes("(") ? this.call(text, position) : { kind: "reference", path: text, position };
  }

  private call(name: string, position: number): Expression {
    if (!isFunctionName(name)) throw syntaxError("unknownFunction", position, name);
    const parameters = this.itemsUntil(")");
    const [least, greatest] = functionArity[name];
    if (parameters.length < least || parameters.length > greatest) throw syntaxError("argumentCount", position, name);
    return { kind: "call", name, parameters, position };
  }

  private itemsUntil(close: string): Expression[] {
    if (this.takes(close)) return [];
    const items = [this.expression()];
    while (this.takes(",")) items.push(this.expression());
    this.expect(close);
    return items;
  }

  private takes(symbol: string): boolean {
    const found = this.current.kind === "symbol" && this.current.text === symbol;
    if (found) this.index += 1;
    return found;
  }

  private expect(symbol: string): void {
    if (!this.takes(symbol)) throw this.unexpected();
  }

  private unexpected() {
    return syntaxError("unexpected", this.current.position, this.current.text);
  }
}
