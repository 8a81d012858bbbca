/** Name and ID number of somebody, with the phone where that is compared too. `id` is ours, for both sides' books. */
export type RegistryQuestion = { id: string; name: string; citizenId: string; phone?: string | undefined };

/** `dead`: the number is somebody's who has died. Nothing else comes back. */
export type RegistryAnswer = "match" | "noMatch" | "dead";

/** A guardianship (监护) by the ID numbers of the two; `id` is ours, for both sides' books. */
export type GuardianshipQuestion = { id: string; ward: string; guardian: string };

/** `ended`: the register knows that it is over (民法典 39), by death, a court or a change of guardian. `unknown` says nothing. */
export type GuardianshipAnswer = "stands" | "ended" | "unknown";

/**
 * Asks the population registry (and, with a phone, the carriers behind it) whether they belong together, and whether a
 * guardianship still stands; both throw `Unavailable`.
 */
export type PopulationRegistryPort = {
  compare(question: RegistryQuestion): Promise<RegistryAnswer>;
  guardianship(question: GuardianshipQuestion): Promise<GuardianshipAnswer>;
};
