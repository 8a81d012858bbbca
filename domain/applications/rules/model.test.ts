import fc from "fast-check";
import { expect, test } from "vitest";
import { actionsFrom, nextStatus, type ApplicationFacts } from "../rules";
import { applicationActions, type ApplicationAction } from "../schema";
import { after, allowed, beginning, done, isModelled, open, type Model } from "./model.testing";
import { isStillOpen, proposalFor, type OpenProposal } from "./proposals";
import { complete, completeKinds, decide, finish, openSteps, planSteps, returnableSteps, sendBack, type CaseStep, type StepState } from "./steps";

const process = [
  { key: "accept", kind: "accept" }, { key: "review", kind: "review", after: ["accept"] }, { key: "consult", kind: "consult", after: ["accept"] },
  { key: "decide", kind: "decide", after: ["review", "consult"] }, { key: "certificate", kind: "certificate", after: ["decide"] },
] as const satisfies Parameters<typeof planSteps>[0];
const now = new Date("2026-03-02T01:00:00Z");

/** A case as the rules of the domain know it, moved by them alone. */
const born = (issuesCertificate: boolean): ApplicationFacts => ({
  id: "case", serviceItemId: "item", applicantAccountId: "applicant", organisationId: null, departmentId: "department", divisionCode: "310101", status: "draft", outcome: null,
  claimedBy: null, acceptedBy: null, separateDecider: true, takeBackUntil: null, suspendedFrom: null, extensionDays: 0, lapseProposedAt: null,
  steps: [], automatic: false, issuesCertificate, tolerated: [], proposals: [], hearing: null,
});

const withStates = (states: readonly StepState[]): CaseStep[] =>
  states.map(({ key, status }) => ({ key, status, kind: process.find((step) => step.key === key)!.kind, role: "reviewer", departmentId: key === "consult" ? "elsewhere" : null, claimedBy: null }));
const states = (facts: ApplicationFacts, next: (now: readonly StepState[]) => StepState[]) => ({ steps: withStates(next(facts.steps)) });
const filed = (promised: number): Partial<ApplicationFacts> => ({
  steps: withStates(planSteps(process, ({ key }) => key !== "certificate")), lapseProposedAt: null,
  tolerated: ["m1", "m2"].slice(0, promised).map((fieldId) => ({ fieldId, state: "awaited" })),
});
const without = (facts: ApplicationFacts, action: ApplicationAction): OpenProposal[] => facts.proposals.filter((proposal) => proposal !== proposalFor(action, facts.proposals));
const keyOf = { review: "review", opinion: "consult" } as const;

type Effect = (facts: ApplicationFacts, pick: number) => Partial<ApplicationFacts>;
const accepted: Effect = (facts) => states(facts, (steps) => completeKinds(process, steps, ["accept"]));
const ended: Effect = (facts) => states(facts, finish);

/** What the commands write beside the status. */
const effects: Partial<Record<ApplicationAction, Effect>> = {
  submit: (_facts, pick) => ({ ...filed(pick % 3), takeBackUntil: new Date(now.getTime() + 1) }), receive: () => filed(0), resubmit: (_facts, pick) => filed(pick % 3),
  takeBack: () => ({ steps: [], tolerated: [] }), accept: accepted, tolerantAccept: accepted, deemAccept: accepted,
  proposeLapse: () => ({ lapseProposedAt: now }),
  completeStep: (facts, pick) => states(facts, (steps) => complete(process, steps, [openSteps(facts)[pick % openSteps(facts).length]!.key])),
  sendBack: (facts, pick) => states(facts, (steps) => sendBack(process, steps, returnableSteps(facts)[pick % returnableSteps(facts).length]!.key)),
  suspend: ({ status }) => ({ suspendedFrom: status === "inReview" ? "inReview" : "accepted" }), resume: () => ({ suspendedFrom: null }),
  supplement: ({ tolerated }) => ({ tolerated: tolerated.map((one) => (one.state === "awaited" ? { ...one, state: "supplied" } : one)) }),
  checkSupplement: ({ tolerated }, pick) => ({ tolerated: tolerated.map((one) => (one.state === "supplied" ? { ...one, state: pick % 2 === 0 ? "confirmed" : "awaited" } : one)) }),
  askExtension: ({ proposals }) => ({ proposals: [...proposals, { action: "extend", proposedBy: "wang" }] }), extend: () => ({ extensionDays: 5 }),
  proposeVoid: ({ proposals }) => ({ proposals: [...proposals, { action: "void", proposedBy: "wang" }] }),
  approve: (facts) => ({ outcome: "approved", ...states(facts, (steps) => decide(process, steps, "approved")) }), reject: (facts) => ({ outcome: "rejected", ...states(facts, (steps) => decide(process, steps, "rejected")) }),
  issueCertificate: (facts) => states(facts, (steps) => completeKinds(process, steps, ["certificate"])), deliver: ended, close: ended, terminate: ended, void: ended,
};

function moved(facts: ApplicationFacts, action: ApplicationAction, pick: number): ApplicationFacts {
  const status = nextStatus(facts, action, now);
  const effect = effects[action]?.(facts, pick) ?? {};
  const proposals = (effect.proposals ?? without(facts, action)).filter((proposal) => isStillOpen(proposal.action, status));
  return { ...facts, takeBackUntil: null, ...effect, status, proposals };
}

const acts = applicationActions.filter(isModelled);
/** Ends before the time, chosen seldom: most lives are to be long. */
const early: ReadonlySet<ApplicationAction> = new Set<ApplicationAction>(["withdraw", "terminate", "refuse", "transfer", "lapse"]);
const pick = fc.nat({ max: 11 });

type Seen = { status: string; may: readonly string[]; open: readonly string[]; done: readonly string[] };

const ofRules = (facts: ApplicationFacts): Seen =>
  ({ status: facts.status, may: actionsFrom(facts, now).filter(isModelled), open: openSteps(facts).map(({ key }) => key), done: returnableSteps(facts).map(({ key }) => key) });

function ofModel(model: Model): Seen {
  const may = allowed(model);
  const examined = model.status === "accepted" || model.status === "inReview";
  return { status: model.status, may: acts.filter((action) => may.has(action)), open: examined ? open(model).map((part) => keyOf[part]) : [], done: examined ? done(model).map((part) => keyOf[part]) : [] };
}

/** The two agree on where the case stands and on everything that may happen next. */
function agree(facts: ApplicationFacts, model: Model): void {
  const [rules, small] = [ofRules(facts), ofModel(model)];
  if (JSON.stringify(rules) !== JSON.stringify(small)) expect(rules).toEqual(small);
}

test("ten thousand lives of a case: the rules and the small model never part", () => {
  const seen = new Set<string>();
  fc.assert(fc.property(fc.boolean(), fc.array(fc.tuple(fc.nat({ max: 999 }), pick), { minLength: 5, maxLength: 60 }), (certificate, choices) => {
    let model = beginning(certificate);
    let facts = born(certificate);
    for (const [choice, chosen] of choices) {
      const possible = [...allowed(model)].filter((action) => choice > 930 || !early.has(action));
      const action = possible[choice % Math.max(1, possible.length)];
      if (!action) break;
      [facts, model] = [moved(facts, action, chosen), after(model, action, chosen)];
      seen.add(`${action}/${model.status}`);
      agree(facts, model);
    }
  }), { numRuns: 10_000 });
  for (const action of acts) expect([...seen].some((one) => one.startsWith(`${action}/`)), action).toBe(true);
});
