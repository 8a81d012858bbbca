import { and, desc, eq, isNull, sql, type SQL } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { open } from "@/db/personal-data";
import { applications, files, keptMaterials } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { isApplicant } from "@/domain/applications/policy";
import { canKeep } from "@/domain/applications/policy/materials";
import { fits, hasEnded, keptDays, kindOf, mostKept } from "@/domain/applications/rules/materials";
import type { ById } from "@/domain/applications/schema";
import type { TrustLevel } from "@/domain/applications/schema/counter";
import { isDelegated, principalOf, type Principal, type User } from "@/domain/core/actor";
import { addDays, shanghaiDay, type Day } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { materialFieldId } from "@/domain/items/rules";
import type { Material } from "@/domain/items/schema";
import type { Ctx } from "@/server/core/context";
import { getCase, named, type ApplicationRow } from "./case";

export type KeptRow = typeof keptMaterials.$inferSelect;

export const keptNamePlace = (id: string): Place => ({ table: "kept_materials", column: "name", row: id });

/** The papers of a person or an organisation, for a `where`. */
export function keptBy({ accountId, organisationId }: Pick<Principal, "accountId" | "organisationId">): SQL | undefined {
  return organisationId ? eq(keptMaterials.organisationId, organisationId) : and(eq(keptMaterials.accountId, accountId), isNull(keptMaterials.organisationId));
}

/** A kept paper as its owner reads it. */
export type KeptView = {
  id: string; kind: string; name: string; mime: string; size: number; trustLevel: TrustLevel; verifiedAt: string | null;
  /** When it was uploaded first, and for what. */
  uploadedAt: string; itemName: string; number: string;
  validUntil: Day | null; ended: boolean;
  keptAt: string;
  /** The day after which it goes, unless it is used before. */
  keptUntil: Day;
};

const viewKept = ({ material, itemName, number }: { material: KeptRow; itemName: string; number: string }, today: Day): KeptView => ({
  id: material.id, kind: material.kind, name: open(material.name, keptNamePlace(material.id)), mime: material.mime, size: material.size,
  trustLevel: material.trustLevel, verifiedAt: material.verifiedAt?.toISOString() ?? null,
  uploadedAt: material.uploadedAt.toISOString(), itemName, number: formatApplicationNumber(number),
  validUntil: material.validUntil, ended: hasEnded(material, today), keptAt: material.keptAt.toISOString(), keptUntil: addDays(shanghaiDay(material.usedAt), keptDays),
});

/** What a person or an organisation keeps, by kind and the newest first. */
export async function keptOf(db: Reader | Tx, owner: Pick<Principal, "accountId" | "organisationId">, now: Date): Promise<KeptView[]> {
  const rows = await db.select({ material: keptMaterials, itemName: applications.itemName, number: applications.number }).from(keptMaterials)
    .innerJoin(applications, eq(applications.id, keptMaterials.applicationId)).where(keptBy(owner)).orderBy(keptMaterials.kind, desc(keptMaterials.uploadedAt)).limit(mostKept);
  return rows.map((row) => viewKept(row, shanghaiDay(now)));
}

/** One's own library, or that of the organisation one acts for. Errors: `applications.materialsNotYours` (forbidden). */
export async function listMaterials({ db, actor, now }: Ctx): Promise<KeptView[]> {
  if (!canKeep(actor)) throw new DomainError("forbidden", "applications.materialsNotYours");
  return keptOf(db, principalOf(actor), now);
}

/** A paper of a case that could be kept for the next time, or is. */
export type Keepable = { fileId: string; kind: string; kindEn: string | null; name: string; kept: boolean };

/** The papers of a case that was filed which its applicant may keep; none for whoever may keep nothing here. Errors: `applications.notFound`. */
export async function listKeepable({ db, actor }: Ctx, { id }: ById): Promise<Keepable[]> {
  const { application, content } = await getCase(db, actor, { id });
  if (!canKeep(actor) || !application.receivedAt || !isApplicant(actor, application, "submit")) return [];
  const rows = await db.select({ file: files, keptId: keptMaterials.id }).from(files)
    .leftJoin(keptMaterials, and(eq(keptMaterials.storageKey, files.storageKey), keptBy(principalOf(actor))))
    .where(and(eq(files.applicationId, id), isNull(files.deletedAt))).orderBy(files.fieldId, files.id);
  return rows.flatMap(({ file, keptId }) => {
    const material = content.materials.find((one) => materialFieldId(one) === file.fieldId);
    return material ? [{ fileId: file.id, kind: kindOf(material).kind, kindEn: material.name.en ?? null, name: named(file).name, kept: keptId !== null }] : [];
  });
}

/** What could be used again for one material. */
export type KeptOffer = { fieldId: string; materials: Pick<KeptView, "id" | "kind" | "name" | "size" | "uploadedAt" | "trustLevel" | "verifiedAt" | "validUntil">[] };

/** Whether this actor may use the papers of the one in whose name they act, for this case: who may file, not who may only fill in. */
export const mayReuse = (actor: Ctx["actor"], of: Pick<ApplicationRow, "id" | "serviceItemId">): actor is User =>
  actor.kind === "user" && actor.accountKind === "citizen" && !actor.servedBy && isDelegated(actor.actingFor, "submit", of);

/** What the applicant of a case keeps that its materials ask for, that has not ended, and that does not answer them already. */
export async function keptOffers({ db, actor, now }: Ctx, application: Pick<ApplicationRow, "id" | "serviceItemId">, materials: readonly Material[]): Promise<KeptOffer[]> {
  if (!mayReuse(actor, application) || materials.length === 0) return [];
  const today = shanghaiDay(now);
  const here = db.select({ storageKey: files.storageKey, fields: sql<string[]>`array_agg(${files.fieldId})`.as("fields") }).from(files)
    .where(and(eq(files.applicationId, application.id), isNull(files.deletedAt))).groupBy(files.storageKey).as("here");
  const rows = (await db.select({ row: keptMaterials, usedIn: here.fields }).from(keptMaterials).leftJoin(here, eq(here.storageKey, keptMaterials.storageKey))
    .where(keptBy(principalOf(actor))).orderBy(desc(keptMaterials.uploadedAt)).limit(mostKept)).filter(({ row }) => !hasEnded(row, today));
  return materials.flatMap((material) => {
    const fieldId = materialFieldId(material);
    const fitting = rows.filter(({ row, usedIn }) => fits(row, material) && !usedIn?.includes(fieldId)).map(({ row: { id, kind, name, size, uploadedAt, trustLevel, verifiedAt, validUntil } }) =>
      ({ id, kind, name: open(name, keptNamePlace(id)), size, uploadedAt: uploadedAt.toISOString(), trustLevel, verifiedAt: verifiedAt?.toISOString() ?? null, validUntil }));
    return fitting.length > 0 ? [{ fieldId, materials: fitting }] : [];
  });
}
