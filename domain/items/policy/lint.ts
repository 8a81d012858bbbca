import type { ErrorParams } from "@/domain/core/errors";
import { analyseContent } from "@/domain/items/rules";
import type { Limit, RevisionContent } from "@/domain/items/schema";
import { lintElements } from "./lint-elements";
import type { Finding } from "./lint-finding";
import { lintProcess } from "./lint-process";
import { lintResult } from "./lint-result";
import { lintSources, type LintFacts } from "./lint-sources";
import { lintWords } from "./lint-words";

/** Something to put right (`error`: publishing waits for it) or to look at again (`warning`). */
export type LintProblem = { field: string; code: string; severity: "error" | "warning"; params: ErrorParams };

/** Catch-all wording that a guide may not use: 国务院 guidance on standard implementation lists forbids 兜底条款. */
const catchAll = /其他(?:相关)?(?:材料|资料|证明)|相关(?:材料|资料|证明)|(?:材料|资料|证明)等$|法律法规规定的其他/u;

/** What is wrong with a revision before it is published, by what is known at the time; codes are message keys under `errors`. */
export function lintRevision(content: RevisionContent, facts: LintFacts = {}): LintProblem[] {
  const drafts = [...limits(content), ...materials(content), ...analysed(content), ...lintProcess(content, facts), ...fees(content), ...missing(content), ...lintElements(content), ...lintSources(content, facts), ...lintWords(content), ...order(content), ...lintResult(content, facts)];
  return drafts.map((problem) => ({ params: {}, ...problem }));
}

/** Whether nothing keeps a revision from being published. */
export function isPublishable(content: RevisionContent): boolean {
  return lintRevision(content).every((problem) => problem.severity !== "error");
}

/** Shortest and longest length of a limit in calendar days: five workdays take 7 to 15 with the longest holiday. */
const calendarDays = ({ value, unit }: Limit) => (unit === "calendarDay" ? { least: value, most: value } : { least: value, most: Math.ceil(value * 1.4) + 10 });

function limits({ handling, statutoryLimit, promisedLimit }: RevisionContent): Finding[] {
  const problems: Finding[] = [];
  if (promisedLimit && statutoryLimit && exceeds(promisedLimit, statutoryLimit)) {
    problems.push({ field: "promisedLimit", code: "items.promisedLongerThanStatutory", severity: "error" });
  }
  if (handling === "instant" && promisedLimit && promisedLimit.value > 0) {
    problems.push({ field: "promisedLimit", code: "items.instantWithLimit", severity: "warning" });
  }
  if (handling === "promised" && !promisedLimit && !statutoryLimit) {
    // Some sources name none. The guide says so, and cases run by the law's 20 workdays (行政许可法 42).
    problems.push({ field: "promisedLimit", code: "items.limitMissing", severity: "warning" });
  }
  return problems;
}

/** Only a promise that is longer whatever the calendar counts: units may differ. */
export function exceeds(promised: Limit, statutory: Limit): boolean {
  if (promised.unit === statutory.unit) return promised.value > statutory.value;
  return calendarDays(promised).least > calendarDays(statutory).most;
}

function materials({ materials: list }: RevisionContent): Finding[] {
  const keys = list.map(({ key }) => key);
  return list.flatMap((material, at): Finding[] => {
    const place = { field: `materials.${at}`, params: { name: material.name.zh } };
    return [
      ...(keys.indexOf(material.key) < at ? [{ ...place, code: "items.materialTwice", severity: "error" as const }] : []),
      ...(catchAll.test(material.name.zh) ? [{ ...place, code: "items.catchAll", severity: "warning" as const }] : []),
      ...(material.when && !material.condition ? [{ ...place, code: "items.conditionUnsaid", severity: "warning" as const }] : []),
    ];
  });
}

/** Form, conditions and certificate face must hold together before anyone fills them in. */
const analysed = (content: RevisionContent): Finding[] => analyseContent(content).map(({ path, ...problem }) => ({ field: path, severity: "error", ...problem }));

function fees({ fees: charge }: RevisionContent): Finding[] {
  const untold = charge?.charged && charge.items.length === 0 && !charge.text;
  return untold ? [{ field: "fees", code: "items.feeUntold", severity: "error" }] : [];
}

/** Fields are reached within so many steps: a form that goes deeper is two services. */
const MOST_CONDITIONS = 5;

/** A question that waits for an answer that waits for an answer … loses people on the way. */
function order({ form }: RevisionContent): Finding[] {
  const fields = form?.sections.flatMap((section) => section.fields) ?? [];
  const ids = new Set(fields.map(({ id }) => id));
  const waits = new Map(fields.map(({ id, visibleWhen = "" }) => [id, [...visibleWhen.matchAll(/[A-Za-z][A-Za-z0-9]*/g)].map(([name]) => name).filter((name) => ids.has(name) && name !== id)]));
  const depths = new Map<string, number>();
  const depth = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    // A circle counts once here; the analysis of the form refuses it.
    depths.set(id, 0);
    const found = Math.max(0, ...(waits.get(id) ?? []).map((before) => 1 + depth(before)));
    depths.set(id, found);
    return found;
  };
  return fields.filter(({ id }) => depth(id) > MOST_CONDITIONS)
    .map(({ label }) => ({ field: "form", code: "items.fieldDeep", severity: "warning", params: { field: label.zh, count: MOST_CONDITIONS } }));
}

function missing(content: RevisionContent): Finding[] {
  const wanted = { conditions: content.conditions.length, legalBasis: content.legalBasis.length, consultPhone: content.consultPhone?.length ?? 0 };
  return Object.entries(wanted).filter(([, length]) => length === 0)
    .map(([field]) => ({ field, code: "items.leftEmpty", severity: "warning" }));
}
