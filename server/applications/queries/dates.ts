import { isApplicant } from "@/domain/applications/policy";
import { entriesOf } from "@/domain/applications/rules/dates";
import type { CaseCalendar } from "@/domain/applications/schema/dates";
import { DomainError } from "@/domain/core/errors";
import { calendarFile, sequenceAt } from "@/domain/core/icalendar";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { getCase, type Case } from "./case";
import { dueOf } from "./due";
import { toleratedIn } from "./life";

function hearingOf({ hearing }: Case) {
  if (hearing?.state !== "scheduled" || !hearing.heldOn || !hearing.startsAt || !hearing.place) return null;
  const { id, heldOn, startsAt, place, onlineUrl } = hearing;
  return { id, heldOn, startsAt, place, onlineUrl };
}

/**
 * What one's own case has in store, as a file for a calendar: when it is due, what was promised for later, a hearing.
 * Errors: `applications.notFound`, `applications.datesNone` (not_found).
 */
export async function caseCalendar(ctx: Ctx, { number, language }: CaseCalendar): Promise<{ name: string; mime: string; base64: string }> {
  const found = await getCase(ctx.db, ctx.actor, { number });
  const { application, content } = found;
  if (!isApplicant(ctx.actor, application)) throw new DomainError("not_found", "applications.notFound");
  const item = { zh: application.itemName, ...(content.nameEn ? { en: content.nameEn } : {}) };
  const entries = entriesOf({
    id: application.id, number: application.number, item, due: await dueOf(ctx, found), tolerated: toleratedIn(found), hearing: hearingOf(found),
    url: `${env().publicUrl}${language === "en" ? "/en" : ""}/me/applications`, sequence: sequenceAt(application.createdAt, ctx.now),
  }, language);
  if (entries.length === 0) throw new DomainError("not_found", "applications.datesNone");
  return { name: `${language === "en" ? "dates" : "办件日期"}.ics`, mime: "text/calendar; charset=utf-8", base64: Buffer.from(calendarFile(entries, ctx.now)).toString("base64") };
}
