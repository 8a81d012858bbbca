import { evaluate, references, type Expression } from "@/domain/core/expression";
import { childrenOf } from "@/domain/core/expression/ast";
import { isBlank, lookUp } from "@/domain/core/expression/values";
import type { Scope } from "@/domain/forms/rules/context";
import type { Field, FormDefinition } from "@/domain/forms/schema";
import type { AutomaticDecision, AutomaticRow, ProcessStep } from "../schema/process";
import { readExpression } from "./process";

/** Why a machine does not decide a case, as keys of the interface; whatever it is, a person decides. */
type ReasonForPerson = "personAsked" | "corrected" | "stepsBefore" | "unread" | "unmatched";

/**
 * What a decision table says of a case: a row that approves, or a person decides. There is no third (个人信息保护法 24:
 * a machine may grant, and refuses nothing). `row` counts from 1; `facts` are the names its condition looked at.
 */
export type AutomaticVerdict =
  | { outcome: "approved"; row: number; explanation: AutomaticRow["explanation"]; facts: string[] }
  | { outcome: "person"; reason: ReasonForPerson; fields?: string[] };

/** What is known of a case besides its answers. */
export type AutomaticCase = {
  scope: Scope;
  form: FormDefinition;
  /** The applicant asked for a person. */
  personAsked: boolean;
  /** A correction was asked before. */
  corrected: boolean;
  /** Some step of examination exists for this case: it is a person's. */
  examined: boolean;
  /** Questions that are answered by signed certificates alone: a machine reads those. */
  certified?: ReadonlySet<string>;
};

/** The decision table of a process, where it has one. */
export function automaticOf(steps: readonly ProcessStep[]): AutomaticDecision | undefined {
  return steps.find(({ kind }) => kind === "decide")?.automatic;
}

/** Decides a case by its table. Pure: the same case and table always give the same verdict. */
export function decideByTable(table: AutomaticDecision, { scope, form, personAsked, corrected, examined, certified }: AutomaticCase): AutomaticVerdict {
  if (personAsked) return { outcome: "person", reason: "personAsked" };
  if (corrected) return { outcome: "person", reason: "corrected" };
  if (examined) return { outcome: "person", reason: "stepsBefore" };
  const unread = unreadFields(form, scope).filter((id) => !table.takes?.includes(id) && !certified?.has(id));
  if (unread.length > 0) return { outcome: "person", reason: "unread", fields: unread };
  for (const [at, { when, explanation }] of table.rows.entries()) {
    const condition = readExpression(when);
    if (!condition || !isClear(condition, scope) || evaluate(condition, scope) !== true) continue;
    return { outcome: "approved", row: at + 1, explanation, facts: references(condition) };
  }
  return { outcome: "person", reason: "unmatched" };
}

// What somebody has to look at or read: papers, and words of one's own.
const lookedAt: ReadonlySet<Field["type"]> = new Set<Field["type"]>(["file", "longText"]);

function unreadFields({ sections }: FormDefinition, scope: Scope): string[] {
  const fields = sections.flatMap((section) => section.fields);
  return fields.filter((field) => !isBlank(lookUp(scope, field.id)) && needsEyes(field)).map(({ id }) => id);
}

const needsEyes = (field: Field): boolean => lookedAt.has(field.type) || (field.type === "repeatingGroup" && field.fields.some(({ type }) => lookedAt.has(type)));

/** Whether everything a condition looks at is known, save what it asks to be empty: an unknown fact decides nothing. */
function isClear(condition: Expression, scope: Scope): boolean {
  return looked(condition).every((path) => lookUp(scope, path) !== null);
}

function looked(node: Expression): string[] {
  if (node.kind === "reference") return node.path === "today" ? [] : [node.path];
  return node.kind === "call" && node.name === "isEmpty" ? [] : childrenOf(node).flatMap(looked);
}
