import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { open } from "@/db/personal-data";
import { applications, certificatePresentations, certificates, certificateTypeEditions, certificateTypes, certificateUses, departments, oidcClients, serviceItemRevisions, serviceItems, usageGrants } from "@/db/schema";
import { endOfGrant, labelOfField, stateOfGrant, type GrantBounds } from "@/domain/certificates/rules/grants";
import type { ListGrants, ListUses } from "@/domain/certificates/schema/uses";
import { isDelegatedAll, principalOf, type User } from "@/domain/core/actor";
import { formatApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { withBounds } from "./grants";
import { getHeld, heldBy } from "./held";
import { grantPurposePlace, openRecord, usePurposePlace } from "./record";

type OwnCtx = Ctx & { actor: User };
type Labelled = { key: string; labelZh: string; labelEn: string };
type FieldName = { zh: string; en: string };

const Key = z.tuple([z.uuid()]);
const itemName = sql<string | null>`${serviceItemRevisions.content}->>'name'`;
const named = (fields: readonly string[], face: readonly Labelled[]): FieldName[] => fields.map((field) => {
  const { labelZh, labelEn } = labelOfField(field, face);
  return { zh: labelZh, en: labelEn };
});

/** The case's own name and number, where it is the holder's own case: another's is nobody's business here. */
const ownCase = (actor: User, on: Parameters<typeof and>[0]) => {
  const { accountId, organisationId } = principalOf(actor);
  return and(on, organisationId ? eq(applications.organisationId, organisationId) : and(eq(applications.applicantAccountId, accountId), sql`${applications.organisationId} is null`));
};

/** Who used the certificates one holds, when, what for and what they were told, newest first. Errors: `certificates.notFound`. */
export async function listUses({ db, actor }: OwnCtx, { certificateId, cursor, limit }: ListUses) {
  const only = certificateId ? await getHeld(db, actor, certificateId) : undefined;
  const after = cursor ? sql`${certificateUses.id} < ${decodeCursor(Key, cursor)[0]}::uuid` : undefined;
  const rows = await db.select({ use: certificateUses, certificate: certificates, itemName, number: applications.number, purpose: certificatePresentations.purpose }).from(certificateUses)
    .innerJoin(certificates, eq(certificates.id, certificateUses.certificateId))
    .leftJoin(serviceItems, eq(serviceItems.id, certificateUses.itemId)).leftJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
    .leftJoin(applications, ownCase(actor, eq(applications.id, certificateUses.applicationId)))
    .leftJoin(certificatePresentations, eq(certificatePresentations.id, certificateUses.presentationId))
    .where(and(only ? eq(certificates.id, only.id) : heldBy(actor), after)).orderBy(desc(certificateUses.id)).limit(limit + 1);
  const shown = rows.slice(0, limit);
  const faceOf = new Map([...new Map(shown.map(({ certificate }) => [certificate.id, certificate]))].map(([id, row]) => [id, openRecord(row).extend_info]));
  return {
    certificate: only ? { id: only.id, name: only.name } : undefined,
    rows: shown.map(({ use, certificate, number, ...row }) => ({
      shownFor: row.purpose,
      id: use.id, at: use.at.toISOString(), certificate: { id: certificate.id, name: certificate.name }, kind: use.kind, mode: use.mode,
      by: { kind: use.userKind, name: use.userName }, purpose: open(use.purpose, usePurposePlace(use.id)), fields: named(use.fields, faceOf.get(certificate.id) ?? []),
      itemName: row.itemName, applicationNumber: number && formatApplicationNumber(number),
    })),
    nextCursor: cursorAfter(rows, limit, ({ use }) => [use.id]),
  };
}

/** The permissions to use one's certificates, in force and past, one's own and those by duty, newest first. */
export async function listGrants(ctx: OwnCtx, { cursor, limit }: ListGrants): Promise<{ rows: OwnGrant[]; nextCursor: string | undefined }> {
  const { db, actor } = ctx;
  const after = cursor ? sql`${usageGrants.id} < ${decodeCursor(Key, cursor)[0]}::uuid` : undefined;
  const rows = await grantsOf(db, actor).where(and(holding(actor), after)).orderBy(desc(usageGrants.id)).limit(limit + 1);
  return { rows: await viewsOf(ctx, rows.slice(0, limit)), nextCursor: cursorAfter(rows, limit, ({ grant }) => [grant.id]) };
}

/** One permission. Errors: `certificates.grantNotFound`. */
export async function getGrant(ctx: OwnCtx, id: string): Promise<OwnGrant> {
  const [view] = await viewsOf(ctx, await grantsOf(ctx.db, ctx.actor).where(and(holding(ctx.actor), eq(usageGrants.id, id))).limit(1));
  if (!view) throw new DomainError("not_found", "certificates.grantNotFound");
  return view;
}

export type OwnGrant = Awaited<ReturnType<typeof viewsOf>>[number];

async function viewsOf({ db, now }: OwnCtx, rows: readonly GrantRow[]) {
  const types = await typeFaces(db, rows.flatMap(({ grant }) => grant.typeId ?? []));
  return Promise.all(rows.map(async (row) => {
    const { itemName: ofItem, number } = row;
    const grant = await withBounds(db, now, row.grant);
    const { id, mode, standing, certificateId, legalBasis } = grant;
    return {
      id, mode, standing, certificateId, legalBasis, ...boundTo(row, types), itemName: ofItem, applicationNumber: number && formatApplicationNumber(number),
      purpose: open(grant.purpose, grantPurposePlace(id)), ...timesOf(grant, now), revocable: mode !== "duty" && stateOfGrant(grant, now) === "alive",
    };
  }));
}

type GrantRow = Awaited<ReturnType<typeof grantsOf>>[number];

/** Which certificate, for whom, which fields, by their names. */
function boundTo({ grant, certificate, typeName, departmentName, clientName }: GrantRow, types: ReadonlyMap<string, Labelled[]>) {
  return {
    ofType: grant.typeId !== null, certificateName: certificate?.name ?? typeName ?? "",
    reader: clientName ? { kind: "client" as const, name: clientName } : { kind: "department" as const, name: departmentName ?? "" },
    fields: named(grant.fields, certificate ? openRecord(certificate).extend_info : (types.get(grant.typeId ?? "") ?? [])),
  };
}

const timesOf = (grant: GrantRow["grant"] & GrantBounds, now: Date) => ({
  grantedAt: grant.grantedAt.toISOString(), expiresAt: endOfGrant(grant).toISOString(), revokedAt: grant.revokedAt?.toISOString() ?? null, state: stateOfGrant(grant, now),
});

/** Whose permissions an actor sees: their own, or those of whom they act for in everything. */
function holding(actor: User) {
  const { actingFor } = actor;
  if (!isDelegatedAll(actingFor, "view")) return sql`false`;
  const { accountId, organisationId } = principalOf(actor);
  return organisationId ? eq(usageGrants.holderOrganisationId, organisationId) : eq(usageGrants.holderAccountId, accountId);
}

const readers = alias(departments, "reader");

const grantsOf = (db: Reader, actor: User) =>
  db.select({ grant: usageGrants, certificate: certificates, typeName: certificateTypes.name, departmentName: readers.name, clientName: oidcClients.name, itemName, number: applications.number }).from(usageGrants)
    .leftJoin(certificates, eq(certificates.id, usageGrants.certificateId)).leftJoin(certificateTypes, eq(certificateTypes.id, usageGrants.typeId))
    .leftJoin(readers, eq(readers.id, usageGrants.departmentId)).leftJoin(oidcClients, eq(oidcClients.id, usageGrants.clientId))
    .leftJoin(serviceItems, eq(serviceItems.id, usageGrants.itemId)).leftJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
    .leftJoin(applications, ownCase(actor, eq(applications.id, usageGrants.applicationId)));

async function typeFaces(db: Reader, ids: readonly string[]): Promise<Map<string, Labelled[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select({ id: certificateTypes.id, content: certificateTypeEditions.content }).from(certificateTypes)
    .innerJoin(certificateTypeEditions, eq(certificateTypeEditions.id, certificateTypes.currentEditionId)).where(inArray(certificateTypes.id, [...ids]));
  return new Map(rows.map(({ id, content }) => [id, content.fields.map(({ key, label }) => ({ key, labelZh: label.zh, labelEn: label.en ?? label.zh }))]));
}
