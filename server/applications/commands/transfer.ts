import { randomUUID } from "node:crypto";
import { extname } from "node:path";
import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { applicationEvents, applications, applicationTransfers, departments, files, serviceItemRevisions, serviceItems, toleratedMaterials } from "@/db/schema";
import { roleFor } from "@/domain/applications/policy";
import { noticeLimit } from "@/domain/applications/rules/clocks";
import { tolerableGap } from "@/domain/applications/rules/tolerance";
import type { Transfer } from "@/domain/applications/schema/life";
import { dueOn, shanghaiDay } from "@/domain/core/calendar";
import { formatApplicationNumber, makeApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { maxFilesOf } from "@/domain/forms/rules/choices";
import { compileForm } from "@/domain/forms/rules/compile";
import type { Answers } from "@/domain/forms/schema";
import { formOf, materialFieldId, materialsFor } from "@/domain/items/rules";
import { getCalendar } from "@/server/core/calendar";
import type { OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { storage } from "@/server/core/storage";
import { writeTogether } from "@/server/core/write-together";
import { answersOf, fileNamePlace, getCase, named, type Case } from "../queries/case";
import { sealSaid } from "../queries/events";
import { openForm, withFiles } from "../queries/form";
import { itemsPassed, transferTargets } from "../queries/transfer";
import { openQueryCode, sealQueryCode } from "../view";
import { act, nextInSequence, type Acted } from "./act";
import { sealAnswers } from "./draft";
import { ending } from "./ending";
import { keptFiling } from "./filings";
import { copyMark } from "./scan-marks";
import { startSteps, stepOrders } from "./steps";

type Target = Awaited<ReturnType<typeof targetItem>>;

/**
 * Hands a case on to the organ whose item it is (行政许可法 32(2)): it closes here, and opens there on the same day with its
 * answers and papers as far as that item asks for them, under a number of its own and the query code its applicant has.
 * Errors: `applications.transferTargetMissing`, `applications.transferCircle` (conflict) where the case came from there.
 */
export function transferApplication(ctx: Ctx, { id, version, reason, serviceItemId }: Transfer): Promise<Acted> {
  return act(ctx, { id, version, action: "transfer" }, async (found, tx) => {
    if ((await itemsPassed(tx, found)).includes(serviceItemId)) throw new DomainError("conflict", "applications.transferCircle");
    if (!(await transferTargets(tx, found)).some((target) => target.serviceItemId === serviceItemId)) throw new DomainError("conflict", "applications.transferTargetMissing");
    const target = await targetItem(tx, serviceItemId);
    const opened = await openThere(tx, ctx, found, target);
    await tx.insert(applicationTransfers).values({ fromApplicationId: id, toApplicationId: opened.id, transferredAt: ctx.now });
    const { patch, steps } = await ending(tx, ctx, found);
    return {
      patch: { ...patch, takeBackUntil: null }, steps, reason, payload: { competentOrgan: target.departmentName, newNumber: formatApplicationNumber(opened.number) },
      audit: [{ action: "applications.receive", subject: { type: "application", id: opened.id }, after: { from: id } }],
      outbox: [{ topic: "applications.event", payload: { applicationId: opened.id, eventId: opened.eventId, action: "receive" } }, ...opened.told],
    };
  });
}

async function targetItem(tx: Tx, serviceItemId: string) {
  const [item] = await tx.select({ id: serviceItems.id, departmentId: serviceItems.departmentId, departmentName: departments.name, divisionCode: serviceItems.divisionCode, revisionId: serviceItemRevisions.id, content: serviceItemRevisions.content })
    .from(serviceItems)
    .innerJoin(serviceItemRevisions, and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), eq(serviceItemRevisions.status, "published")))
    .innerJoin(departments, eq(departments.id, serviceItems.departmentId)).where(eq(serviceItems.id, serviceItemId)).limit(1);
  if (!item) throw new DomainError("conflict", "applications.transferTargetMissing");
  return item;
}

