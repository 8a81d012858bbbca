import { eq, inArray, like } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { certificateTypeEditions, certificateTypes, linkChecks, texts } from "@/db/schema";
import type { LintFacts } from "@/domain/items/policy/lint-sources";
import { linksIn } from "@/domain/items/rules/links";
import type { RevisionContent } from "@/domain/items/schema";
import { missingGlyphs } from "@/server/core/documents/fonts";

/** What the linter needs to know beside the content: what its links answered at the last look, which certificates there are, and which messages steps may send. */
export async function readLintFacts(db: Reader | Tx, content: RevisionContent): Promise<LintFacts> {
  const urls = [...new Set(linksIn(content).map(({ url }) => url))];
  const [checked, certificates, stepTexts] = await Promise.all([
    urls.length > 0 ? db.select().from(linkChecks).where(inArray(linkChecks.url, urls)) : [],
    content.materials.length > 0 || content.result?.certificateType ? db.select({ id: certificateTypes.id, content: certificateTypeEditions.content }).from(certificateTypes).innerJoin(certificateTypeEditions, eq(certificateTypeEditions.id, certificateTypes.currentEditionId)) : [],
    listStepTexts(db, content),
  ]);
  return {
    links: new Map(checked.map(({ url, state, failures }) => [url, { state, failures }])), certificates: certificates.map(({ id, content: { name, aliases } }) => ({ id, name, aliases })),
    certificate: certificates.find(({ id }) => id === content.result?.certificateType)?.content ?? null, unprintable: missingGlyphs, stepTexts,
  };
}

/** The codes of the published messages that steps may name; a process that names none needs no look. */
async function listStepTexts(db: Reader | Tx, { steps }: RevisionContent): Promise<string[]> {
  if (steps.every(({ tells }) => tells === undefined)) return [];
  const rows = await db.selectDistinct({ kind: texts.kind }).from(texts).where(like(texts.kind, "step.%"));
  return rows.map(({ kind }) => kind.slice("step.".length));
}
