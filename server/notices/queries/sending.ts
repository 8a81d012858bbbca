import { eq } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { noticePreferences } from "@/db/schema";
import { usualPreferences, type NotificationPreferences } from "@/domain/notices/schema/sending";

/** How somebody wants to hear of news; the usual way where they said nothing. */
export async function preferencesOf(db: Reader | Tx, accountId: string): Promise<NotificationPreferences> {
  const [row] = await db.select().from(noticePreferences).where(eq(noticePreferences.accountId, accountId)).limit(1);
  if (!row) return usualPreferences;
  const { sms, mail, quietFrom, quietUntil, daily } = row;
  return { sms, mail, daily, quiet: quietFrom === null || quietUntil === null ? null : { from: quietFrom, until: quietUntil } };
}
