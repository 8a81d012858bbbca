/** What may be put right here; names and ID numbers are, at a counter, where the papers are shown. */
export const correctable = ["phone", "address", "other"] as const;
/** What may be erased. */
export const erasable = ["address", "drafts", "messages", "preferences", "account", "other"] as const;