/** The case as it begins there: received today, nobody's yet. */
async function openThere(tx: Tx, ctx: Ctx, found: Case, target: Target): Promise<{ id: string; number: string; eventId: string; told: OutboxEntry[] }> {
  const { application } = found;
  const id = await newId(tx);
  const day = shanghaiDay(ctx.now);
  const number = makeApplicationNumber({ divisionCode: target.divisionCode, day, sequence: await nextInSequence(tx, `application/${target.divisionCode}/${day}`) });
  const notice = dueOn({ start: day, limit: noticeLimit, calendar: await getCalendar(tx) });
  const queryCode = openQueryCode(application);
  const kinds = target.content.steps.map(({ kind }) => kind);
  await tx.insert(applications).values({
    id, number, applicantAccountId: application.applicantAccountId, organisationId: application.organisationId, applicantName: application.applicantName,
    channel: application.channel, takenBy: application.takenBy, presentedBy: application.presentedBy, personAsked: application.personAsked,
    serviceItemId: target.id, revisionId: target.revisionId, itemName: target.content.name, departmentId: target.departmentId, divisionCode: target.divisionCode,
    status: "submitted", version: 1, queryCode: queryCode === null ? null : sealQueryCode(id, queryCode),
    answers: sealAnswers(id, {}), separateDecider: kinds.includes("accept") && kinds.includes("decide"),
    createdAt: ctx.now, savedAt: ctx.now, submittedAt: application.submittedAt, receivedAt: ctx.now, noticeDueOn: notice.dueOn, dueOn: notice.dueOn, dueProvisional: notice.provisional,
  });
  await carryFiles(tx, ctx, found, { id, content: target.content });
  const answers = await carryAnswers(tx, ctx, found, id);
  await tx.update(applications).set({ answers: sealAnswers(id, answers) }).where(eq(applications.id, id));
  const there = await getCase(tx, { kind: "system" }, { id });
  await startSteps(tx, ctx, there);
  await writeTogether(tx, [keptFiling(tx, ctx.now, id, answers)]);
  await carryPromises(tx, ctx, found, there);
  return { id, number, told: await stepOrders(tx, there, "submitted"), eventId: await received(tx, ctx, { found, id }) };
}

/** What was answered here and is asked there too, as the form there shows it. */
async function carryAnswers(tx: Tx, ctx: Ctx, found: Case, id: string): Promise<Answers> {
  const there = await getCase(tx, { kind: "system" }, { id });
  const [mine, theirs] = [compileForm(formOf(found.content)), compileForm(formOf(there.content))];
  const same = Object.entries(answersOf(found.application)).filter(([field]) => theirs.findField(field) !== undefined && theirs.findField(field)?.type === mine.findField(field)?.type && theirs.findField(field)?.type !== "file");
  const carried = Object.fromEntries(same);
  const opened = await openForm(tx, there, carried, ctx.now);
  return opened.form.visible(withFiles(opened, carried), opened.context).answers;
}

/** Each case keeps its own copy of the papers that both ask for: keys of materials are each item's own, so the name must agree too. */
async function carryFiles(tx: Tx, { now }: Ctx, { application, content }: Case, to: Pick<Case, "content"> & { id: string }): Promise<void> {
  const [here, form] = [compileForm(formOf(content)), compileForm(formOf(to.content))];
  const rows = await tx.select().from(files).where(and(eq(files.applicationId, application.id), isNull(files.deletedAt))).orderBy(files.id);
  const taken = new Map<string, number>();
  for (const row of rows.map(named)) {
    const field = form.findField(row.fieldId);
    const count = taken.get(row.fieldId) ?? 0;
    if (field?.type !== "file" || field.label.zh !== here.findField(row.fieldId)?.label.zh || count >= maxFilesOf(field)) continue;
    taken.set(row.fieldId, count + 1);
    const id = await newId(tx);
    const storageKey = `uploads/${now.toISOString().slice(0, 10)}/${randomUUID()}${extname(row.storageKey)}`;
    await storage().copy(row.storageKey, storageKey);
    await tx.insert(files).values({ ...row, id, applicationId: to.id, name: seal(row.name, fileNamePlace(id)), storageKey, createdAt: now });
    await copyMark(tx, row.storageKey, storageKey);
  }
}

/** A promise holds there as far as that item tolerates the material. */
async function carryPromises(tx: Tx, { now }: Ctx, { tolerated }: Case, there: Case): Promise<void> {
  if (tolerated.length === 0) return;
  const answers = answersOf(there.application);
  const { context } = await openForm(tx, there, answers, now);
  const gap = new Set(tolerableGap(materialsFor(there.content, context, answers), answers).map(materialFieldId));
  const kept = tolerated.filter(({ fieldId }) => gap.has(fieldId));
  if (kept.length > 0) await tx.insert(toleratedMaterials).values(kept.map(({ fieldId, name, promisedAt, promisedBy }) => ({ applicationId: there.application.id, fieldId, name, promisedAt, promisedBy })));
}

async function received(tx: Tx, { actor, now }: Ctx, { found: { application, department }, id }: { found: Case; id: string }): Promise<string> {
  if (actor.kind !== "user") throw new DomainError("forbidden", "access.forbidden");
  const eventId = await newId(tx);
  await tx.insert(applicationEvents).values({
    id: eventId, applicationId: id, sequence: 1, action: "receive", fromStatus: "draft", toStatus: "submitted", actorId: actor.id, actorName: actor.name, actorRole: roleFor(actor, "transfer", application),
    ...sealSaid(eventId, { payload: { from: formatApplicationNumber(application.number), organ: department.name } }), at: now,
  });
  return eventId;
}
