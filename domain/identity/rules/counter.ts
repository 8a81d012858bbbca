/** What the second person of an office says to what a clerk asks. */
export const secondLookDecisions = ["confirmed", "refused"] as const;
export type SecondLookDecision = (typeof secondLookDecisions)[number];

/** What a clerk asks for somebody at the counter and does not give alone; a guardianship is the third. */
export const secondLookKinds = ["level", "recovery"] as const;
export type SecondLookKind = (typeof secondLookKinds)[number];

/** For so long (hours) what was asked may be decided and used: whoever was seen has left by then. */
export const secondLookHours = 24;
