import { eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { open } from "@/db/personal-data";
import { certificates } from "@/db/schema";
import { availableActions, canAskPrincipal, canClaim, canFile, canFill, canSupplement, holds, isApplicant, isColleague } from "@/domain/applications/policy";
import { innerActions, noticedActions } from "@/domain/applications/rules";
import { placesElsewhere } from "@/domain/applications/rules/elsewhere";
import { clockInput, extensionUnit, promisedOf, runningLimitDays, statutoryNow, statutoryOf } from "@/domain/applications/rules/clocks";
import { returnableSteps } from "@/domain/applications/rules/steps";
import { tolerableGap } from "@/domain/applications/rules/tolerance";
import { liveStatuses, type ByNumber, type LookUpProgress } from "@/domain/applications/schema";
import { isOneself, type User } from "@/domain/core/actor";
import { explainDeadline, light, shanghaiDay, type Deadline, type Light, type Limit } from "@/domain/core/calendar";
import { maskName, normaliseCode, parseApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { CompiledForm } from "@/domain/forms/rules/compile";
import type { FormError } from "@/domain/forms/rules/errors";
import { materialFieldId, materialsFor } from "@/domain/items/rules";
import { inEnglish } from "@/domain/items/rules/english";
import type { Material } from "@/domain/items/schema";
import { automaticOf } from "@/domain/items/rules/process-automatic";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { recordAccess } from "@/server/core/data-access";
import { limit } from "@/server/core/rate-limit";
import { isMasked, isQueryCode, maskAnswers } from "../view";
import { findAccountName } from "./assignments";
import { answersOf, getCase, type Case, type FileRow } from "./case";
import { automaticStanding } from "./automatic";
import { openCorrection } from "./corrections";
import { historyMoved, listEvents, type EventRow } from "./events";
import { dueOf } from "./due";
import { asFiled } from "./filings";
import { changeable, knownTo, openForm, openToFile, withFiles, type OpenForm } from "./form";
import { proposedIn, toleratedIn, transfersOf } from "./life";
import { offersOf, viewOnFile, type OnFileView } from "./on-file";
import { keptOffers } from "./materials";
import { listPayments } from "./payments";
import { isClosed, newerEdition } from "./revision";
import { deskSteps } from "./steps";

/**
 * The draft (or the case under correction) with its form, answers, uploads and what is still wrong; `openFields` are
 * those a correction lets change, null where all may. Errors: `applications.notFound`.
 */
export async function getDraft(ctx: Ctx, { id }: { id: string }) {
  const found = await getCase(ctx.db, ctx.actor, { id });
  if (!isApplicant(ctx.actor, found.application)) throw new DomainError("not_found", "applications.notFound");
  const stored = answersOf(found.application);
  const opened = await openToFile(ctx.db, ctx.actor, found, { answers: stored, now: ctx.now });
  const { form, context, files } = opened;
  const answers = withFiles(opened, stored);
  const openFields = await changeable(ctx.db, found, opened, stored);
  const { application, content } = found;
  const fillable = canFill(ctx.actor, application);
  const materials = materialsFor(content, context, answers);
  const onFile = await ownOnFile(ctx, found, opened, { materials, fillable });
  const known = knownTo(ctx.actor, application, context);
  return {
    id, number: application.number, status: application.status, version: application.version, savedAt: application.savedAt.toISOString(),
    itemName: application.itemName, itemCode: found.itemCode, itemNameEn: content.nameEn ?? null, departmentName: found.department.name, divisionCode: application.divisionCode,
    elsewhere: placesElsewhere(form, { answers, context, divisionCode: application.divisionCode }),
    consultPhone: content.consultPhone ?? null, minAssuranceLevel: content.minAssuranceLevel, promisedLimit: promisedOf(content), applicantName: application.applicantName,
    editable: application.status === "draft" || application.status === "correction", fillable,
    filing: canFile(ctx.actor, application) ? "file" as const : canAskPrincipal(ctx.actor, application) ? "ask" as const : null,
    awaiting: await awaitingOf(ctx, application), newer: await newerEdition(ctx.db, found), closed: isClosed(found),
    automatic: automaticOf(content.steps) !== undefined, personAsked: application.personAsked,
    definition: form.definition, answers, sources: form.origins(answers, known), errors: [...form.validate(answers, context).errors, ...onFile.errors],
    materials: materials.map((material) => ({ ...material, ...(material.condition && { conditionSaid: inEnglish(content)(material.condition) }) })), onFile: onFile.attached, offers: onFile.offers, keptOffers: await keptOffers(ctx, application, fillable ? materials : []), tolerable: tolerableGap(materials, answers).map((material) => ({ fieldId: materialFieldId(material), name: material.name })),
    context: known,
    files: files.map(viewOwnFile), correction: await openCorrection(ctx.db, id), openFields: openFields ? [...openFields] : null,
  };
}

/** The certificates in place of papers: those that are there, what is wrong with them, and those that could be. */
async function ownOnFile(ctx: Ctx, { application }: Case, { form, onFile }: OpenForm, { materials, fillable }: { materials: readonly Material[]; fillable: boolean }) {
  const attached = await viewOnFile(ctx.db, ctx.now, onFile);
  return { attached, errors: goneFrom(form, attached), offers: fillable ? await offersOf(ctx, application, materials) : [] };
}

/** What could stand in place of the materials that are awaited. */
function offersAwaited(ctx: Ctx, { application, content, facts }: Case) {
  return offersOf(ctx, application, content.materials.filter((material) => canSupplement(ctx.actor, facts, materialFieldId(material))));
}

/** A certificate that no longer stands is a question that is not answered. */
function goneFrom(form: CompiledForm, onFile: readonly OnFileView[]): FormError[] {
  return onFile.flatMap(({ fieldId, problem }): FormError[] => {
    const section = form.definition.sections.find(({ fields }) => fields.some(({ id }) => id === fieldId));
    const label = form.findField(fieldId)?.label;
    return problem && section && label ? [{ sectionId: section.id, fieldId, label, code: "forms.uploadRequired", params: {} }] : [];
  });
}

/** Who filled in what the principal is to file, and what the principal said when sending it back. */
async function awaitingOf({ db, actor }: Ctx, { id, awaitingPrincipalSince, awaitingPrincipalBy, principalWord, awaitingChoices }: Case["application"]) {
  return {
    since: iso(awaitingPrincipalSince), by: await findAccountName(db, awaitingPrincipalBy), mine: actor.kind === "user" && awaitingPrincipalBy === actor.id,
    word: principalWord ? open(principalWord, { table: "applications", column: "principal_word", row: id }) : null,
    choices: awaitingChoices ?? { later: [], person: false },
  };
}

const viewFile = ({ createdAt, reusedFrom, verifiedAt, keepNext: _own, ...file }: FileRow) => ({ ...file, createdAt: createdAt.toISOString(), reusedFrom: iso(reusedFrom), verifiedAt: iso(verifiedAt) });
// Colleagues' names stay at the desk.
const viewOwnFile = ({ verifiedByName: _name, ...file }: FileRow) => ({ ...viewFile({ ...file, verifiedByName: null }), keepNext: file.keepNext });

/** A case as its applicant follows it: status, timeline, dates, what to do next. Errors: `applications.notFound`. */
export async function getOwn(ctx: Ctx, { number }: ByNumber) {
  const found = await getCase(ctx.db, ctx.actor, { number });
  if (!isApplicant(ctx.actor, found.application)) throw new DomainError("not_found", "applications.notFound");
  const { application } = found;
  const stored = answersOf(application);
  const [events, correction, certificate, opened] = await Promise.all([listEvents(ctx.db, application.id), openCorrection(ctx.db, application.id), findCertificate(ctx.db, application.id), openForm(ctx.db, found, stored, ctx.now)]);
  return {
    ...(await standing(ctx, found)), due: await dueOf(ctx, found),
    takeBackUntil: application.takeBackUntil?.toISOString() ?? null,
    actions: availableActions(ctx.actor, found.facts, ctx.now),
    events: events.filter(({ action }) => !innerActions.has(action)).map((event) => publicEvent(event)), historyMoved: await historyMoved(ctx.db, application, events),
    correction, certificate, automatic: automaticStanding(application), tolerated: toleratedIn(found), ...(await transfersOf(ctx.db, found)),
    definition: opened.form.definition, answers: withFiles(opened, stored), files: opened.files.map(viewOwnFile), onFile: await viewOnFile(ctx.db, ctx.now, opened.onFile), offers: await offersAwaited(ctx, found),
  };
}

/** What stands of a case now: names, status, dates, light, step. */
async function standing(ctx: Ctx, { application, content, department, itemCode, facts, suspensions }: Case) {
  const paused = suspensions.find(({ endOn }) => endOn === null);
  return {
    id: application.id, number: application.number, version: application.version, status: application.status, outcome: application.outcome,
    itemName: application.itemName, itemNameEn: content.nameEn ?? null, itemCode, departmentName: department.name, divisionCode: application.divisionCode,
    applicantName: application.applicantName, consultPhone: content.consultPhone ?? null,
    submittedAt: iso(application.submittedAt), receivedAt: iso(application.receivedAt),
    acceptedAt: iso(application.acceptedAt), deemedAccepted: application.deemedAccepted,
    decidedAt: iso(application.decidedAt), closedAt: iso(application.closedAt),
    dueOn: application.dueOn, promisedDueOn: application.promisedDueOn, statutoryDueOn: application.statutoryDueOn,
    noticeDueOn: application.noticeDueOn, correctionDueOn: application.correctionDueOn, dueProvisional: application.dueProvisional,
    extensionDays: application.extensionDays, extensionUnit: extensionUnit(content), today: shanghaiDay(ctx.now),
    suspension: paused ? { procedure: paused.procedure, plannedEndOn: paused.plannedEndOn } : null,
    light: await lightOf(ctx, application, content), issuesCertificate: facts.issuesCertificate,
  };
}

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

async function lightOf(ctx: Ctx, { status, dueOn, statutoryDueOn }: Case["application"], content: Case["content"]): Promise<Light | null> {
  if (!dueOn) return null;
  const clock = { dueOn, statutoryDueOn: statutoryNow(status, statutoryDueOn) ?? undefined, limitDays: runningLimitDays(status, content) };
  return light({ ...clock, today: shanghaiDay(ctx.now), calendar: await getCalendar(ctx.db) });
}

// Colleagues' names and opinions stay at the desk; the applicant reads the reasons that a notice also gives.
function publicEvent({ action, at, actorRole, actorName, onBehalfOf, toStatus, reason, payload }: EventRow) {
  const told = action === "withdraw" || noticedActions.some((noticed) => noticed === action && noticed !== "approve");
  const inside = action === "completeStep" || action === "sendBack";
  // At a counter it was the clerk who acted.
  const delegate = onBehalfOf === null || actorRole === "clerk" ? null : { name: actorName, principal: onBehalfOf };
  return { action, at: at.toISOString(), actorRole, delegate, toStatus, reason: told ? reason : null, payload: inside ? {} : payload };
}

async function findCertificate(db: Reader, applicationId: string) {
  const [row] = await db.select({ id: certificates.id, identifier: certificates.identifier, name: certificates.name, status: certificates.status }).from(certificates).where(eq(certificates.applicationId, applicationId)).limit(1);
  return row ?? null;
}

/**
 * A case as the desk works on it: masked answers, uploads, history with names, and exactly the available actions. Opening it
 * leaves a trace, once a day per person. Errors: `applications.notFound`.
 */
export async function getForDesk(ctx: Ctx, actor: User, { number }: ByNumber) {
  const found = await getCase(ctx.db, ctx.actor, { number });
  const { application } = found;
  const [events, correction, certificate, filed, claimer] = await Promise.all([
    listEvents(ctx.db, application.id), openCorrection(ctx.db, application.id), findCertificate(ctx.db, application.id),
    asFiled(ctx.db, ctx.now, found), findAccountName(ctx.db, application.claimedBy),
  ]);
  const { opened: { form, context, files, onFile }, answers } = filed;
  const read = form.definition.sections.flatMap((section) => section.fields.filter((field) => answers[field.id] !== undefined).map((field) => field.label.zh));
  await recordAccess(ctx.db, ctx, { subjectId: application.applicantAccountId, kind: "open", fields: read, case: application });
  return {
    ...(await standing(ctx, found)),
    channel: application.channel, takenByName: await findAccountName(ctx.db, application.takenBy), presentedByName: await findAccountName(ctx.db, application.presentedBy),
    byDelegate: application.presentedBy !== null && (application.organisationId !== null || application.presentedBy !== application.applicantAccountId), payments: await listPayments(ctx.db, application.id),
    compares: holds(actor, "clerk", application) && !isOneself(actor, application.applicantAccountId) && liveStatuses.some((live) => live === application.status),
    claimedBy: application.claimedBy, claimedByName: claimer, mine: application.claimedBy === actor.id, canClaim: canClaim(actor, found.facts, ctx.now),
    actions: availableActions(actor, found.facts, ctx.now), lapseProposed: application.lapseProposedAt !== null,
    asked: !isColleague(actor, found.facts), returnable: returnableSteps(found.facts).map(({ key }) => key),
    events: events.map(({ at, idempotencyKey: _key, ...event }) => ({ ...event, at: at.toISOString() })), historyMoved: await historyMoved(ctx.db, application, events),
    steps: await deskSteps(ctx, actor, found), tolerated: toleratedIn(found), proposed: proposedIn(found), ...(await transfersOf(ctx.db, found)),
    correction, certificate, automatic: automaticStanding(application), personAsked: application.personAsked, definition: form.definition, answers: maskAnswers(form.definition, answers), origins: evidenced(form.origins(answers, context)),
    maskedFields: form.definition.sections.flatMap((section) => section.fields.filter(isMasked).map((field) => field.id)),
    visibleSections: form.visible(answers, context).sections.map(({ section, fields }) => ({ id: section.id, fields: fields.map((field) => field.id) })),
    files: files.map(viewFile), onFile: await viewOnFile(ctx.db, ctx.now, onFile), materials: materialsFor(found.content, context, answers), conditions: found.content.conditions,
  };
}

/** The answers that a certificate or an earlier application could have answered, and whether they stand as it says; nothing of what it says. */
function evidenced(origins: ReturnType<CompiledForm["origins"]>) {
  return Object.fromEntries(Object.entries(origins).flatMap(([field, { from, kept, evidence }]) => (evidence && (kept || from !== "earlier") ? [[field, { from, kept, evidence: { name: evidence.name, on: evidence.on } }] as const] : [])));
}

type Explained = Deadline & { unit: Limit["unit"] };
export type DeadlineView = { promised: Explained; statutory: Explained; extension: { days: number; unit: Limit["unit"] } | null } | null;

/** Day by day why a case is due when it is; nothing before acceptance. Errors: `applications.notFound`. */
export async function explain(ctx: Ctx, { number }: ByNumber): Promise<DeadlineView> {
  const { application, content, suspensions } = await getCase(ctx.db, ctx.actor, { number });
  if (!application.acceptedAt) return null;
  const calendar = await getCalendar(ctx.db);
  const ends = suspensions.map(({ startOn, endOn, plannedEndOn }) => ({ startOn, endOn: endOn ?? plannedEndOn }));
  const clock = { acceptedOn: shanghaiDay(application.acceptedAt), promisedLimit: content.promisedLimit, statutoryLimit: content.statutoryLimit, suspensions: ends, extensionDays: application.extensionDays };
  return {
    promised: { ...explainDeadline(clockInput(clock, "promised", calendar)), unit: promisedOf(clock).unit },
    statutory: { ...explainDeadline(clockInput(clock, "statutory", calendar)), unit: statutoryOf(clock).unit },
    extension: application.extensionDays > 0 ? { days: application.extensionDays, unit: extensionUnit(clock) } : null,
  };
}

/**
 * Anonymous, masked progress by number and query code; a wrong number and a wrong code look the same.
 * Errors: `applications.progressNotFound`, `applications.takenBack` (conflict; with the right code only), `requests.tooMany`.
 */
export async function lookUpProgress(ctx: Ctx, { number, queryCode }: LookUpProgress) {
  await limit(ctx.db, ctx.now, { act: "applications.progress", subject: ctx.address, max: 20, windowSeconds: 600 });
  const parsed = parseApplicationNumber(number);
  if (!parsed) throw new DomainError("not_found", "applications.progressNotFound");
  await limit(ctx.db, ctx.now, { act: "applications.progress.number", subject: parsed, max: 10, windowSeconds: 600 });
  const found = await getCase(ctx.db, { kind: "system" }, { number: parsed }).catch(() => undefined);
  if (!found || !isQueryCode(found.application, normaliseCode(queryCode))) throw new DomainError("not_found", "applications.progressNotFound");
  if (found.application.status === "draft") throw new DomainError("conflict", "applications.takenBack");
  return maskedProgress(ctx, found);
}

/** How a case goes on, for eyes that are not its applicant's: no name in full, nothing that was filed. */
export async function maskedProgress(ctx: Ctx, found: Case) {
  const { applicantName, id: _id, version: _version, ...rest } = await standing(ctx, found);
  const events = await listEvents(ctx.db, found.application.id);
  return { ...rest, due: await dueOf(ctx, found), applicantMasked: maskName(applicantName), historyMoved: await historyMoved(ctx.db, found.application, events), events: events.filter(({ action }) => !innerActions.has(action)).map(({ action, at, toStatus }) => ({ action, at: at.toISOString(), toStatus })) };
}
