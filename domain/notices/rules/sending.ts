import { addDays, shanghaiDay, startOfDay } from "@/domain/core/calendar";
import { letterKind } from "../rules";
import type { WrittenTemplate } from "../schema";
import type { NotificationPreferences, SendingWay } from "../schema/sending";

/** Tells how something goes on and asks nothing of anybody; whatever is not here asks, decides, or sets a day. */
const news: ReadonlySet<WrittenTemplate> = new Set<WrittenTemplate>([
  "submitted", "takenBack", "resubmitted", "withdrawn", "accepted", "resumed", "deliveryPrepared", "deliverySent", "closed", "supplemented", "supplementChecked",
  "ratingInvited", "rectificationReplied", "enquiryAnswered", "dataRequestAnswered", "stepTold",
]);

type Message = { template: WrittenTemplate; params: Record<string, string> };
export type Weight = "security" | "important" | "news";

export function weightOf(message: Message): Weight {
  if (letterKind(message) === "security") return "security";
  return news.has(message.template) ? "news" : "important";
}

const DAILY_HOUR = 9;
const HOUR = 3_600_000;
const at = (now: Date, days: number, hour: number) => new Date(startOfDay(addDays(shanghaiDay(now), days)).getTime() + hour * HOUR);

/** The next time after now at which the clock of Asia/Shanghai strikes that hour. */
function next(now: Date, hour: number): Date {
  const today = at(now, 0, hour);
  return today > now ? today : at(now, 1, hour);
}

function isQuiet(now: Date, { from, until }: { from: number; until: number }): boolean {
  const hour = Math.floor((now.getTime() - at(now, 0, 0).getTime()) / HOUR);
  return from < until ? hour >= from && hour < until : hour >= from || hour < until;
}

/** When a message goes out that way: now, at a later instant, or never (null); in the person's space it stands at once. */
export function sendingTime(message: Message, by: SendingWay, preferences: NotificationPreferences, now: Date): Date | null {
  const weight = weightOf(message);
  if (weight === "security") return now;
  if (weight === "news" && preferences[by === "phone" ? "sms" : "mail"] === "important") return null;
  const wished = weight === "news" && preferences.daily ? next(now, DAILY_HOUR) : now;
  return preferences.quiet && isQuiet(wished, preferences.quiet) ? next(wished, preferences.quiet.until) : wished;
}
