/** A material promised for later (容缺后补): awaited, handed in, or found to be in order. */
export const toleratedStates = ["awaited", "supplied", "confirmed"] as const;
export type ToleratedState = (typeof toleratedStates)[number];

export type Tolerated = { fieldId: string; state: ToleratedState };

export const isAwaited = ({ state }: Tolerated): boolean => state === "awaited";
export const isToCheck = ({ state }: Tolerated): boolean => state === "supplied";

/** Whether everything that was promised has come and is in order: the decision to grant waits for it. */
export const isComplete = ({ tolerated }: { tolerated: readonly Tolerated[] }): boolean => tolerated.every(({ state }) => state === "confirmed");
