/** Whose face is to be compared, and where they come back to. */
export type LivePersonStart = { id: string; name: string; citizenId: string; returnUrl: string };

/**
 * A check that a living person stands before the camera and is who they say, done wholly at the provider: neither picture nor
 * template comes here. `start` gives where to go; `result` is asked for afterwards. Both throw `Unavailable`.
 */
export type LivePersonPort = {
  start(question: LivePersonStart): Promise<{ reference: string; url: string }>;
  result(reference: string): Promise<"passed" | "failed" | "pending">;
};
