import { randomInt } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applicationSteps, corrections } from "@/db/schema";
import { mayFile } from "@/domain/applications/policy";
import { noticeLimit, takeBackMinutes } from "@/domain/applications/rules/clocks";
import type { ById, SubmitApplication, Withdraw } from "@/domain/applications/schema";
import { dueOn, shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import type { Answers } from "@/domain/forms/schema";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { writeTogether } from "@/server/core/write-together";
import { answersOf, type Case } from "../queries/case";
import { openForm, openToFile, reopened, withFiles, type FiledForm, type OpenForm } from "../queries/form";
import { openQueryCode, sealQueryCode } from "../view";
import { act, type Acted, type Effect } from "./act";
import { countedAnswers, forgetCounted } from "./answer-counts";
import { demandOpenNow } from "./closures";
import { channelOf, checkEligible, findDraft, sealAnswers } from "./draft";
import { ending } from "./ending";
import { forgetFilings, keptFiling } from "./filings";
import { fileOnFile } from "./on-file";
import { keepWished } from "./materials";
import { demandCurrent } from "./revision";
import { countedSavings, forgetSaved } from "./savings";
import { forgetSteps, startedSteps } from "./steps";
import { forgetPromise, promise } from "./supplement";

export type Submitted = Acted & { queryCode: string };

/**
 * Files a draft: validates the whole form, sets the receipt and its clock, gives a query code. What a delegate handed over
 * is confirmed by this. Errors: `applications.answersIncomplete` (unprocessable; count and first field),
 * `applications.principalConfirms`, `access.levelTooLow` (forbidden), `applications.notAwaiting`, `applications.revisionOutdated`, `items.suspended`,
 * `applications.actionNotAllowed`, `applications.notTolerable`, `applications.certificateGone`, `departments.closedForNow` (conflict).
 */
export function submitApplication(ctx: Ctx, { id, confirms, person, later = [] }: SubmitApplication, said: Effect["payload"] = {}): Promise<Submitted> {
  const told = { queryCode: String(randomInt(1_000_000)).padStart(6, "0") };
  return act(ctx, { id, action: "submit" }, async (found, tx) => {
    demandAsked(found, confirms);
    demandCurrent(found);
    await demandOpenNow(tx, ctx, { ...found.application, itemCode: found.itemCode });
    if (ctx.actor.kind === "user") checkEligible(ctx.actor, found.content);
    const { patch, payload, ...beside } = await receipt(tx, ctx, found, later);
    // What was taken back and is filed again keeps the code that its receipt gave.
    told.queryCode = openQueryCode(found.application) ?? told.queryCode;
    const first = { personAsked: person === true, submittedAt: found.application.submittedAt ?? ctx.now, queryCode: sealQueryCode(id, told.queryCode) };
    return { ...beside, patch: { ...patch, ...first, ...channelOf(ctx.actor) }, payload: { ...payload, ...said } };
  }, told);
}

/** Files the corrected application again; the open correction is answered. Errors as `submitApplication`. */
export function resubmitApplication(ctx: Ctx, { id, confirms, later = [] }: SubmitApplication): Promise<Acted> {
  return act(ctx, { id, action: "resubmit" }, async (found, tx) => {
    demandAsked(found, confirms);
    await demandOpenNow(tx, ctx, { ...found.application, itemCode: found.itemCode });
    const { patch, payload, ...beside } = await receipt(tx, ctx, found, later);
    await tx.update(corrections).set({ answeredAt: ctx.now }).where(eq(corrections.applicationId, id));
    // The desk has acted already: what is left is to withdraw.
    return { ...beside, patch: { ...patch, takeBackUntil: null, correctionDueOn: null, lapseProposedAt: null }, payload };
  });
}

/**
 * Takes a case back into a draft that keeps its number, within ten minutes and before anybody acted.
 * Errors: `applications.draftExists` (conflict) where a new draft for the same item was begun meanwhile.
 */
export function takeBackApplication(ctx: Ctx, { id }: ById): Promise<Acted> {
  return act(ctx, { id, action: "takeBack" }, async ({ application }, tx) => {
    if (await findDraft(tx, application)) throw new DomainError("conflict", "applications.draftExists");
    await tx.delete(applicationSteps).where(eq(applicationSteps.applicationId, id));
    await forgetFilings(tx, id);
    await forgetSaved(tx, id);
    await forgetCounted(tx, id);
    await forgetPromise(tx, id);
    return { patch: { takeBackUntil: null, noticeDueOn: null, dueOn: null, personAsked: false } };
  });
}

/** Withdraws a case before the decision. */
export function withdrawApplication(ctx: Ctx, { id, reason }: Withdraw): Promise<Acted> {
  return act(ctx, { id, action: "withdraw" }, async (found, tx) => ({ ...(await ending(tx, ctx, found)), ...(reason ? { reason } : {}) }));
}

/** Everything the whole form says, checked again on the server; throws with what is first to put right. */
export async function validAnswers(tx: Tx, ctx: Ctx, found: Case): Promise<Answers> {
  return (await validForm(tx, ctx, found)).answers;
}

async function validForm(tx: Tx, ctx: Ctx, found: Case): Promise<FiledForm> {
  const stored = answersOf(found.application);
  const opened = await openToFile(tx, ctx.actor, found, { answers: stored, now: ctx.now });
  const { answers, errors } = opened.form.validate(withFiles(opened, stored), opened.context);
  const [first] = errors;
  if (first) throw new DomainError("unprocessable", "applications.answersIncomplete", { count: errors.length, section: first.sectionId, field: first.fieldId });
  return { ...opened, answers };
}

// One may draft at any level; filing asks for the item's own.
function requireLevelOf({ actor }: Ctx, { content }: Case): void {
  if (actor.kind !== "user" || mayFile(actor, content)) return;
  throw new DomainError("forbidden", "access.levelTooLow", { level: content.minAssuranceLevel, action: "submit" });
}

// Whoever drafted before they proved their name files under it.
function applicantNow({ application: { applicantName, organisationId } }: Case, { context: { profile } }: OpenForm): string {
  return organisationId ? applicantName : (profile.name ?? applicantName);
}

async function receipt(tx: Tx, ctx: Ctx, found: Case, later: readonly string[]): Promise<Required<Pick<Effect, "patch" | "payload" | "audit" | "outbox">>> {
  requireLevelOf(ctx, found);
  const { answers, ...opened } = await validForm(tx, ctx, found);
  const settled = opened.onFile.length > 0;
  const checked = settled ? await fileOnFile(tx, ctx, found, answers) : { audit: [], outbox: [] };
  const notice = dueOn({ start: shanghaiDay(ctx.now), limit: noticeLimit, calendar: await getCalendar(tx) });
  const sealed = sealAnswers(found.application.id, answers);
  // Read once more where its certificates were settled; all that follows goes by the same.
  const filed = { ...(settled ? await openForm(tx, found, answers, ctx.now) : reopened(opened, found.content, answers)), answers };
  if (filed.files.length > 0) await keepWished(tx, ctx, found);
  await forgetSteps(tx, found);
  await writeTogether(tx, [startedSteps(tx, ctx, found, filed), keptFiling(tx, ctx.now, found.application.id, answers), countedSavings(tx, ctx, found, filed), countedAnswers(tx, ctx, found, filed)]);
  const promised = await promise(tx, ctx, found, { later, answers });
  return {
    ...checked,
    patch: {
      answers: sealed, applicantName: applicantNow(found, filed), receivedAt: ctx.now, noticeDueOn: notice.dueOn, dueOn: notice.dueOn, dueProvisional: notice.provisional,
      takeBackUntil: new Date(ctx.now.getTime() + takeBackMinutes * 60_000),
    },
    payload: { noticeDueOn: notice.dueOn, ...promised, ...(found.application.awaitingPrincipalSince ? { preparedByDelegate: true } : {}) },
  };
}

// What a delegate changes takes their question back: the principal files what they were shown, or looks again.
function demandAsked({ application: { awaitingPrincipalSince } }: Case, confirms: string | undefined): void {
  if (confirms !== undefined && awaitingPrincipalSince?.toISOString() !== confirms) throw new DomainError("conflict", "applications.notAwaiting");
}
