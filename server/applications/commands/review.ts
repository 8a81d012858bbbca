import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { suspensions } from "@/db/schema";
import { completableSteps } from "@/domain/applications/policy";
import { decisionDates, extensionUnit } from "@/domain/applications/rules/clocks";
import { complete, returnableSteps, sendBack as reopen, stepToReturnTo } from "@/domain/applications/rules/steps";
import type { CompleteStep, PlainAct, ReasonAct, SendBack, Suspend } from "@/domain/applications/schema";
import type { AskExtension } from "@/domain/applications/schema/life";
import { addDays, compareDays, shanghaiDay, type Day } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { getCase, type Case } from "../queries/case";
import { act, type Acted } from "./act";
import { decideProposal, proposalIn, propose } from "./proposals";

export function startReview(ctx: Ctx, { id, version }: PlainAct): Promise<Acted> {
  return act(ctx, { id, version, action: "startReview" }, () => ({}));
}

/**
 * Finishes an open step with an opinion; what waited for it alone begins. Without a key it is the only step open to the
 * actor. Errors: `applications.noOpenStep`, `applications.stepUnnamed` (conflict), `applications.claimedByOther`, `access.forbidden`.
 */
export async function completeStep(ctx: Ctx, { id, version, opinion, step }: CompleteStep): Promise<Acted> {
  const key = step ?? (await onlyStep(ctx, id));
  return act(ctx, { id, version, action: "completeStep", step: key }, ({ content, steps }) => {
    if (key === undefined) throw new DomainError("conflict", "applications.noOpenStep");
    return { reason: opinion, payload: { step: key }, steps: { next: complete(content.steps, steps, [key]), opinions: { [key]: opinion } } };
  });
}

async function onlyStep(ctx: Ctx, id: string): Promise<string | undefined> {
  const { facts } = await getCase(ctx.db, ctx.actor, { id });
  const open = completableSteps(ctx.actor, facts);
  if (open.length > 1) throw new DomainError("conflict", "applications.stepUnnamed");
  return open[0]?.key;
}

/** Returns the case to a finished step, the nearest unless told, with the reason; what came after it comes again. */
export function sendBack(ctx: Ctx, { id, version, reason, step }: SendBack): Promise<Acted> {
  return act(ctx, { id, version, action: "sendBack" }, ({ content, steps, facts }) => {
    const to = step === undefined ? stepToReturnTo(facts) : returnableSteps(facts).find(({ key }) => key === step);
    if (!to) throw new DomainError("conflict", "applications.nothingToSendBack");
    return { reason, payload: { step: to.key }, steps: { next: reopen(content.steps, steps, to.key) } };
  });
}

// No law names a longest one; beyond two years it is a mistyped year.
const longestSuspensionDays = 730;

/** Stops the clock for a special procedure and says until when (行政许可法 45). Errors: `applications.endsInThePast`, `applications.endsTooFar` (invalid). */
export function suspendApplication(ctx: Ctx, { id, version, procedure, reason, plannedEndOn }: Suspend): Promise<Acted> {
  return act(ctx, { id, version, action: "suspend" }, async ({ application }, tx) => {
    const startOn = shanghaiDay(ctx.now);
    if (compareDays(plannedEndOn, startOn) <= 0) throw new DomainError("invalid", "applications.endsInThePast");
    if (compareDays(plannedEndOn, addDays(startOn, longestSuspensionDays)) > 0) throw new DomainError("invalid", "applications.endsTooFar");
    const pauseId = await newId(tx);
    await tx.insert(suspensions).values({ id: pauseId, applicationId: id, procedure, reason: seal(reason, { table: "suspensions", column: "reason", row: pauseId }), startOn, plannedEndOn });
    const from = application.status === "inReview" ? "inReview" : "accepted";
    return { patch: { suspendedFrom: from, dueOn: plannedEndOn }, reason, payload: { procedure, startOn, plannedEndOn } };
  });
}

/** Ends the special procedure; its whole workdays do not count. */
export function resumeApplication(ctx: Ctx, { id, version }: PlainAct): Promise<Acted> {
  return act(ctx, { id, version, action: "resume" }, async (found, tx) => {
    const endOn = shanghaiDay(ctx.now);
    await tx.update(suspensions).set({ endOn }).where(and(eq(suspensions.applicationId, id), isNull(suspensions.endOn)));
    const ended = found.suspensions.map(({ startOn, endOn: end }) => ({ startOn, endOn: end ?? endOn }));
    const dates = await redated(tx, found, { suspensions: ended, extensionDays: found.application.extensionDays });
    return { patch: { suspendedFrom: null, ...dates.patch }, payload: { endOn, ...dates.payload } };
  });
}

/** Asks the head of the organ for an extension: how long and why. Until it is granted the limit stands. */
export function askExtension(ctx: Ctx, { id, version, reason, days }: AskExtension): Promise<Acted> {
  return act(ctx, { id, version, action: "askExtension" }, async ({ content }, tx) => {
    await propose(tx, ctx, { id, action: "extend", reason, payload: { days } });
    return { reason, payload: { days, unit: extensionUnit(content) } };
  });
}

const Asked = z.object({ days: z.int().min(1).max(10) });

/**
 * Grants the extension that another asked for, once, with the reason told (行政许可法 42); days are workdays or calendar
 * days as in the limit that the law sets (`extensionUnit`). Errors: `applications.nothingProposed`, `applications.ownProposal`.
 */
export function extendApplication(ctx: Ctx, { id, version }: PlainAct): Promise<Acted> {
  return act(ctx, { id, version, action: "extend" }, async (found, tx) => {
    const proposal = proposalIn(found, "extend");
    const { days } = Asked.parse(proposal.payload);
    await decideProposal(tx, ctx, proposal, { outcome: "granted" });
    const ended = found.suspensions.flatMap(({ startOn, endOn }) => (endOn ? [{ startOn, endOn }] : []));
    const dates = await redated(tx, found, { suspensions: ended, extensionDays: days });
    return { patch: { extensionDays: days, ...dates.patch }, reason: proposal.reason, payload: { days, unit: extensionUnit(found.content), ...dates.payload } };
  });
}

/** Declines an extension; the limit stands. */
export function declineExtension(ctx: Ctx, { id, version, reason }: ReasonAct): Promise<Acted> {
  return act(ctx, { id, version, action: "declineExtension" }, async (found, tx) => {
    await decideProposal(tx, ctx, proposalIn(found, "extend"), { outcome: "declined", answer: reason });
    return { reason };
  });
}

type Clock = { suspensions: { startOn: Day; endOn: Day }[]; extensionDays: number };

async function redated(tx: Tx, { application, content }: Case, clock: Clock) {
  const acceptedOn = shanghaiDay(application.acceptedAt ?? application.createdAt);
  const dates = decisionDates({ acceptedOn, promisedLimit: content.promisedLimit, statutoryLimit: content.statutoryLimit, ...clock }, await getCalendar(tx));
  const { promisedDueOn, statutoryDueOn, provisional } = dates;
  return { patch: { promisedDueOn, statutoryDueOn, dueOn: promisedDueOn, dueProvisional: provisional }, payload: { promisedDueOn, statutoryDueOn } };
}
