/** The four things a bank compares. `id` is ours, for both sides' books. */
export type BankQuestion = { id: string; name: string; citizenId: string; phone: string; bankCard: string };

/** Asks the holder's bank, over the clearing house, whether the four belong together; throws `Unavailable`. */
export type BankCheckPort = { compare(question: BankQuestion): Promise<"match" | "noMatch"> };
