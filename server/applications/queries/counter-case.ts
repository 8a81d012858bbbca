import { eq } from "drizzle-orm";
import { applications, files as uploads } from "@/db/schema";
import { availableActions, isColleague } from "@/domain/applications/policy";
import type { ById } from "@/domain/applications/schema";
import type { ReceptionById, ServedCase } from "@/domain/applications/schema/counter";
import { DomainError } from "@/domain/core/errors";
import { compileForm } from "@/domain/forms/rules/compile";
import { formOf } from "@/domain/items/rules";
import { recordAccess } from "@/server/core/data-access";
import { openQueryCode } from "../view";
import { findAccountName } from "./assignments";
import { getCase, listFiles } from "./case";
import { serveForCase, type ClerkCtx } from "./counter";
import { getDraft } from "./details";
import { getFile } from "./files";
import { listPayments } from "./payments";

/**
 * The form as its applicant would see it, for the clerk who fills it in with them; opening it leaves the trace of a case that
 * was opened. Errors: those of `serveForCase`.
 */
export async function getDraftAtCounter(ctx: ClerkCtx, { reception, id }: ServedCase) {
  const { serving, found: { application, content } } = await serveForCase(ctx, { reception, id });
  const draft = await getDraft(serving, { id });
  const fields = draft.definition.sections.flatMap((section) => section.fields.filter((field) => draft.answers[field.id] !== undefined).map((field) => field.label.zh));
  // Which certificates they hold is told as well, where one could be used.
  const held = draft.offers.flatMap(({ usable, ended }) => [...usable, ...(ended ? [ended.certificate] : [])].map(({ typeName }) => typeName));
  await recordAccess(ctx.db, ctx, { subjectId: application.applicantAccountId, kind: "open", fields: [...fields, ...new Set(held)], case: application });
  const { actor } = serving;
  return {
    ...draft, presentName: actor.name, actsFor: actor.actingFor?.name ?? null, awaitsPrincipal: actor.actingFor?.awaitsPrincipal === true,
    situationKeys: content.situations.map(({ key }) => key),
  };
}

/** A file of a case that this clerk takes from whoever is served; leaves a trace. Errors: `files.notFound`, those of `serveForCase`. */
export async function getFileAtCounter(ctx: ClerkCtx, { reception, fileId }: ReceptionById & { fileId: string }) {
  const [row] = await ctx.db.select({ id: uploads.applicationId }).from(uploads).where(eq(uploads.id, fileId)).limit(1);
  if (!row) throw new DomainError("not_found", "files.notFound");
  return getFile((await serveForCase(ctx, { reception, id: row.id })).serving, fileId, ctx);
}

// As long as the applicant's own page tells it.
const queryCodeMinutes = 30;

/**
 * The receipt of a case that this clerk took: what is printed and handed over, what was paid, what comes next. The query code
 * can be read for half an hour. Errors: `applications.notFound`.
 */
export async function getCounterReceipt(ctx: ClerkCtx, { id }: ById) {
  const { db, actor, now } = ctx;
  const [mine] = await db.select({ takenBy: applications.takenBy }).from(applications).where(eq(applications.id, id)).limit(1);
  if (mine?.takenBy !== actor.id) throw new DomainError("not_found", "applications.notFound");
  const found = await getCase(db, { kind: "system" }, { id });
  const { application, content } = found;
  if (application.status === "draft" || !application.receivedAt) throw new DomainError("not_found", "applications.notFound");
  const form = compileForm(formOf(content));
  const files = await listFiles(db, id);
  const fresh = now.getTime() - application.receivedAt.getTime() < queryCodeMinutes * 60_000;
  const presentName = await findAccountName(db, application.presentedBy);
  return {
    id, number: application.number, status: application.status, itemName: application.itemName, itemNameEn: content.nameEn ?? null, departmentName: found.department.name,
    applicantName: application.applicantName, presentName, byDelegate: application.organisationId !== null || application.presentedBy !== application.applicantAccountId,
    takenByName: await findAccountName(db, application.takenBy), receivedAt: application.receivedAt.toISOString(), noticeDueOn: application.noticeDueOn,
    queryCode: fresh ? openQueryCode(application) : null, consultPhone: content.consultPhone ?? null, version: application.version,
    files: files.map(({ id: fileId, fieldId, trustLevel }) => ({ id: fileId, field: form.findField(fieldId)?.label ?? null, trustLevel })),
    fees: content.fees, payments: await listPayments(db, id), handling: content.handling,
    atDesk: isColleague(actor, application), mayAccept: availableActions(actor, found.facts, now).includes("accept"),
  };
}
