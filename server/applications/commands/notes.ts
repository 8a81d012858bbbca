import { and, eq } from "drizzle-orm";
import { seal } from "@/db/personal-data";
import { applicationNotes, deskDrafts } from "@/db/schema";
import { canEditNote, noteDepartments } from "@/domain/applications/rules/case";
import type { AddNote, EditNote } from "@/domain/applications/schema/case";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { getCase } from "../queries/case";
import { notePlace } from "../queries/notes";

/**
 * Notes something for the colleagues of one's own department; the applicant never reads it.
 * Errors: `applications.notFound`, `access.forbidden`.
 */
export function addNote(ctx: Ctx, actor: User, { id, body }: AddNote): Promise<{ noteId: string }> {
  return commit(ctx, async (tx) => {
    const { application, facts } = await getCase(tx, ctx.actor, { id });
    const [departmentId] = noteDepartments(actor, facts);
    if (!departmentId) throw new DomainError("forbidden", "access.forbidden");
    const noteId = await newId(tx);
    await tx.insert(applicationNotes).values({ id: noteId, applicationId: application.id, departmentId, authorId: actor.id, authorName: actor.name, body: seal(body, notePlace(noteId)), createdAt: ctx.now });
    await tx.delete(deskDrafts).where(and(eq(deskDrafts.applicationId, id), eq(deskDrafts.accountId, actor.id), eq(deskDrafts.kind, "note")));
    return { value: { noteId }, audit: { action: "applications.addNote", subject: { type: "application", id }, after: { noteId, departmentId } } };
  });
}

/**
 * Puts one's own note right, within ten minutes of writing it.
 * Errors: `applications.noteNotFound`, `applications.noteSettled` (conflict) once the ten minutes are over.
 */
export function editNote(ctx: Ctx, actor: User, { noteId, body }: EditNote): Promise<{ noteId: string }> {
  return commit(ctx, async (tx) => {
    const [note] = await tx.select().from(applicationNotes).where(and(eq(applicationNotes.id, noteId), eq(applicationNotes.authorId, actor.id))).for("update");
    if (!note) throw new DomainError("not_found", "applications.noteNotFound");
    const { facts } = await getCase(tx, ctx.actor, { id: note.applicationId }).catch(() => {
      throw new DomainError("not_found", "applications.noteNotFound");
    });
    if (!noteDepartments(actor, facts).includes(note.departmentId)) throw new DomainError("not_found", "applications.noteNotFound");
    if (!canEditNote(actor, note, ctx.now)) throw new DomainError("conflict", "applications.noteSettled");
    await tx.update(applicationNotes).set({ body: seal(body, notePlace(noteId)), editedAt: ctx.now }).where(eq(applicationNotes.id, noteId));
    return { value: { noteId }, audit: { action: "applications.editNote", subject: { type: "application", id: note.applicationId }, after: { noteId } } };
  });
}
