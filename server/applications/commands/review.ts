import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { suspensions } from "@/db/schema";
import { advance, stepToReturnTo } from "@/domain/applications/rules";
import { decisionDates, extensionUnit } from "@/domain/applications/rules/clocks";
import type { Extend, OpinionAct, PlainAct, ReasonAct, Suspend } from "@/domain/applications/schema";
import { addDays, compareDays, shanghaiDay, type Day } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import type { Case } from "../queries/case";
import { act, type Acted } from "./act";

export function startReview(ctx: Ctx, { id, version }: PlainAct): Promise<Acted> {
  return act(ctx, { id, version, action: "startReview" }, () => ({}));
}

/** Finishes the active step with an opinion; the next one becomes active. */
export function completeStep(ctx: Ctx, { id, version, opinion }: OpinionAct): Promise<Acted> {
  return act(ctx, { id, version, action: "completeStep" }, ({ steps }) => {
    const moved = advance(steps);
    if (!moved) throw new DomainError("conflict", "applications.noOpenStep");
    return { reason: opinion, payload: { step: moved.done }, steps: { done: { key: moved.done, opinion }, active: moved.active } };
  });
}

/** Returns the case to the nearest finished review, with the reason. */
export function sendBack(ctx: Ctx, { id, version, reason }: ReasonAct): Promise<Acted> {
  return act(ctx, { id, version, action: "sendBack" }, ({ steps }) => {
    const to = stepToReturnTo(steps);
    if (!to) throw new DomainError("conflict", "applications.nothingToSendBack");
    return { reason, payload: { step: to }, steps: { reopened: to } };
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
    await tx.insert(suspensions).values({ applicationId: id, procedure, reason, startOn, plannedEndOn });
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

/**
 * Extends the decision limit once, by at most ten days, with the reason told (行政许可法 42); days are workdays or calendar
 * days as in the limit that the law sets (`extensionUnit`). Errors: `applications.extensionTooLong` (invalid).
 */
export function extendApplication(ctx: Ctx, { id, version, reason, days }: Extend): Promise<Acted> {
  if (days > 10) throw new DomainError("invalid", "applications.extensionTooLong", { max: 10 });
  return act(ctx, { id, version, action: "extend" }, async (found, tx) => {
    const ended = found.suspensions.flatMap(({ startOn, endOn }) => (endOn ? [{ startOn, endOn }] : []));
    const dates = await redated(tx, found, { suspensions: ended, extensionDays: days });
    return { patch: { extensionDays: days, ...dates.patch }, reason, payload: { days, unit: extensionUnit(found.content), ...dates.payload } };
  });
}

type Clock = { suspensions: { startOn: Day; endOn: Day }[]; extensionDays: number };

async function redated(tx: Tx, { application, content }: Case, clock: Clock) {
  const acceptedOn = shanghaiDay(application.acceptedAt ?? application.createdAt);
  const dates = decisionDates({ acceptedOn, promisedLimit: content.promisedLimit, statutoryLimit: content.statutoryLimit, ...clock }, await getCalendar(tx));
  const { promisedDueOn, statutoryDueOn, provisional } = dates;
  return { patch: { promisedDueOn, statutoryDueOn, dueOn: promisedDueOn, dueProvisional: provisional }, payload: { promisedDueOn, statutoryDueOn } };
}
