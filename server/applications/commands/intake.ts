import type { Tx } from "@/db/client";
import { corrections } from "@/db/schema";
import { newlyRaised } from "@/domain/applications/rules";
import { decisionDates } from "@/domain/applications/rules/clocks";
import { completeKinds } from "@/domain/applications/rules/steps";
import type { PlainAct, ReasonAct, Refuse, RequestCorrection } from "@/domain/applications/schema";
import { dueOn, shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { compileForm } from "@/domain/forms/rules/compile";
import { formOf } from "@/domain/items/rules";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { answersOf, type Case } from "../queries/case";
import { listCorrections, sealCorrection } from "../queries/corrections";
import { answerDigests, openDigests, sealDigests } from "../view";
import { act, type Acted, type Effect } from "./act";
import { ending } from "./ending";

/** Accepts a case: the decision clock starts today (行政许可法 32(5)). */
export function acceptApplication(ctx: Ctx, { id, version }: PlainAct): Promise<Acted> {
  return act(ctx, { id, version, action: "accept" }, (found, tx) => acceptance(tx, ctx, found, ctx.now));
}

/** What acceptance sets, by a clerk now or by silence as of receipt. */
export async function acceptance(tx: Tx, ctx: Ctx, { content, steps }: Case, acceptedAt: Date) {
  const { promisedLimit, statutoryLimit } = content;
  const clock = { acceptedOn: shanghaiDay(acceptedAt), promisedLimit, statutoryLimit, suspensions: [], extensionDays: 0 };
  const dates = decisionDates(clock, await getCalendar(tx));
  return {
    patch: {
      acceptedAt, acceptedBy: ctx.actor.kind === "user" ? ctx.actor.id : null, noticeDueOn: null,
      promisedDueOn: dates.promisedDueOn, statutoryDueOn: dates.statutoryDueOn, dueOn: dates.promisedDueOn, dueProvisional: dates.provisional,
    },
    payload: { promisedDueOn: dates.promisedDueOn, statutoryDueOn: dates.statutoryDueOn, provisional: dates.provisional },
    steps: { next: completeKinds(content.steps, steps, ["accept"]) },
  } satisfies Effect;
}

/** Refuses to accept, with its ground (行政许可法 32(1)–(2)). Errors: `applications.competentOrganMissing` (invalid). */
export function refuseApplication(ctx: Ctx, { id, version, ground, reason, competentOrgan }: Refuse): Promise<Acted> {
  if (ground === "notCompetent" && !competentOrgan) throw new DomainError("invalid", "applications.competentOrganMissing");
  return act(ctx, { id, version, action: "refuse" }, async (found, tx) => ({
    ...(await ending(tx, ctx, found)), reason, payload: { ground, ...(competentOrgan ? { competentOrgan } : {}) },
  }));
}

/**
 * Asks once and completely for what is missing (行政许可法 32(4)). A later notice may not raise what the first
 * submission already showed. Errors: `applications.unknownField` (invalid), `applications.raisedTooLate` (conflict).
 */
export function requestCorrection(ctx: Ctx, { id, version, items, note }: RequestCorrection): Promise<Acted> {
  return act(ctx, { id, version, action: "requestCorrection" }, async (found, tx) => {
    const form = compileForm(formOf(found.content));
    const named = items.map(({ fieldId, reason }) => {
      const field = form.findField(fieldId);
      if (!field) throw new DomainError("invalid", "applications.unknownField", { field: fieldId });
      return { fieldId, label: field.label.zh, reason };
    });
    const digests = answerDigests(answersOf(found.application));
    const position = await checkOneOff(tx, id, named, digests);
    const due = dueOn({ start: shanghaiDay(ctx.now), limit: { value: found.content.correctionDays, unit: "workday" }, calendar: await getCalendar(tx) });
    const correctionId = await newId(tx);
    await tx.insert(corrections).values({ id: correctionId, applicationId: id, position, ...sealCorrection(correctionId, { items: named, note }), answerDigests: sealDigests(correctionId, digests), dueOn: due.dueOn, createdAt: ctx.now });
    return { patch: { correctionCount: position, correctionDueOn: due.dueOn, noticeDueOn: null, dueOn: due.dueOn, dueProvisional: due.provisional }, payload: { items: named, note, dueOn: due.dueOn } };
  });
}

async function checkOneOff(tx: Tx, id: string, items: readonly { fieldId: string }[], now: Record<string, string>): Promise<number> {
  const earlier = await listCorrections(tx, id);
  const [latest] = earlier;
  if (!latest) return 1;
  const root = (field: string) => field.split(".")[0] ?? field;
  const before = openDigests(latest);
  const changed = items.map((item) => item.fieldId).filter((field) => now[root(field)] !== before[root(field)]);
  const late = newlyRaised(items, earlier.flatMap((row) => row.items.map((item) => item.fieldId)), changed);
  if (late[0]) throw new DomainError("conflict", "applications.raisedTooLate", { field: late[0] });
  return latest.position + 1;
}

/** Confirms that a correction period ran out unanswered. */
export function lapseApplication(ctx: Ctx, { id, version, reason }: ReasonAct): Promise<Acted> {
  return act(ctx, { id, version, action: "lapse" }, async (found, tx) => ({ ...(await ending(tx, ctx, found)), reason }));
}
