import { env } from "@/env";
import { fakeMail } from "./fake";
import { liveMail } from "./live";
import type { MailPort } from "./port";

/** The mail server of this installation; none where none is configured and nothing is a demonstration. */
export function mailServer(): MailPort | undefined {
  const { SMTP_URL: url, MAIL_FROM: from, demo } = env();
  if (url && from) return liveMail({ url, from });
  return demo ? fakeMail : undefined;
}
