import { z } from "zod";

/** A piece of background work that was given up, by its id in the queue `dead-letter`; it is tried again. */
export const RetryWork = z.strictObject({ id: z.uuid() });
export type RetryWork = z.infer<typeof RetryWork>;
