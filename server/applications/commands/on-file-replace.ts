import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applicationCertificates, toleratedMaterials } from "@/db/schema";
import type { AskReplacement } from "@/domain/applications/schema/on-file";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { materialFieldId } from "@/domain/items/rules";
import type { Ctx } from "@/server/core/context";
import { getCase } from "../queries/case";
import { viewOnFile } from "../queries/on-file";
import type { Acted } from "./act";
import { takeOut } from "./on-file-end";
import { checkSupplement } from "./supplement";

/**
 * Asks for something else in place of a certificate that ended while the case was worked on: the material is awaited by a day,
 * as one that was promised for later and came wrong, its applicant is told, and nothing is granted before it is in order.
 * Errors: `applications.certificateNotThere` (not found), `applications.certificateStands` (conflict) where nothing is wrong with it,
 * `applications.endsInThePast` (invalid), those of `checkSupplement`.
 */
export async function askReplacement(ctx: Ctx, { id, version, attachmentId, dueOn, reason }: AskReplacement): Promise<Acted> {
  if (dueOn <= shanghaiDay(ctx.now)) throw new DomainError("invalid", "applications.endsInThePast");
  const [row] = await ctx.db.select({ fieldId: applicationCertificates.fieldId }).from(applicationCertificates).where(and(eq(applicationCertificates.id, attachmentId), eq(applicationCertificates.applicationId, id))).limit(1);
  if (!row) throw new DomainError("not_found", "applications.certificateNotThere");
  return checkSupplement(ctx, { id, version, items: [{ fieldId: row.fieldId, inOrder: false, reason }] }, (tx) => standAsWrong(tx, ctx, { id, attachmentId, dueOn }));
}

/** The certificate goes out, and its material stands as handed in, for the act to find it wanting. */
async function standAsWrong(tx: Tx, ctx: Ctx, { id, attachmentId, dueOn }: Pick<AskReplacement, "id" | "attachmentId" | "dueOn">): Promise<void> {
  const { application, content } = await getCase(tx, ctx.actor, { id });
  const [row] = await tx.select().from(applicationCertificates).where(and(eq(applicationCertificates.id, attachmentId), isNull(applicationCertificates.removedAt)));
  if (!row) throw new DomainError("not_found", "applications.certificateNotThere");
  const [standing] = await viewOnFile(tx, ctx.now, [row]);
  if (!standing?.problem) throw new DomainError("conflict", "applications.certificateStands");
  await takeOut(tx, ctx, row, true);
  const name = content.materials.find((material) => materialFieldId(material) === row.fieldId)?.name.zh ?? row.name;
  const handedIn = { name, dueOn, suppliedAt: ctx.now, confirmedAt: null, confirmedBy: null };
  await tx.insert(toleratedMaterials).values({ applicationId: id, fieldId: row.fieldId, promisedAt: row.attachedAt, promisedBy: application.applicantAccountId, ...handedIn })
    .onConflictDoUpdate({ target: [toleratedMaterials.applicationId, toleratedMaterials.fieldId], set: handedIn });
}
