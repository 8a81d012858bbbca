import { and, asc, desc, eq, gt, inArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { open } from "@/db/personal-data";
import { accounts, certificateImportRows, certificateImports, certificates, certificateTypes, departments, directoryEditions, directoryItems, serviceItemRevisions, serviceItems } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { importHindrance, importRoles } from "@/domain/certificates/policy/import";
import { columnHeading, importColumns } from "@/domain/certificates/rules/import";
import { ImportedCertificate, type importOutcomes, type importPlans, type ImportProblem, type ListImportRows, type ListImports } from "@/domain/certificates/schema/import";
import { postsIn, type User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { workbookChunks } from "@/server/core/workbook";
import { findIssuedType } from "./catalogue";

type OfficerCtx = Ctx & { actor: User };
export type Import = typeof certificateImports.$inferSelect;
export type ImportRow = typeof certificateImportRows.$inferSelect;

export const documentPlace = (row: string): Place => ({ table: "certificate_import_rows", column: "document", row });
export const openDocument = ({ id, document }: Pick<ImportRow, "id" | "document">): ImportedCertificate | undefined => (document ? ImportedCertificate.parse(JSON.parse(open(document, documentPlace(id)))) : undefined);

/** Where an officer may import, and of which types. */
export async function listImportChoices({ db, actor }: OfficerCtx) {
  const posts = postsIn(actor, "certificateOfficer");
  const rows = posts.length === 0 ? [] : await db.select({ id: departments.id, name: departments.name }).from(departments).where(inArray(departments.id, posts.map(({ departmentId }) => departmentId)));
  const types = await db.select({ id: certificateTypes.id, name: certificateTypes.name }).from(certificateTypes).where(sql`${certificateTypes.currentEditionId} is not null`).orderBy(asc(certificateTypes.name), asc(certificateTypes.id));
  return { types, places: posts.flatMap(({ departmentId, divisionCode }) => rows.filter(({ id }) => id === departmentId).map(({ name }) => ({ departmentId, divisionCode, name }))) };
}

const Key = z.tuple([z.uuid()]);

/** The imports of the officer's departments, newest first. */
export async function listImports({ db, actor }: OfficerCtx, { cursor, limit }: ListImports) {
  const places = importRoles.flatMap((role) => postsIn(actor, role)).map(({ departmentId, divisionCode }) => and(eq(certificateImports.departmentId, departmentId), eq(certificateImports.divisionCode, divisionCode)));
  const after = cursor ? sql`${certificateImports.id} < ${decodeCursor(Key, cursor)[0]}::uuid` : undefined;
  const rows = await db.select({
    id: certificateImports.id, title: certificateImports.title, status: certificateImports.status, total: certificateImports.total, createdAt: certificateImports.createdAt,
    typeName: certificateTypes.name, departmentName: departments.name, by: accounts.name,
  }).from(certificateImports).innerJoin(certificateTypes, eq(certificateTypes.id, certificateImports.typeId)).innerJoin(departments, eq(departments.id, certificateImports.departmentId)).leftJoin(accounts, eq(accounts.id, certificateImports.createdBy))
    .where(and(or(...places, sql`false`), after)).orderBy(desc(certificateImports.id)).limit(limit + 1);
  return { rows: rows.slice(0, limit).map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })), nextCursor: cursorAfter(rows, limit, ({ id }) => [id]) };
}

/** An import this officer may see. Errors: `certificates.importNotFound`. */
export async function findOwnImport(db: Reader, actor: User, id: string): Promise<Import> {
  const [row] = await db.select().from(certificateImports).where(eq(certificateImports.id, id)).limit(1);
  if (!row || importHindrance(actor, "see", row)) throw new DomainError("not_found", "certificates.importNotFound");
  return row;
}

/** One import with how many rows are planned and done, and what this officer may do. Errors: `certificates.importNotFound`. */
export async function getImport({ db, actor }: OfficerCtx, id: string) {
  const row = await findOwnImport(db, actor, id);
  const [[type], [department], people, { plans, outcomes }] = [
    await db.select({ name: certificateTypes.name }).from(certificateTypes).where(eq(certificateTypes.id, row.typeId)),
    await db.select({ name: departments.name }).from(departments).where(eq(departments.id, row.departmentId)),
    await db.select({ id: accounts.id, name: accounts.name }).from(accounts).where(inArray(accounts.id, [row.createdBy, row.confirmedBy].flatMap((one) => one ?? []))),
    await countRows(db, id),
  ];
  const nameOf = (who: string | null) => people.find((one) => one.id === who)?.name ?? null;
  const { title, status, total, done, problems, createdAt, createdBy, confirmedBy } = row;
  return {
    id, title, status, total, done, problems, createdAt: createdAt.toISOString(), typeName: type?.name ?? row.typeId, departmentName: department?.name ?? "", by: nameOf(createdBy), confirmedBy: nameOf(confirmedBy),
    plans, outcomes, own: createdBy === actor.id, mayConfirm: status === "ready" && plans.make > 0 && !importHindrance(actor, "confirm", row), mayCancel: !row.endedAt,
  };
}

