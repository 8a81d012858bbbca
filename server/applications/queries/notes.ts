import { and, desc, eq, inArray, lt } from "drizzle-orm";
import { z } from "zod";
import { open } from "@/db/personal-data";
import { applicationNotes, departments } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { canEditNote, noteDepartments } from "@/domain/applications/rules/case";
import type { ListNotes } from "@/domain/applications/schema/case";
import type { User } from "@/domain/core/actor";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { getCase } from "./case";

export const notePlace = (id: string): Place => ({ table: "application_notes", column: "body", row: id });

/** What colleagues of one's own department noted about a case, the latest first. Errors: `applications.notFound`, `requests.malformedCursor`. */
export async function listNotes({ db, now, actor: by }: Ctx, actor: User, { number, cursor, limit }: ListNotes) {
  const { application, facts } = await getCase(db, by, { number });
  const mine = noteDepartments(actor, facts);
  const before = cursor === undefined ? undefined : decodeCursor(z.tuple([z.uuid()]), cursor)[0];
  if (mine.length === 0) return { rows: [], nextCursor: undefined, departmentName: null };
  const rows = await db.select({ note: applicationNotes, departmentName: departments.name }).from(applicationNotes).innerJoin(departments, eq(departments.id, applicationNotes.departmentId))
    .where(and(eq(applicationNotes.applicationId, application.id), inArray(applicationNotes.departmentId, mine), before ? lt(applicationNotes.id, before) : undefined))
    .orderBy(desc(applicationNotes.id)).limit(limit + 1);
  return {
    rows: rows.slice(0, limit).map(({ note: { id, authorId, authorName, body, createdAt, editedAt }, departmentName }) => ({
      id, authorName, departmentName, mine: authorId === actor.id, editable: canEditNote(actor, { authorId, createdAt }, now),
      body: open(body, notePlace(id)), createdAt: createdAt.toISOString(), editedAt: editedAt?.toISOString() ?? null,
    })),
    nextCursor: cursorAfter(rows, limit, ({ note }) => [note.id]),
    departmentName: await departmentNameOf(db, mine[0] ?? ""),
  };
}

async function departmentNameOf(db: Ctx["db"], id: string): Promise<string | null> {
  const [row] = await db.select({ name: departments.name }).from(departments).where(eq(departments.id, id)).limit(1);
  return row?.name ?? null;
}
