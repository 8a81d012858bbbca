import { and, asc, desc, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { applicationCertificates, certificates, certificateTypes, departments, usageGrants } from "@/db/schema";
import { offersFor, problemOf, typesInPlaceOf, type Offer, type OnFileProblem } from "@/domain/applications/rules/on-file";
import { statusOn } from "@/domain/certificates/rules";
import { isAlive } from "@/domain/certificates/rules/grants";
import { isDelegated, principalOf, reaches } from "@/domain/core/actor";
import { shanghaiDay, type Day } from "@/domain/core/calendar";
import { actionLevels } from "@/domain/identity/rules/levels";
import type { Material } from "@/domain/items/schema";
import { withBounds } from "@/server/certificates/queries/grants";
import { heldByPrincipal } from "@/server/certificates/queries/held";
import type { Ctx } from "@/server/core/context";
import type { ApplicationRow } from "./case";

type Source = Reader | Tx;
export type OnFileRow = typeof applicationCertificates.$inferSelect;

/** The certificates in place of papers in a case; or those that were in it when it was filed at an instant. */
export function listOnFile(db: Source, applicationId: string, filedAt?: Date): Promise<OnFileRow[]> {
  const { attachedAt, removedAt, kept } = applicationCertificates;
  const standing = filedAt ? and(lte(attachedAt, filedAt), or(isNull(removedAt), and(kept, gt(removedAt, filedAt)))) : isNull(removedAt);
  return db.select().from(applicationCertificates).where(and(eq(applicationCertificates.applicationId, applicationId), standing)).orderBy(asc(applicationCertificates.id));
}

/** A certificate in a case as people read it: what it said when it was put there, and where it stands now. */
export type OnFileView = {
  id: string; fieldId: string; certificateId: string; name: string; identifier: string; issuer: string; issuedOn: Day; validUntil: Day | null;
  attachedAt: string; problem: OnFileProblem | null; checkedAt: string; checkedFor: OnFileRow["checkedFor"]; signature: OnFileRow["signature"];
};

/** Where the certificates of a case stand now. The signature is told as of when it was checked last. */
export async function viewOnFile(db: Source, now: Date, rows: readonly OnFileRow[]): Promise<OnFileView[]> {
  if (rows.length === 0) return [];
  const states = await db.select({ id: applicationCertificates.id, status: certificates.status, validUntil: certificates.validUntil, grant: usageGrants })
    .from(applicationCertificates).innerJoin(certificates, eq(certificates.id, applicationCertificates.certificateId)).innerJoin(usageGrants, eq(usageGrants.id, applicationCertificates.grantId))
    .where(inArray(applicationCertificates.id, rows.map(({ id }) => id)));
  const bounded = await Promise.all(states.map(async ({ grant, ...state }) => ({ ...state, permitted: isAlive(await withBounds(db, now, grant), now) })));
  const known = new Map(bounded.map((state) => [state.id, state]));
  return rows.map((row) => {
    const state = known.get(row.id);
    const status = state ? statusOn(state, shanghaiDay(now)) : row.status;
    // What a decision rested on is told as it stood then.
    const problem = row.checkedFor === "decision" ? null : problemOf({ status, signature: row.signature }) ?? (state && row.removedAt === null && !state.permitted ? "grantEnded" : null);
    const { id, fieldId, certificateId, name, identifier, issuer, issuedOn, validUntil, checkedFor, signature } = row;
    return { id, fieldId, certificateId, name, identifier, issuer, issuedOn, validUntil, attachedAt: row.attachedAt.toISOString(), problem, checkedAt: row.checkedAt.toISOString(), checkedFor, signature };
  });
}

export type HeldInPlace = { id: string; typeId: string; typeName: string; identifier: string; issuer: string; status: OnFileRow["status"]; validUntil: Day | null; signed: boolean };
export type OnFileOffer = Offer<HeldInPlace>;

/**
 * What whoever fills in this case could use in place of its materials: certificates of the one in whose name they act, where
 * they may permit their use; nothing for somebody whose delegation does not reach so far.
 */
export async function offersOf({ db, actor, now }: Ctx, { id, serviceItemId }: Pick<ApplicationRow, "id" | "serviceItemId">, materials: readonly Material[]): Promise<OnFileOffer[]> {
  const types = [...new Set(materials.flatMap(typesInPlaceOf))];
  if (types.length === 0 || actor.kind !== "user" || !reaches(actor.assuranceLevel, actionLevels.viewCertificate) || !isDelegated(actor.actingFor, "submit", { id, serviceItemId })) return [];
  const rows = await db
    .select({ id: certificates.id, typeId: certificates.typeId, typeName: certificateTypes.name, identifier: certificates.identifier, issuer: departments.name, status: certificates.status, validUntil: certificates.validUntil, signedAt: certificates.signedAt })
    .from(certificates).innerJoin(certificateTypes, eq(certificateTypes.id, certificates.typeId)).innerJoin(departments, eq(departments.id, certificates.issuerDepartmentId))
    .where(and(inArray(certificates.typeId, types), heldByPrincipal(principalOf(actor)))).orderBy(desc(certificates.id)).limit(mostOffered);
  return offersFor(materials, rows.map(({ signedAt, ...row }) => ({ ...row, signed: signedAt !== null })), shanghaiDay(now));
}

const mostOffered = 50;
