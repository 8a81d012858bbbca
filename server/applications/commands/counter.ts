import { and, eq, isNull, ne } from "drizzle-orm";
import { applications, files, keptMaterials, paymentNotes } from "@/db/schema";
import { holds } from "@/domain/applications/policy";
import { liveStatuses, type SaveSection } from "@/domain/applications/schema";
import { signedFormField, type CompareOriginal, type NotePayment, type RemoveFileAtCounter, type ServedCase, type StartAtCounter, type SubmitAtCounter } from "@/domain/applications/schema/counter";
import { isOneself } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import { getCase, type Case } from "../queries/case";
import { serveForCase, serveForItem, type ClerkCtx } from "../queries/counter";
import { askPrincipal } from "./confirm";
import { saveSection, startApplication, type Saved, type Started } from "./draft";
import { attachFile, removeFile, trustIn, type StoredFile } from "./files";
import { adoptRevision } from "./revision";
import { resubmitApplication, submitApplication } from "./submit";

/** Begins an application for whoever is served, or goes on with their draft. Errors: those of `startApplication` and `serveForItem`. */
export async function startAtCounter(ctx: ClerkCtx, { reception, itemCode }: StartAtCounter): Promise<Started> {
  const serving = await serveForItem(ctx, reception, itemCode);
  return startApplication(serving, serving.actor, { itemCode });
}

/** Saves one part of the form. Errors: those of `saveSection` and `serveForCase`. */
export async function saveAtCounter(ctx: ClerkCtx, { reception, ...page }: SaveSection & { reception: string }): Promise<Saved> {
  return saveSection((await serveForCase(ctx, { reception, id: page.id })).serving, page);
}

/** Goes on with the newer edition of the item. Errors: those of `adoptRevision` and `serveForCase`. */
export async function adoptRevisionAtCounter(ctx: ClerkCtx, { reception, id }: ServedCase): Promise<{ id: string }> {
  return adoptRevision((await serveForCase(ctx, { reception, id })).serving, { id });
}

/** Keeps what was scanned or photographed. Errors: those of `attachFile` and `serveForCase`. */
export async function attachAtCounter(ctx: ClerkCtx, { reception, id, fieldId, file }: ServedCase & { fieldId: string; file: StoredFile }): Promise<{ fileId: string }> {
  return attachFile((await serveForCase(ctx, { reception, id })).serving, { id, fieldId, file });
}

/** Takes an upload out. Errors: those of `removeFile` and `serveForCase`. */
export async function removeFileAtCounter(ctx: ClerkCtx, { reception, id, fileId }: RemoveFileAtCounter): Promise<{ fileId: string }> {
  return removeFile((await serveForCase(ctx, { reception, id })).serving, { id, fileId });
}

export type FiledAtCounter = { id: string; number: string; awaits: boolean };

/**
 * Files for whoever is served, by the very rules of filing online; the history names clerk and applicant. What a delegate may
 * not file is handed to the principal. The query code is read off the receipt.
 * Errors: those of `submitApplication`, `askPrincipal` and `serveForCase`, `applications.signedFormMissing` (conflict).
 */
export async function submitAtCounter(ctx: ClerkCtx, { reception, id, declared, signature, person, later }: SubmitAtCounter): Promise<FiledAtCounter> {
  const { serving, found: { application: { status } } } = await serveForCase(ctx, { reception, id });
  if (signature === "paper" && (await signedPages(ctx, id)) === 0) throw new DomainError("conflict", "applications.signedFormMissing");
  const input = { id, declared, ...(person ? { person } : {}), ...(later ? { later } : {}) };
  const awaits = serving.actor.actingFor?.awaitsPrincipal === true;
  if (awaits) return { id, number: (await askPrincipal(serving, input)).number, awaits };
  // Sent again under its key, the first answer is the answer, whatever the case has become.
  const filed = await (status === "correction" ? resubmitApplication(serving, input) : submitApplication(serving, input, { channel: "counter", signature }));
  return { id, number: filed.number, awaits };
}

const signedPages = ({ db }: ClerkCtx, id: string) => db.$count(files, and(eq(files.applicationId, id), eq(files.fieldId, signedFormField), isNull(files.deletedAt)));

