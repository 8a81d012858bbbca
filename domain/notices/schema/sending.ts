import { z } from "zod";

const hour = z.int().min(0).max(23);

/**
 * How somebody wants to hear of news, beside their space, where every message stands. What concerns the security of their
 * account, or asks something of them, comes in any case.
 */
export const NotificationPreferences = z.strictObject({
  sms: z.enum(["all", "important"]),
  mail: z.enum(["all", "important"]),
  /** Hours of the day in Asia/Shanghai in which nothing but security is sent, such as 22 to 7; null for none. */
  quiet: z.strictObject({ from: hour, until: hour }).refine(({ from, until }) => from !== until, { path: ["until"] }).nullable(),
  /** News of a day together, at nine in the morning. */
  daily: z.boolean(),
});
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

export const usualPreferences: NotificationPreferences = { sms: "all", mail: "all", quiet: null, daily: false };

export const sendingWays = ["phone", "email"] as const;
export type SendingWay = (typeof sendingWays)[number];
