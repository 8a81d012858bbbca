import { eq, inArray } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { certificateTypeEditions, certificateTypes, linkChecks } from "@/db/schema";
import type { LintFacts } from "@/domain/items/policy/lint-sources";
import { linksIn } from "@/domain/items/rules/links";
import type { RevisionContent } from "@/domain/items/schema";
import { missingGlyphs } from "@/server/core/documents/fonts";

/** What the linter needs to know beside the content: what its links answered at the last look, and which certificates there are. */
export async function readLintFacts(db: Reader | Tx, content: RevisionContent): Promise<LintFacts> {
  const urls = [...new Set(linksIn(content).map(({ url }) => url))];
  const [checked, certificates] = await Promise.all([
    urls.length > 0 ? db.select().from(linkChecks).where(inArray(linkChecks.url, urls)) : [],
    content.materials.length > 0 || content.result?.certificateType ? db.select({ id: certificateTypes.id, content: certificateTypeEditions.content }).from(certificateTypes).innerJoin(certificateTypeEditions, eq(certificateTypeEditions.id, certificateTypes.currentEditionId)) : [],
  ]);
  return {
    links: new Map(checked.map(({ url, state, failures }) => [url, { state, failures }])), certificates: certificates.map(({ id, content: { name, aliases } }) => ({ id, name, aliases })),
    certificate: certificates.find(({ id }) => id === content.result?.certificateType)?.content ?? null, unprintable: missingGlyphs,
  };
}
