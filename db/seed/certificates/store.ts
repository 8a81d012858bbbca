import { createHash } from "node:crypto";
import { eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { certificateTypeEditions, certificateTypes } from "@/db/schema";
import { makeUscc } from "@/domain/core/codes";
import { importEditorId, importPublisherId } from "../import/plan";
import { certificateCatalogue } from "./catalogue";

/** The organ that stands in the codes of types whose national code is not public: well-formed, in no register. */
const catalogueOrgan = makeUscc({ registrantType: "11", divisionCode: "440100", organisationBody: "DE000000" });

/** The catalogue's types, each with a first published edition where it has none. Adds, never changes. */
export async function seedCertificateTypes(tx: Tx, now: Date): Promise<number> {
  const rows = certificateCatalogue.map(({ id, nationalTypeCode, content }, index) => ({ id, name: content.name, code: nationalTypeCode ?? `${catalogueOrgan}${String(index + 1).padStart(3, "0")}` }));
  await tx.insert(certificateTypes).values(rows).onConflictDoNothing();
  const without = new Set((await tx.select({ id: certificateTypes.id }).from(certificateTypes).where(isNull(certificateTypes.currentEditionId))).map(({ id }) => id));
  const first = certificateCatalogue.filter(({ id }) => without.has(id));
  if (first.length === 0) return rows.length;
  const signed = { number: 1, status: "published" as const, createdBy: importEditorId, publishedBy: importPublisherId, createdAt: now, updatedAt: now, publishedAt: now };
  const made = await tx.insert(certificateTypeEditions)
    .values(first.map(({ id, content }) => ({ typeId: id, content, contentHash: createHash("sha256").update(JSON.stringify(content)).digest("hex"), ...signed })))
    .onConflictDoNothing().returning({ id: certificateTypeEditions.id, typeId: certificateTypeEditions.typeId });
  for (const { id, typeId } of made) await tx.update(certificateTypes).set({ currentEditionId: id }).where(eq(certificateTypes.id, typeId));
  return rows.length;
}