type Counts = { plans: Record<(typeof importPlans)[number], number>; outcomes: Record<(typeof importOutcomes)[number], number> };

export async function countRows(db: Reader, importId: string): Promise<Counts> {
  const rows = await db.select({ plan: certificateImportRows.plan, outcome: certificateImportRows.outcome, count: sql<number>`count(*)::int` }).from(certificateImportRows)
    .where(eq(certificateImportRows.importId, importId)).groupBy(certificateImportRows.plan, certificateImportRows.outcome);
  const sum = (which: (row: (typeof rows)[number]) => boolean) => rows.filter(which).reduce((total, { count }) => total + count, 0);
  return {
    plans: { make: sum(({ plan }) => plan === "make"), same: sum(({ plan }) => plan === "same"), refuse: sum(({ plan }) => plan === "refuse") },
    outcomes: { made: sum(({ outcome }) => outcome === "made"), same: sum(({ outcome }) => outcome === "same"), refused: sum(({ outcome }) => outcome === "refused") },
  };
}

export type ImportRowView = { line: number; plan: ImportRow["plan"]; number: string | null; problems: ImportProblem[]; outcome: ImportRow["outcome"]; identifier: string | null };

/** The rows of an import in the order of its file, each with what is wrong with it. Errors: `certificates.importNotFound`. */
export async function listImportRows({ db, actor }: OfficerCtx, { id, plan, after, limit }: ListImportRows): Promise<{ rows: ImportRowView[]; next: number | undefined }> {
  await findOwnImport(db, actor, id);
  const rows = await db.select({ row: certificateImportRows, identifier: certificates.identifier }).from(certificateImportRows).leftJoin(certificates, eq(certificates.id, certificateImportRows.certificateId))
    .where(and(eq(certificateImportRows.importId, id), gt(certificateImportRows.line, after), plan ? eq(certificateImportRows.plan, plan) : undefined)).orderBy(asc(certificateImportRows.line)).limit(limit + 1);
  const page = rows.slice(0, limit);
  return {
    rows: page.map(({ row, identifier }) => ({ line: row.line, plan: row.plan, number: openDocument(row)?.number ?? null, problems: row.problems, outcome: row.outcome, identifier })),
    next: rows.length > limit ? page.at(-1)?.row.line : undefined,
  };
}

/** An empty workbook to fill in for a type: its columns, and under them what each takes. Errors: `certificates.typeUnknown`. */
export async function importTemplate(db: Reader, typeId: string): Promise<AsyncGenerator<Uint8Array>> {
  const type = await findIssuedType(db, typeId);
  if (!type) throw new DomainError("not_found", "certificates.typeUnknown", { type: typeId });
  const columns = importColumns(type.content);
  async function* batches() {
    yield [columns.map(columnHeading), columns.map(({ hint }) => `${hintMark}${hint}`)];
  }
  return workbookChunks({ name: "证照", widths: columns.map(({ zh }) => Math.max(14, zh.length * 2 + 4)), footer: type.content.name, batches: batches() });
}

/** A line of the template that says what the columns take; whoever leaves it in imports nothing by it. */
export const hintMark = "※ ";

/** The names of items by their basic codes: of the directory where it knows them, else of a published item. */
export async function namesOfItems(db: Reader, codes: readonly string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const items = await db.select({ code: serviceItems.basicCode, name: sql<string>`${serviceItemRevisions.content} ->> 'name'` }).from(serviceItems)
    .innerJoin(serviceItemRevisions, and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), eq(serviceItemRevisions.status, "published"))).where(inArray(serviceItems.basicCode, [...codes]));
  const entries = await db.select({ code: directoryItems.basicCode, elements: directoryEditions.elements }).from(directoryItems)
    .innerJoin(directoryEditions, eq(directoryEditions.id, directoryItems.currentEditionId)).where(inArray(directoryItems.basicCode, [...codes]));
  return new Map([...items.map(({ code, name }) => [code, name] as const), ...entries.map(({ code, elements }) => [code, elements.name] as const)]);
}
