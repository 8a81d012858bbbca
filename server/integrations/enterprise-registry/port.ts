import type { RegisteredStatus } from "@/domain/organisations/schema";

/** Whether this person represents the legal person under this code. `id` is ours, for both sides' books. */
export type RegisterQuestion = { id: string; uscc: string; name: string; citizenId: string };

/**
 * What the register says of a legal person, which is public, and whether whoever is asked about is its 法定代表人 by name and
 * ID number. Nobody else's number ever comes back.
 */
export type RegisterAnswer =
  | { found: false }
  | {
    found: true;
    uscc: string;
    name: string;
    address: string | null;
    status: RegisteredStatus;
    establishedOn: string | null;
    representative: string;
    isRepresentative: boolean;
  };

/** Asks the register of legal persons (法人库); throws `Unavailable`. */
export type EnterpriseRegistryPort = { ask(question: RegisterQuestion): Promise<RegisterAnswer> };
