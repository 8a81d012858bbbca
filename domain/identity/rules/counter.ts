/** What the second person of an office says to what a clerk asks. */
export const secondLookDecisions = ["confirmed", "refused"] as const;
export type SecondLookDecision = (typeof secondLookDecisions)[number];