/**
 * Records that the original was seen and given back: the copy is then trusted at B, by whom and when; or takes that word back.
 * At the counter, and afterwards by a clerk of the case while it is open.
 * Errors: `files.notFound`, `applications.notFound`, `access.forbidden`, `applications.ownCase`, `applications.notEditable` (conflict), those of `serveForCase`.
 */
export async function compareOriginal(ctx: ClerkCtx, { id, fileId, compared, reception }: CompareOriginal): Promise<{ fileId: string; trustLevel: "B" | "C" | "D" }> {
  const found = reception ? (await serveForCase(ctx, { reception, id })).found : await caseAtDesk(ctx, id);
  if (found.application.status !== "draft") demandLive(found);
  return commit(ctx, async (tx) => {
    const [file] = await tx.select({ fieldId: files.fieldId, storageKey: files.storageKey }).from(files)
      .where(and(eq(files.id, fileId), eq(files.applicationId, id), isNull(files.deletedAt), ne(files.trustLevel, "A"))).for("update");
    if (!file || file.fieldId === signedFormField) throw new DomainError("not_found", "files.notFound");
    const trustLevel = compared ? ("B" as const) : trustIn(found.content, file.fieldId);
    await tx.update(files).set({ trustLevel, verifiedBy: compared ? ctx.actor.id : null, verifiedAt: compared ? ctx.now : null }).where(eq(files.id, fileId));
    // What its owner keeps of it for the next time is believed as far.
    await tx.update(keptMaterials).set({ trustLevel, verifiedBy: compared ? ctx.actor.id : null, verifiedAt: compared ? ctx.now : null }).where(eq(keptMaterials.storageKey, file.storageKey));
    return { value: { fileId, trustLevel }, audit: { action: "applications.compareOriginal", subject: { type: "application", id }, after: { fileId, trustLevel } } };
  });
}

/** An open case in the hands of its own clerks. */
async function caseAtDesk(ctx: ClerkCtx, id: string): Promise<Case> {
  const found = await getCase(ctx.db, ctx.actor, { id });
  demandClerk(ctx, found, holds(ctx.actor, "clerk", found.application));
  return found;
}

function demandClerk({ actor }: ClerkCtx, { application }: Case, theirs: boolean): void {
  if (!theirs) throw new DomainError("forbidden", "access.forbidden");
  if (isOneself(actor, application.applicantAccountId)) throw new DomainError("forbidden", "applications.ownCase");
  demandLive({ application });
}

/** What was decided on stays as it was when it was decided. */
function demandLive({ application: { status } }: Pick<Case, "application">): void {
  if (!liveStatuses.some((live) => live === status)) throw new DomainError("conflict", "applications.notEditable");
}

/**
 * Notes what was paid for a fee of the item, under the number of the treasury's receipt; one receipt is noted once.
 * Errors: `applications.notFound`, `access.forbidden`, `applications.ownCase`, `applications.notEditable`, `applications.noFee`, `applications.receiptNoted` (conflict).
 */
export function notePayment(ctx: ClerkCtx, { id, fee, amountFen, method, receiptNumber }: NotePayment): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const [row] = await tx.select({ takenBy: applications.takenBy }).from(applications).where(eq(applications.id, id)).limit(1);
    const mine = row?.takenBy === ctx.actor.id;
    // Whoever took it at a one-stop counter does not see the desk of the organ whose case it is.
    const found = await getCase(tx, mine ? { kind: "system" } : ctx.actor, { id });
    demandClerk(ctx, found, mine || holds(ctx.actor, "clerk", found.application));
    const { fees } = found.content;
    if (!fees?.charged || (fees.items.length > 0 && !fees.items.some(({ name }) => name === fee))) throw new DomainError("conflict", "applications.noFee");
    const [note] = await tx.insert(paymentNotes).values({ applicationId: id, fee, amountFen, method, receiptNumber: receiptNumber.toUpperCase(), takenBy: ctx.actor.id, at: ctx.now }).onConflictDoNothing().returning({ id: paymentNotes.id });
    if (!note) throw new DomainError("conflict", "applications.receiptNoted");
    return { value: { id: note.id }, audit: { action: "applications.notePayment", subject: { type: "application", id }, after: { fee, amountFen, method, receiptNumber } } };
  });
}
