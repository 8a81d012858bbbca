import type { z } from "zod";
import type { ErrorParams } from "@/domain/core/errors";
import type { RowPlan, RowProblem } from "@/domain/items/schema/exchange";
import { trespasses, differences } from "./directory";
import type { DirectoryElements } from "@/domain/items/schema/directory";
import { changedFields, type FieldChange } from "./changes";
import type { RevisionContent } from "@/domain/items/schema";

type Issue = z.core.$ZodIssue;

/** A path of a document as people read it: `materials[2].name`; `row` for the whole. */
export const fieldName = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((name, part) => (typeof part === "number" ? `${name}[${part}]` : `${name}${name ? "." : ""}${String(part)}`), "") || "row";

/** What a schema finds wrong, as a message code with its figures, so that it can be said in any language. */
export function rowProblem(issue: Issue): RowProblem {
  const [code, params] = judged(issue);
  return { field: fieldName(issue.path), code, params };
}

function judged(issue: Issue): [code: string, params: ErrorParams] {
  switch (issue.code) {
    case "invalid_type": return ofType(issue);
    case "invalid_value": return ["notAllowed", { allowed: issue.values.map(String).join(", ") }];
    case "too_big": return [tooMuch[issue.origin] ?? "tooLarge", { limit: Number(issue.maximum) }];
    case "too_small": return tooLittle(issue);
    case "unrecognized_keys": return ["unknownField", { keys: issue.keys.join(", ") }];
    default: return ["malformed", {}];
  }
}

const tooMuch: Record<string, string> = { string: "tooLong", array: "tooMany" };
const tooFew: Record<string, string> = { string: "tooShort", array: "tooFew" };

const ofType = ({ message, expected }: z.core.$ZodIssueInvalidType): [string, ErrorParams] => (message.endsWith("received undefined") ? ["missing", {}] : ["wrongType", { expected }]);

function tooLittle({ origin, minimum }: z.core.$ZodIssueTooSmall): [string, ErrorParams] {
  return origin === "string" && minimum === 1 ? ["missing", {}] : [tooFew[origin] ?? "tooSmall", { limit: Number(minimum) }];
}

/** A problem that lies in how things stand, not in the shape of the row. */
export const problemOf = (field: string, code: string, params: ErrorParams = {}): RowProblem => ({ field, code, params });

/** What is known where a row would go. `place`: the item's or the row's department and division, as the rights see them. */
export type RowFacts = {
  content: RevisionContent;
  /** The actor edits items of this department in this division; the department and the division are there. */
  departmentKnown: boolean;
  divisionKnown: boolean;
  own: boolean;
  /** The code begins with another organ's credit code. */
  codeOfAnother: boolean;
  /** The source's own id belongs to another item. */
  sourceTakenBy?: string | undefined;
  /**
   * The item of this code: whether another organ's, cancelled, what it says now, whether its draft is handed over, and who else works at it. */
  existing?: { elsewhere: boolean; cancelled: boolean; content: RevisionContent | undefined; draftAway?: boolean; otherEditor?: string | undefined } | undefined;
  directory?: DirectoryElements | undefined;
};
export type PlannedRow = { plan: RowPlan; changes: FieldChange[]; problems: RowProblem[] };

/** What an import does to one row: a new item, a draft of what changes, nothing, or a refusal with every reason. */
export function planRow(facts: RowFacts): PlannedRow {
  const problems = hindrances(facts);
  if (problems.length > 0) return { plan: "refuse", changes: [], problems };
  const { existing, content } = facts;
  if (!existing?.content) return { plan: existing ? "revise" : "create", changes: [], problems: [] };
  const changes = changedFields(existing.content, content);
  return { plan: changes.length > 0 ? "revise" : "unchanged", changes, problems: [] };
}

function hindrances(facts: RowFacts): RowProblem[] {
  const { existing, sourceTakenBy } = facts;
  const place = whereabouts(facts);
  if (place.length > 0) return place;
  return [
    ...(sourceTakenBy === undefined ? [] : [problemOf("sourceId", "sourceTaken", { code: sourceTakenBy })]),
    ...(existing?.cancelled ? [problemOf("code", "cancelled")] : []),
    ...(existing?.draftAway ? [problemOf("code", "draftInReview")] : []),
    ...(existing?.otherEditor === undefined ? [] : [problemOf("code", "draftOfOthers", { name: existing.otherEditor })]),
    ...lockedProblems(facts),
  ];
}

function whereabouts({ departmentKnown, divisionKnown, own, codeOfAnother, existing }: RowFacts): RowProblem[] {
  if (!departmentKnown) return [problemOf("department.uscc", "noDepartment")];
  if (!divisionKnown) return [problemOf("divisionCode", "noDivision")];
  if (existing?.elsewhere) return [problemOf("code", "belongsElsewhere")];
  if (!own) return [problemOf("department.uscc", "notYours")];
  return codeOfAnother && !existing ? [problemOf("code", "codeOfAnother")] : [];
}

function lockedProblems({ directory, content, existing }: RowFacts): RowProblem[] {
  if (!directory) return [];
  const fields = existing?.content ? trespasses(existing.content, content, directory) : differences(content, directory);
  return fields.map((field) => problemOf(`content.${field}`, "lockedByDirectory"));
}
