import { demoBankCard, findRegistered } from "../demo-register";
import type { BankCheckPort } from "./port";

/** Demo mode: everybody in the register has one card. */
export const fakeBankCheck: BankCheckPort = {
  async compare({ name, citizenId, phone, bankCard }) {
    const person = findRegistered(citizenId);
    return person?.name === name && person.phone === phone && !person.dead && bankCard === demoBankCard(citizenId) ? "match" : "noMatch";
  },
};
