import { addDays, type Day, type Light, type WorkdayCalendar } from "@/domain/core/calendar";
import { parseApplicationNumber, parseCitizenId, parseUscc } from "@/domain/core/codes";
import { endedStatuses, type ApplicationStatus } from "../schema";
import type { QueueSort } from "../schema/queue";

// A fifth of the longest limit there is, in workdays.
const mostYellow = 730;
const longestWalk = 3660;

/**
 * The lights of a day as days: entry `k` is the last day that lies no more than `k` workdays after today. A clock is orange
 * from today through entry 0, yellow through the entry of its own number of yellow days, and green after it.
 */
export function lightDays(today: Day, calendar: WorkdayCalendar): Day[] {
  const last: Day[] = [];
  for (let day = today, left = longestWalk; last.length <= mostYellow && left > 0; left -= 1) {
    const next = addDays(day, 1);
    if (calendar.isWorkday(next)) last.push(day);
    day = next;
  }
  return last;
}

/** The days between which lie all clocks with one of these lights; open where a light has no end. */
export function lightSpan(lights: readonly Light[], today: Day, days: readonly Day[]): { from?: Day; to?: Day } {
  const orangeUntil = days[0] ?? today;
  const has = (...some: Light[]) => some.some((light) => lights.includes(light));
  const from = has("red", "black") ? undefined : has("orange") ? today : addDays(orangeUntil, 1);
  const to = has("green", "yellow") ? undefined : has("orange") ? orangeUntil : addDays(today, -1);
  return { ...(from && { from }), ...(to && { to }) };
}

/** By what the queue is really ordered: a case that has ended has no day it is due, so the newest stand first; whoever types the start of a number reads numbers. */
export function orderOf(sort: QueueSort, { status, query }: { status?: ApplicationStatus | undefined; query?: string | undefined }): QueueSort {
  if (soughtBy(query ?? "")?.by === "prefix") return sort.startsWith("-") ? "-number" : "number";
  const ended = status !== undefined && endedStatuses.some((one) => one === status);
  return ended && sort !== "received" ? "-received" : sort;
}

export type Sought =
  | { by: "number"; number: string }
  | { by: "prefix"; low: string; high: string }
  | { by: "citizenId"; citizenId: string }
  | { by: "uscc"; uscc: string }
  | { by: "name"; name: string };

/** The one item that is meant by what was typed, of those that its words find: the only one, or the only one of just that name. Between two it is not guessed. */
export function itemMeant<Item extends { label: string }>(typed: string, found: readonly Item[]): Item | undefined {
  const named = found.length === 1 ? found : found.filter(({ label }) => label === typed.trim());
  return named.length === 1 ? named[0] : undefined;
}

const numberLength = 21;

/**
 * What a clerk means by what they typed: a whole number, an ID number, a credit code, how a number begins (from its division
 * on), else the full name of an applicant.
 */
export function soughtBy(text: string): Sought | undefined {
  const typed = text.trim();
  if (!typed) return undefined;
  const number = parseApplicationNumber(typed);
  if (number) return { by: "number", number };
  const person = parseCitizenId(typed);
  if (person) return { by: "citizenId", citizenId: person.number };
  const organisation = parseUscc(typed);
  if (organisation) return { by: "uscc", uscc: organisation.number };
  const start = typed.normalize("NFKC").replace(/[\s-]/g, "");
  return /^\d{6,20}$/.test(start) ? { by: "prefix", low: start.padEnd(numberLength, "0"), high: start.padEnd(numberLength, "Z") } : { by: "name", name: typed };
}
