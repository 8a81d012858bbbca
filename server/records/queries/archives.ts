import { and, desc, eq, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { applications, archives, departments, divisions } from "@/db/schema";
import type { Post, User } from "@/domain/core/actor";
import { formatApplicationNumber, normaliseCode } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { isArchivist } from "@/domain/records/policy";
import type { ListArchives } from "@/domain/records/schema/archive";
import { stemOf } from "@/domain/departments/rules";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { recordAccess } from "@/server/core/data-access";

type StaffCtx = Ctx & { actor: User };
const Key = z.tuple([z.uuid()]);

/** The SQL twin of `isArchivist`: a post covers its division and what lies beneath it, by the digits of the code. */
function keptBy({ posts }: User): SQL | undefined {
  const mine = posts.filter(({ role }) => role === "supervisor" || role === "clerk");
  return mine.length === 0 ? sql`false` : or(...mine.map(within));
}

const within = ({ departmentId, divisionCode }: Post) => and(eq(archives.departmentId, departmentId), sql`${archives.divisionCode} like ${`${stemOf(divisionCode)}%`}`);

/** The packages of one's department and divisions, newest first; by number, those of a case. */
export async function listArchives({ db, actor }: StaffCtx, { cursor, limit, number }: ListArchives) {
  const after = cursor ? sql`${archives.id} < ${decodeCursor(Key, cursor)[0]}::uuid` : undefined;
  const one = number ? eq(applications.number, normaliseCode(number)) : undefined;
  const rows = await db.select({ archive: archives, superseded: sql<boolean>`exists (select 1 from archives later where later.supersedes_id = ${archives.id})`, number: applications.number, itemName: applications.itemName, status: applications.status, departmentName: departments.name, division: divisions.name }).from(archives)
    .innerJoin(applications, eq(applications.id, archives.applicationId)).innerJoin(departments, eq(departments.id, archives.departmentId)).innerJoin(divisions, eq(divisions.code, archives.divisionCode))
    .where(and(keptBy(actor), one, after)).orderBy(desc(archives.id)).limit(limit + 1);
  return {
    rows: rows.slice(0, limit).map(({ archive: { id, size, sha256, fileCount, madeAt }, ...row }) => ({ id, size, sha256, fileCount, madeAt: madeAt.toISOString(), ...row, number: formatApplicationNumber(row.number) })),
    nextCursor: cursorAfter(rows, limit, ({ archive }) => [archive.id]),
  };
}

/** A package to be handed out, for who keeps its department's; leaves a trace. Errors: `records.archiveNotFound`. */
export async function getArchive(ctx: StaffCtx, id: string): Promise<{ name: string; size: number; storageKey: string }> {
  const [row] = await ctx.db.select({ archive: archives, number: applications.number, subjectId: applications.applicantAccountId }).from(archives)
    .innerJoin(applications, eq(applications.id, archives.applicationId)).where(eq(archives.id, id)).limit(1);
  if (!row || !isArchivist(ctx.actor, row.archive)) throw new DomainError("not_found", "records.archiveNotFound");
  const { applicationId, departmentId, size, storageKey } = row.archive;
  await recordAccess(ctx.db, ctx, { subjectId: row.subjectId, kind: "download", fields: ["归档包"], case: { id: applicationId, departmentId } });
  return { name: `${row.number}.zip`, size, storageKey };
}
