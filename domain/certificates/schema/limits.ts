/** How long a standing permission may last, in days. */
export const standingDays = [30, 90, 180, 365] as const;

/** How much of its face a copy on a phone shows: most of each value hidden, or all. */
export const offlineFaces = ["masked", "full"] as const;
export type OfflineFace = (typeof offlineFaces)[number];

/** How many copies a phone keeps; all are asked after in one address. */
export const mostCopies = 30;
