import type { MailPort } from "./port";

/** Demo mode: nothing leaves the machine; the letter counts as sent and is read at `/dev/outbox`. */
export const fakeMail: MailPort = { send: async () => undefined };
