import { env } from "@/env";
import { fakeSms } from "./fake";
import { liveSms } from "./live";
import type { SmsPort } from "./port";

/** The gateway of this installation; none where none is configured and nothing is a demonstration. */
export function smsGateway(): SmsPort | undefined {
  const { SMS_URL: url, SMS_TOKEN: token, demo } = env();
  if (url && token) return liveSms({ url, token });
  return demo ? fakeSms : undefined;
}
