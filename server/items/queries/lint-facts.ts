import { and, asc, eq, inArray, like, lt, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { certificateTypeEditions, certificateTypes, linkChecks, revisionSaves, serviceItemRevisions, texts } from "@/db/schema";
import type { LintFacts } from "@/domain/items/policy/lint-sources";
import { conditionsSpeakEnglish, type WordedConditions } from "@/domain/items/rules/conditions";
import { linksIn } from "@/domain/items/rules/links";
import type { RevisionContent } from "@/domain/items/schema";
import { missingGlyphs } from "@/server/core/documents/fonts";

/** Which draft it is that the content stands in. */
type DraftPlace = { id: string; serviceItemId: string; number: number };

/** What the linter needs to know beside the content: what its links answered at the last look, which certificates there are, and which messages steps may send. */
export async function readLintFacts(db: Reader | Tx, content: RevisionContent, draft?: DraftPlace): Promise<LintFacts> {
  const urls = [...new Set(linksIn(content).map(({ url }) => url))];
  const [checked, certificates, stepTexts, editions] = await Promise.all([
    urls.length > 0 ? db.select().from(linkChecks).where(inArray(linkChecks.url, urls)) : [],
    content.materials.length > 0 || content.result?.certificateType ? db.select({ id: certificateTypes.id, content: certificateTypeEditions.content }).from(certificateTypes).innerJoin(certificateTypeEditions, eq(certificateTypeEditions.id, certificateTypes.currentEditionId)) : [],
    listStepTexts(db, content),
    draft ? listEditions(db, content, draft) : [],
  ]);
  return {
    links: new Map(checked.map(({ url, state, failures }) => [url, { state, failures }])), certificates: certificates.map(({ id, content: { name, aliases } }) => ({ id, name, aliases })),
    certificate: certificates.find(({ id }) => id === content.result?.certificateType)?.content ?? null, unprintable: missingGlyphs, stepTexts, editions,
  };
}

/** The codes of the published messages that steps may name; a process that names none needs no look. */
async function listStepTexts(db: Reader | Tx, { steps }: RevisionContent): Promise<string[]> {
  if (steps.every(({ tells }) => tells === undefined)) return [];
  const rows = await db.selectDistinct({ kind: texts.kind }).from(texts).where(like(texts.kind, "step.%"));
  return rows.map(({ kind }) => kind.slice("step.".length));
}

/** The conditions as they stood before, the oldest first: editions that were published, then the saved states of this draft. Without English there is nothing to compare. */
async function listEditions(db: Reader | Tx, content: RevisionContent, { id, serviceItemId, number }: DraftPlace): Promise<WordedConditions[]> {
  if (!conditionsSpeakEnglish(content)) return [];
  const worded = (column: typeof revisionSaves.content | typeof serviceItemRevisions.content) => ({ conditions: sql<string[]>`${column}->'conditions'`, conditionsEn: sql<string[] | null>`${column}->'conditionsEn'` });
  const published = await db.select(worded(serviceItemRevisions.content)).from(serviceItemRevisions).where(and(eq(serviceItemRevisions.serviceItemId, serviceItemId), lt(serviceItemRevisions.number, number))).orderBy(asc(serviceItemRevisions.number));
  const saved = await db.select(worded(revisionSaves.content)).from(revisionSaves).where(eq(revisionSaves.revisionId, id)).orderBy(asc(revisionSaves.version));
  return [...published, ...saved].map(({ conditions, conditionsEn }) => ({ conditions, ...(conditionsEn ? { conditionsEn } : {}) }));
}
