import { findRegisteredOrganisation } from "../demo-register";
import type { EnterpriseRegistryPort } from "./port";

/** Demo mode: the register of the demo city's organisations. */
export const fakeEnterpriseRegistry: EnterpriseRegistryPort = {
  async ask({ uscc, name, citizenId }) {
    const found = findRegisteredOrganisation(uscc);
    if (!found) return { found: false };
    const { representative, ...organisation } = found;
    return { found: true, ...organisation, representative: representative.name, isRepresentative: representative.name === name && representative.citizenId === citizenId };
  },
};
