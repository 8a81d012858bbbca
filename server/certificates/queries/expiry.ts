import { statusOn } from "@/domain/certificates/rules";
import type { ExpiryCalendar } from "@/domain/certificates/schema/wallet";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { calendarFile, sequenceAt } from "@/domain/core/icalendar";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { getHeld } from "./held";

const words = {
  zh: { file: "证照到期.ics", title: (name: string) => `证照最后有效日：${name}`, text: "第二天起失效。需要继续用的，请提前办理延续或者换证。", path: "/me/certificates" },
  en: { file: "certificate-expiry.ics", title: (name: string) => `Last valid day of certificate: ${name}`, text: "It expires the next day. If you still need it, renew it in good time.", path: "/en/me/certificates" },
} as const;

/** The last day of a certificate for its holder's calendar. Errors: `certificates.notFound`, `certificates.noExpiry` (not_found) where it has none ahead. */
export async function expiryCalendar({ db, actor, now }: Ctx & { actor: User }, { id, language }: ExpiryCalendar): Promise<{ name: string; mime: string; base64: string }> {
  const row = await getHeld(db, actor, id);
  if (!row.validUntil || statusOn(row, shanghaiDay(now)) !== "valid") throw new DomainError("not_found", "certificates.noExpiry");
  const { file, title, text, path } = words[language];
  const entry = { uid: `${id}-expiry@tongban`, sequence: sequenceAt(row.createdAt, now), on: row.validUntil, title: title(row.name), text, url: `${env().publicUrl}${path}` };
  return { name: file, mime: "text/calendar; charset=utf-8", base64: Buffer.from(calendarFile([entry], now)).toString("base64") };
}
