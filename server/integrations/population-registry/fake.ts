import { findRegistered } from "../demo-register";
import type { PopulationRegistryPort } from "./port";

/** Demo mode: the register of the demo city's people. */
export const fakePopulationRegistry: PopulationRegistryPort = {
  async compare({ name, citizenId, phone }) {
    const person = findRegistered(citizenId);
    if (person?.name !== name || (phone !== undefined && person.phone !== phone)) return "noMatch";
    return person.dead ? "dead" : "match";
  },
  async guardianship({ ward, guardian }) {
    return [ward, guardian].some((citizenId) => findRegistered(citizenId)?.dead) ? "ended" : "unknown";
  },
};
