import { reaches, type AssuranceLevel } from "@/domain/core/actor";
import { safeReturnPath } from "@/domain/identity/rules";
import { checkRules, onlineChecks, reachableLevel, reachableLevels, type OnlineCheck, type ReachableLevel } from "@/domain/identity/rules/levels";

/** What the address of the step-up says: which level, where to go on, which way, and a check under way. */
export type LevelQuery = { to: ReachableLevel | undefined; next: string; way: OnlineCheck | "counter" | undefined; check: string | undefined };
export type LevelParams = Record<string, string | string[] | undefined>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads the address; whatever makes no sense is as if unsaid. */
export function readLevelQuery(params: LevelParams): LevelQuery {
  const text = (name: string) => (typeof params[name] === "string" ? params[name] : undefined);
  const way = text("way");
  const check = text("check");
  return {
    to: reachableLevel(text("to")), next: safeReturnPath(text("next"), "/me/security"),
    way: way === "counter" ? way : onlineChecks.find((known) => known === way),
    check: check && uuid.test(check) ? check : undefined,
  };
}

/** The address of a step on the same way to the same place. */
export function levelHref({ to, next, way }: Partial<Pick<LevelQuery, "to" | "way">> & Pick<LevelQuery, "next">): string {
  return `/me/security/level?${new URLSearchParams({ ...(to ? { to } : {}), next, ...(way ? { way } : {}) })}`;
}

/** The level that is meant where the address names none: the next one that can be reached online, then the last. */
export function targetFor(to: ReachableLevel | undefined, level: AssuranceLevel): ReachableLevel {
  return to ?? reachableLevels.find((one) => !reaches(level, one)) ?? "L4";
}

/** The pages a way takes from here: who one is, where that has to come first, then the way's own. */
export const stepsOf = (way: OnlineCheck, known: boolean): number => (checkRules[way].builds && !known ? 2 : 1);
