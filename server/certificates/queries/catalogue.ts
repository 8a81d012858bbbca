import { and, asc, desc, eq, gt, ilike, inArray, isNotNull, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { accounts, auditLog, certificateLayouts, certificateTypeEditions, certificateTypes } from "@/db/schema";
import type { EditionFacts } from "@/domain/certificates/policy/catalogue";
import type { CertificateTypeContent, ListCertificateTypes, SignatureSuite } from "@/domain/certificates/schema/catalogue";
import { DomainError } from "@/domain/core/errors";
import type { LocalisedText } from "@/domain/forms/schema";
import type { Layout } from "@/domain/items/schema/layout";
import type { FaceFieldSpec } from "@/domain/items/schema/result";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";

export type Edition = typeof certificateTypeEditions.$inferSelect;
export type IssuedType = { id: string; code: string; editionId: string; content: CertificateTypeContent };

/** A type with its published edition, as certificates are issued by; nothing for one unknown or never published. */
export async function findIssuedType(db: Reader, id: string | undefined): Promise<IssuedType | undefined> {
  if (!id) return undefined;
  const [row] = await db.select({ id: certificateTypes.id, code: certificateTypes.code, editionId: certificateTypeEditions.id, content: certificateTypeEditions.content })
    .from(certificateTypes).innerJoin(certificateTypeEditions, eq(certificateTypeEditions.id, certificateTypes.currentEditionId)).where(eq(certificateTypes.id, id)).limit(1);
  return row;
}

/** The page a certificate was issued on; nothing when one is made from its fields. */
export async function findLayout(db: Reader, digest: string | null): Promise<Layout | undefined> {
  if (!digest) return undefined;
  const [row] = await db.select({ layout: certificateLayouts.layout }).from(certificateLayouts).where(eq(certificateLayouts.digest, digest)).limit(1);
  return row?.layout;
}

/** The edition a certificate was issued under; nothing for one older than the editions. */
async function findContent(db: Reader, editionId: string | null): Promise<CertificateTypeContent | undefined> {
  if (!editionId) return undefined;
  const [row] = await db.select({ content: certificateTypeEditions.content }).from(certificateTypeEditions).where(eq(certificateTypeEditions.id, editionId)).limit(1);
  return row?.content;
}

/** The fields of the edition a certificate was issued under; none for one older than the editions. */
export const listFieldsOf = async (db: Reader, editionId: string | null): Promise<readonly FaceFieldSpec[]> => (await findContent(db, editionId))?.fields ?? [];

/** By which algorithms a certificate of this edition is signed. */
export const suiteOfEdition = async (db: Reader, editionId: string | null): Promise<SignatureSuite> => (await findContent(db, editionId))?.suite ?? "international";

const drafts = alias(certificateTypeEditions, "draft");
const currents = alias(certificateTypeEditions, "current");
const Key = z.tuple([z.string(), z.string()]);

/** The catalogue by name; `query` finds names, other names, ids and codes, `state` draft those with an edition in the making. */
export async function listTypes(db: Reader, { query, state, cursor, limit }: ListCertificateTypes) {
  const after = cursor ? decodeCursor(Key, cursor) : undefined;
  const like = query?.trim() ? `%${query.trim().replace(/[\\%_]/gu, "\\$&")}%` : undefined;
  const content = sql`coalesce(${currents.content}, ${drafts.content})`;
  const rows = await db
    .select({
      id: certificateTypes.id, code: certificateTypes.code, name: certificateTypes.name, publishedAt: currents.publishedAt, draftSince: drafts.updatedAt,
      category: sql<string | null>`${content}->>'category'`, hasLayout: sql<boolean>`${content} ? 'layout'`, fields: sql<number>`jsonb_array_length(${content}->'fields')`,
    })
    .from(certificateTypes)
    .leftJoin(drafts, and(eq(drafts.typeId, certificateTypes.id), eq(drafts.status, "draft")))
    .leftJoin(currents, eq(currents.id, certificateTypes.currentEditionId))
    .where(and(
      like ? or(ilike(certificateTypes.name, like), ilike(certificateTypes.id, like), ilike(certificateTypes.code, like), sql`${content}->>'aliases' ilike ${like}`) : undefined,
      state === "draft" ? isNotNull(drafts.id) : state && isNotNull(currents.id),
      after ? or(gt(certificateTypes.name, after[0]), and(eq(certificateTypes.name, after[0]), gt(certificateTypes.id, after[1]))) : undefined,
    ))
    .orderBy(asc(certificateTypes.name), asc(certificateTypes.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit).map((row) => ({ ...row, publishedAt: row.publishedAt?.toISOString() ?? null, draftSince: row.draftSince?.toISOString() ?? null }));
  return { rows: shown, nextCursor: cursorAfter(rows, limit, ({ name, id }) => [name, id]) };
}

/** All types an item may choose from, by name: those with a published edition. */
export function listChoices(db: Reader): Promise<{ id: string; name: string }[]> {
  return db.select({ id: certificateTypes.id, name: certificateTypes.name }).from(certificateTypes).where(isNotNull(certificateTypes.currentEditionId)).orderBy(asc(certificateTypes.name));
}

/** A line of the face of a type that a form may be filled in from. */
export type CertificateLine = { typeId: string; typeName: string; key: string; label: LocalisedText };

/** The lines of all types with a published edition, by the name of the type. */
export async function listLines(db: Reader): Promise<CertificateLine[]> {
  const rows = await db.select({ id: certificateTypes.id, name: certificateTypes.name, content: certificateTypeEditions.content }).from(certificateTypes)
    .innerJoin(certificateTypeEditions, eq(certificateTypeEditions.id, certificateTypes.currentEditionId)).orderBy(asc(certificateTypes.name));
  return rows.flatMap(({ id, name, content }) => content.fields.map(({ key, label }) => ({ typeId: id, typeName: name, key, label })));
}

/** A type with all its editions, latest first, and who edited the draft. Errors: `certificates.typeNotFound`. */
export async function getType(db: Reader, id: string) {
  const [type] = await db.select().from(certificateTypes).where(eq(certificateTypes.id, id)).limit(1);
  if (!type) throw new DomainError("not_found", "certificates.typeNotFound");
  const editions = await db.select({ edition: certificateTypeEditions, publisher: accounts.name }).from(certificateTypeEditions)
    .leftJoin(accounts, eq(accounts.id, certificateTypeEditions.publishedBy))
    .where(eq(certificateTypeEditions.typeId, id)).orderBy(desc(certificateTypeEditions.number));
  const draft = editions.find(({ edition }) => edition.status === "draft")?.edition;
  const current = editions.find(({ edition }) => edition.id === type.currentEditionId)?.edition;
  const edits = draft ? await editsOf(db, draft) : [];
  const facts: EditionFacts = { published: current !== undefined, draft: draft ? { editors: edits.map(({ accountId }) => accountId) } : null };
  return { type, editions, draft, current, edits, facts };
}

export type TypeInEditing = Awaited<ReturnType<typeof getType>>;

/** Who opened or saved a draft, latest first; from the audit log, which nobody can rewrite. */
async function editsOf(db: Reader, draft: Edition): Promise<{ accountId: string; name: string; at: string }[]> {
  const at = sql<string>`max(${auditLog.at})`;
  const rows = await db.select({ accountId: auditLog.actorId, name: accounts.name, at }).from(auditLog).leftJoin(accounts, eq(accounts.id, auditLog.actorId))
    .where(and(eq(auditLog.subjectType, "certificateTypeEdition"), eq(auditLog.subjectId, draft.id), inArray(auditLog.action, ["certificates.openEdition", "certificates.saveEdition", "certificates.createType"])))
    .groupBy(auditLog.actorId, accounts.name)
    // Keys follow birth: they tell two acts of one instant apart.
    .orderBy(sql`${at} desc`, sql`max(${auditLog.id}::text) desc`);
  const edits = rows.flatMap(({ accountId, name, at: last }) => (accountId ? [{ accountId, name: name ?? "", at: new Date(last).toISOString() }] : []));
  return edits.some(({ accountId }) => accountId === draft.createdBy) ? edits : [...edits, { accountId: draft.createdBy, name: "", at: draft.createdAt.toISOString() }];
}
