/** Name and ID number of somebody, with the phone where that is compared too. `id` is ours, for both sides' books. */
export type RegistryQuestion = { id: string; name: string; citizenId: string; phone?: string | undefined };

/** `dead`: the number is somebody's who has died. Nothing else comes back. */
export type RegistryAnswer = "match" | "noMatch" | "dead";

/** Asks the population registry (and, with a phone, the carriers behind it) whether they belong together; throws `Unavailable`. */
export type PopulationRegistryPort = { compare(question: RegistryQuestion): Promise<RegistryAnswer> };
