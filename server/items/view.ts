import type { Reader } from "@/db/client";
import type { Actor } from "@/domain/core/actor";
import { availableRevisionActions } from "@/domain/items/policy";
import { lintRevision, type LintProblem } from "@/domain/items/policy/lint";
import { warningKey } from "@/domain/items/policy/answers";
import { plainScore } from "@/domain/items/policy/lint-words";
import { changedFields } from "@/domain/items/rules/changes";
import { describeChanges, formEffect } from "@/domain/items/rules/diff";
import type { ItemCode, RevisionContent } from "@/domain/items/schema";
import type { CompareRevisions } from "@/domain/items/schema/life";
import type { Draft, Editable } from "./queries/editing";
import { certificateNames, listByCode, type PublishedItem } from "./queries/guide";
import { readLintFacts } from "./queries/lint-facts";
import { getComparison, listAnswers, listReviews, readSuccession } from "./queries/reviews";

/** What anyone may read under a code: the guide of one item, or the handling items to choose from. */
export async function viewByCode(db: Reader, code: ItemCode) {
  const found = await listByCode(db, code);
  const [only] = found;
  if (only && found.length === 1) return { kind: "guide" as const, guide: await guideOf(db, only) };
  return { kind: "choices" as const, code: code.toUpperCase(), choices: found.map(choiceOf) };
}

async function guideOf(db: Reader, { item, content, department, divisionName, revisionNumber, publishedAt, succeeds }: PublishedItem) {
  const names = await certificateNames(db, certificatesIn(content));
  const { form, ...facts } = content;
  return {
    id: item.id,
    code: item.code,
    basicCode: item.basicCode,
    status: item.status,
    revision: { number: revisionNumber, publishedAt: publishedAt?.toISOString() ?? null },
    department: { name: department.name, address: department.address, phone: department.phone },
    divisionCode: item.divisionCode,
    divisionName,
    hasOwnForm: form !== null,
    content: facts,
    certificateNames: Object.fromEntries(names),
    succession: succeeds ? await readSuccession(db, item.id) : noSuccession,
  };
}

const noSuccession: Awaited<ReturnType<typeof readSuccession>> = { end: null, successors: [], predecessors: [] };

function certificatesIn({ materials, result }: RevisionContent): string[] {
  return [...materials.flatMap(({ certificateTypes = [] }) => certificateTypes), result?.certificateType].filter((id) => id !== undefined);
}

function choiceOf({ item, content, department }: PublishedItem) {
  const { name, plainName, nameEn, handling, promisedLimit } = content;
  return { code: item.code, status: item.status, departmentName: department.name, name, plainName, nameEn, handling, promisedLimit };
}

/** The editing page: draft and current content, who edited, what may be done and what is still wrong. */
export async function editView(db: Reader, actor: Actor, editable: Editable) {
  const { item, department, divisionName, draft, current, edits, facts } = editable;
  const succession = await readSuccession(db, item.id);
  return {
    id: item.id,
    code: item.code,
    basicCode: item.basicCode,
    status: item.status,
    departmentName: department.name,
    divisionCode: item.divisionCode,
    divisionName,
    current: current ? { number: current.number, content: current.content, publishedAt: current.publishedAt?.toISOString() ?? null } : null,
    draft: draft ? await draftView(db, draft, current) : null,
    edits,
    ownEdit: actor.kind === "user" && edits.some(({ accountId }) => accountId === actor.id),
    actions: availableRevisionActions(actor, facts),
    ending: facts.ending,
    succession,
  };
}

async function draftView(db: Reader, draft: Draft, current: Editable["current"]) {
  const problems = lintRevision(draft.content, await readLintFacts(db, draft.content));
  const answers = await listAnswers(db, draft.id);
  return {
    number: draft.number, version: draft.version, content: draft.content, updatedAt: draft.updatedAt.toISOString(),
    stage: draft.stage, publishAt: draft.publishAt?.toISOString() ?? null,
    changes: current ? changedFields(current.content, draft.content) : [],
    problems: problems.map((problem) => ({ ...problem, answer: problem.severity === "warning" ? answerTo(problem, answers) : null, key: warningKey(problem) })),
    plainScore: plainScore(draft.content),
    reviews: await listReviews(db, draft.id),
  };
}

const answerTo = (problem: LintProblem, answers: Awaited<ReturnType<typeof listAnswers>>) => answers.find(({ warning }) => warning === warningKey(problem)) ?? null;

/** Two editions side by side: what differs, in words, and what it means for who filled in the old form. */
export async function comparisonView(db: Reader, actor: Actor, input: CompareRevisions) {
  const { before, after } = await getComparison(db, actor, input);
  const changes = describeChanges(before?.content ?? null, after.content);
  const names = await certificateNames(db, [...new Set([...(before ? certificatesIn(before.content) : []), ...certificatesIn(after.content)])]);
  return { from: before?.number ?? null, to: after.number, changes, certificateNames: Object.fromEntries(names), forms: before ? formEffect(before.content, after.content) : null };
}
