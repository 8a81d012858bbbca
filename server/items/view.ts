import type { Reader } from "@/db/client";
import type { Actor } from "@/domain/core/actor";
import { availableRevisionActions } from "@/domain/items/policy";
import { lintRevision } from "@/domain/items/policy/lint";
import { changedFields } from "@/domain/items/rules/changes";
import type { ItemCode, RevisionContent } from "@/domain/items/schema";
import type { Editable } from "./queries/editing";
import { certificateNames, listByCode, type PublishedItem } from "./queries/guide";

/** What anyone may read under a code: the guide of one item, or the handling items to choose from. */
export async function viewByCode(db: Reader, code: ItemCode) {
  const found = await listByCode(db, code);
  const [only] = found;
  if (only && found.length === 1) return { kind: "guide" as const, guide: await guideOf(db, only) };
  return { kind: "choices" as const, code: code.toUpperCase(), choices: found.map(choiceOf) };
}

async function guideOf(db: Reader, { item, content, department, divisionName, revisionNumber, publishedAt }: PublishedItem) {
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
  };
}

function certificatesIn({ materials, result }: RevisionContent): string[] {
  return [...materials.map(({ certificateType }) => certificateType), result?.certificateType].filter((id) => id !== undefined);
}

function choiceOf({ item, content, department }: PublishedItem) {
  const { name, plainName, nameEn, handling, promisedLimit } = content;
  return { code: item.code, status: item.status, departmentName: department.name, name, plainName, nameEn, handling, promisedLimit };
}

/** The editing page: draft and current content, who edited, what may be done and what is still wrong. */
export function editView(actor: Actor, { item, department, divisionName, draft, current, edits, facts }: Editable) {
  return {
    id: item.id,
    code: item.code,
    status: item.status,
    departmentName: department.name,
    divisionName,
    current: current ? { number: current.number, content: current.content, publishedAt: current.publishedAt?.toISOString() ?? null } : null,
    draft: draft
      ? { number: draft.number, version: draft.version, content: draft.content, updatedAt: draft.updatedAt.toISOString(), changes: current ? changedFields(current.content, draft.content) : [], problems: lintRevision(draft.content) }
      : null,
    edits,
    ownEdit: actor.kind === "user" && edits.some(({ accountId }) => accountId === actor.id),
    actions: availableRevisionActions(actor, facts),
  };
}
