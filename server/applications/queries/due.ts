import { shanghaiDay } from "@/domain/core/calendar";
import { explainDue, type DueExplained } from "@/domain/applications/rules/due";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import type { Case } from "./case";
import { correctionAskedAt } from "./form";

const dayOf = (instant: Date | null | undefined) => (instant ? shanghaiDay(instant) : null);

/** Why the case is due when it is, for those who wait for it; null where nothing is awaited. */
export async function dueOf(ctx: Ctx, { application, content, suspensions }: Case): Promise<DueExplained | null> {
  const { status, receivedAt, acceptedAt, decidedAt, extensionDays } = application;
  const { promisedLimit, statutoryLimit, correctionDays } = content;
  const correctionAskedOn = status === "correction" ? dayOf(await correctionAskedAt(ctx.db, application.id)) : null;
  const pauses = suspensions.map(({ procedure, startOn, endOn, plannedEndOn }) => ({ procedure, startOn, endOn, plannedEndOn }));
  const facts = { status, promisedLimit, statutoryLimit, correctionDays, extensionDays, pauses, receivedOn: dayOf(receivedAt), acceptedOn: dayOf(acceptedAt), decidedOn: dayOf(decidedAt), correctionAskedOn };
  return explainDue(facts, shanghaiDay(ctx.now), await getCalendar(ctx.db)) ?? null;
}
