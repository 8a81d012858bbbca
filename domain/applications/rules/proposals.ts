import type { ApplicationAction, ApplicationStatus } from "../schema";

/** What takes two people: one proposes, another decides. */
export const proposable = ["extend", "void"] as const satisfies readonly ApplicationAction[];
export type Proposable = (typeof proposable)[number];

/** What became of a proposal; it is overtaken where the case went on without a decision. */
export const proposalOutcomes = ["granted", "declined", "overtaken"] as const;

export type OpenProposal = { action: Proposable; proposedBy: string };

/** Which proposal an action decides, by carrying it out or by declining it. */
const decidedBy: Partial<Record<ApplicationAction, Proposable>> = { extend: "extend", declineExtension: "extend", void: "void", declineVoid: "void" };

/** The open proposal that an action would decide. */
export function proposalFor<Proposal extends OpenProposal>(action: ApplicationAction, proposals: readonly Proposal[]): Proposal | undefined {
  return proposals.find((proposal) => proposal.action === decidedBy[action]);
}

const outlived: Record<Proposable, readonly ApplicationStatus[]> = {
  extend: ["accepted", "inReview", "suspended"],
  void: ["approved", "delivering", "closed"],
};

/** Whether there is still something to decide about a proposal once its case stands here. */
export const isStillOpen = (action: Proposable, status: ApplicationStatus): boolean => outlived[action].includes(status);
