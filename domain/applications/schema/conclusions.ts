/** What an outside expert concludes. */
export const expertConclusions = ["agree", "agreeWithConditions", "disagree"] as const;
