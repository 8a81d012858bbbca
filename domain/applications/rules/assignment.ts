import type { Scope } from "@/domain/forms/rules/context";
import { holds } from "@/domain/forms/rules/context";
import { isWithin } from "@/domain/departments/rules";
import { readExpression } from "@/domain/items/rules/process";
import type { ApplicationFacts } from "../rules";
import { routedRoles, type RoutedRole, type RoutingContent } from "../schema/assignment";
import { openSteps, type CaseStep } from "./steps";

/** Work that waits for somebody: a whole case, or one step of it, for a role of a department. */
export type Work = { step: string | null; role: RoutedRole; departmentId: string };

const isRouted = (role: string): role is RoutedRole => routedRoles.some((one) => one === role);

/** What of a case nobody holds and somebody has to take up now. While an answer is awaited, that is nothing. */
export function openWork(facts: ApplicationFacts): Work[] {
  return [...ownWork(facts), ...stepWork(facts, openSteps(facts).filter(({ departmentId }) => departmentId !== null))];
}

function ownWork(facts: ApplicationFacts): Work[] {
  const several = openSteps(facts).filter(({ departmentId }) => departmentId === null);
  if (several.length > 1) return stepWork(facts, several);
  const role = facts.claimedBy === null ? roleNow(facts) : undefined;
  return role && isRouted(role) ? [{ step: null, role, departmentId: facts.departmentId }] : [];
}

function stepWork({ departmentId: own }: ApplicationFacts, steps: readonly CaseStep[]): Work[] {
  return steps.flatMap(({ key, role, departmentId, claimedBy }) => (claimedBy === null && isRouted(role) ? [{ step: key, role, departmentId: departmentId ?? own }] : []));
}

/** The role that the case as a whole waits for. */
function roleNow({ status, lapseProposedAt, steps }: ApplicationFacts): string | undefined {
  switch (status) {
    case "submitted": return "clerk";
    case "correction": return lapseProposedAt ? "clerk" : undefined;
    case "accepted": case "inReview": return steps.find((step) => step.status === "active" && step.departmentId === null)?.role;
    case "approved": case "rejected": case "delivering": return "certificateOfficer";
    default: return undefined;
  }
}

/** Who stands in for somebody today: they themselves, their deputy, or the deputy's deputy; nobody where that goes in a ring. */
export function presentFor(accountId: string, away: ReadonlyMap<string, string>): string | undefined {
  const asked = new Set<string>();
  let at = accountId;
  for (let deputy = away.get(at); deputy !== undefined; deputy = away.get(at)) {
    if (asked.has(at)) return undefined;
    asked.add(at);
    at = deputy;
  }
  return at;
}

export type RoutingRule = { id: string; enabled: boolean; content: RoutingContent };
/** Somebody who may come into question: whether the work's role is theirs there, whether they may take it now, how many open cases they hold. */
export type Candidate = { id: string; holdsRole: boolean; mayTake: boolean; load: number };
export type RoutingOffice = { people: readonly Candidate[]; away: ReadonlyMap<string, string> };
export type RoutingCase = { work: Work; serviceItemId: string; divisionCode: string; scope: Scope };

/** Why a rule did not give the case to anybody, or that it did, or that it leaves it to whoever takes it. */
export type RoutingVerdict = "off" | "role" | "item" | "division" | "answer" | "personMayNot" | "nobodyFree" | "pool" | "given";
export type Given = { to: string; load?: number; insteadOf?: string };
export type Routed = { rule: RoutingRule | undefined; given: Given | undefined; tried: { rule: RoutingRule; verdict: RoutingVerdict }[] };

/**
 * Whom the first rule that fits gives the work to. A rule whose person may not take it, or that finds nobody, is passed over;
 * one that names the pool ends the search. Pure: the same office and case give the same answer.
 */
export function routeWork(rules: readonly RoutingRule[], found: RoutingCase, office: RoutingOffice): Routed {
  const tried: Routed["tried"] = [];
  for (const rule of rules) {
    const mismatch = mismatchOf(rule, found);
    const given = mismatch ? undefined : targetOf(rule, office);
    const verdict = mismatch ?? (typeof given === "string" ? given : "given");
    tried.push({ rule, verdict });
    if (verdict === "pool") return { rule, given: undefined, tried };
    if (given && typeof given !== "string") return { rule, given, tried };
  }
  return { rule: undefined, given: undefined, tried };
}

function mismatchOf({ enabled, content: { role, items, divisionCode, when } }: RoutingRule, { work, serviceItemId, divisionCode: at, scope }: RoutingCase): RoutingVerdict | undefined {
  if (!enabled) return "off";
  if (role !== work.role) return "role";
  if (items.length > 0 && !items.includes(serviceItemId)) return "item";
  if (!isWithin(at, divisionCode)) return "division";
  if (when === undefined) return undefined;
  const condition = readExpression(when);
  return condition && holds(condition, scope) ? undefined : "answer";
}

function targetOf({ content: { target } }: RoutingRule, { people, away }: RoutingOffice): Given | "pool" | "personMayNot" | "nobodyFree" {
  if (target.kind === "pool") return "pool";
  if (target.kind === "person") {
    const to = presentFor(target.accountId, away);
    if (!people.some(({ id, mayTake }) => id === to && mayTake) || to === undefined) return "personMayNot";
    return { to, ...(to === target.accountId ? {} : { insteadOf: target.accountId }) };
  }
  const least = leastLoaded(people.filter(({ id, holdsRole, mayTake }) => holdsRole && mayTake && !away.has(id)));
  return least ? { to: least.id, load: least.load } : "nobodyFree";
}

/** Whoever has the fewest open cases; of several the one whose key comes first, so that the answer can be told beforehand. */
export function leastLoaded(people: readonly Candidate[]): Candidate | undefined {
  return people.toSorted((a, b) => a.load - b.load || (a.id < b.id ? -1 : 1))[0];
}
