import { DomainError, type ErrorParams } from "@/domain/core/errors";
import { isWithin } from "../rules";
import type { ClosureScope, PlanClosure } from "../schema/closures";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const longestDays = 30;

/** When a closure holds; `endedAt` is when somebody opened again before the time or called it off. */
export type ClosureTimes = { startsAt: Date; endsAt: Date; noticeDays: number; endedAt: Date | null };
export type Closure = ClosureTimes & { scope: ClosureScope };

/** What is asked about: an item, a department's or a division's page, or the portal as a whole (nothing given). */
export type ClosurePlace = { itemCode?: string | undefined; departmentId?: string | undefined; divisionCode?: string | undefined };

/** `planned`: not told of yet; `announced`: told of; `closed`; `over`, also where it was called off. From is part of it, until is not. */
export type ClosurePhase = "planned" | "announced" | "closed" | "over";

export function closurePhase({ startsAt, endsAt, noticeDays, endedAt }: ClosureTimes, now: Date): ClosurePhase {
  const at = now.getTime();
  if (endedAt || at >= endsAt.getTime()) return "over";
  if (at >= startsAt.getTime()) return "closed";
  return at >= startsAt.getTime() - noticeDays * DAY ? "announced" : "planned";
}

/** Whether a closure reaches a place. A division's reaches what lies in it; what is closed beneath a page does not close the page. */
export function isAffected(scope: ClosureScope, { itemCode, departmentId, divisionCode }: ClosurePlace): boolean {
  switch (scope.kind) {
    case "portal": return true;
    case "department": return scope.departmentId === departmentId;
    case "division": return divisionCode !== undefined && isWithin(divisionCode, scope.code);
    case "item": return scope.code === itemCode;
  }
}

export type Standing<C extends Closure> =
  | { phase: "open" }
  /** Still open; `closure` is the next to begin. */
  | { phase: "announced"; closure: C }
  /** Closed; `opensAt` is when the last of the closures that follow one another ends. */
  | { phase: "closed"; closure: C; opensAt: Date };

/**
 * Whether one may begin and file at a place now: the one rule that pages and server ask. Where several closures overlap or
 * follow without a gap, it opens when the last is over.
 */
export function standingAt<C extends Closure>(closures: readonly C[], place: ClosurePlace, now: Date): Standing<C> {
  const mine = closures.filter(({ scope }) => isAffected(scope, place)).toSorted((one, other) => one.startsAt.getTime() - other.startsAt.getTime());
  const [current] = mine.filter((closure) => closurePhase(closure, now) === "closed");
  if (!current) {
    const next = mine.find((closure) => closurePhase(closure, now) === "announced");
    return next ? { phase: "announced", closure: next } : { phase: "open" };
  }
  let opensAt = current.endsAt;
  for (const { startsAt, endsAt, endedAt } of mine) if (!endedAt && startsAt <= opensAt && endsAt > opensAt) opensAt = endsAt;
  return { phase: "closed", closure: current, opensAt };
}

/** How the portal is doing in a word, the worst first: all of it closed, some services closed, messages late, everything well. */
export type Verdict = "closed" | "paused" | "late" | "good";

/** The one answer that every page gives: from the closures that hold now, and whether the work behind the pages keeps up. */
export function verdictOf({ current, work }: { current: readonly { scope: ClosureScope }[]; work: "ok" | "late" }): Verdict {
  if (current.some(({ scope }) => scope.kind === "portal")) return "closed";
  if (current.length > 0) return "paused";
  return work === "late" ? "late" : "good";
}

/** The day and time of an instant in Shanghai as figures, for a sentence of either language. */
export function spokenInstant(instant: Date): ErrorParams {
  const local = new Date(instant.getTime() + 8 * HOUR);
  return { year: String(local.getUTCFullYear()), month: local.getUTCMonth() + 1, day: local.getUTCDate(), weekday: local.getUTCDay(), time: local.toISOString().slice(11, 16) };
}

/** Throws while a place is closed: with when it opens. Errors: `departments.closedForNow` (conflict). */
export function demandOpen(closures: readonly Closure[], place: ClosurePlace, now: Date): void {
  const standing = standingAt(closures, place, now);
  if (standing.phase === "closed") throw new DomainError("conflict", "departments.closedForNow", spokenInstant(standing.opensAt));
}

/** Why a plan cannot be; asked when it is written and again when it is confirmed. */
export function planProblem({ startsAt, endsAt }: Pick<PlanClosure, "startsAt" | "endsAt">, now: Date): string | undefined {
  const [start, end] = [Date.parse(startsAt), Date.parse(endsAt)];
  if (end <= start) return "departments.closureReversed";
  if (end <= now.getTime()) return "departments.closurePast";
  return end - start > longestDays * DAY ? "departments.closureTooLong" : undefined;
}

const MOMENT = /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?[\sT]*(\d{1,2})[:时点](\d{1,2})?分?$/u;

/** A moment as an administrator types it, in Shanghai: `2026-11-30 22:00`, `2026年11月30日 22点`; undefined where it is none. */
export function readMoment(text: string): Date | undefined {
  const parts = MOMENT.exec(text.normalize("NFKC").trim())?.slice(1).map((part) => (part ?? "0").padStart(2, "0"));
  if (!parts) return undefined;
  const [year = "", month = "", day = "", hour = "", minute = ""] = parts;
  const written = `${year}-${month}-${day}T${hour}:${minute}`;
  const instant = new Date(`${written}:00+08:00`);
  // A 31st of November rolls over in some parsers: it must say again what was typed.
  return !Number.isNaN(instant.getTime()) && new Date(instant.getTime() + 8 * HOUR).toISOString().startsWith(written) ? instant : undefined;
}
