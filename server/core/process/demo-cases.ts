import { and, eq, inArray } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { accounts, applications, itemSearch } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { addDays, shanghaiDay, type Day, type WorkdayCalendar } from "@/domain/core/calendar";
import { submitApplication } from "@/server/applications/commands/submit";
import { listDelegationsTo, listPosts } from "@/server/auth/session";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { addClosures, keepers } from "./demo-cases/closures";
import type { Colleague, Held } from "./demo-cases/deeds";
import { fillIn } from "./demo-cases/filing";
import { storiesOf, type Applicant, type Story } from "./demo-cases/stories";

/** Where all of it happens, and the people of the desk there. */
const division = "440104";
const desk: Record<Colleague, string> = { clerk: `clerk-${division}`, reviewer: `reviewer-${division}`, approver: `approver-${division}`, certificateOfficer: `certificate-officer-${division}` };
const applicants: readonly Applicant[] = ["citizen-l2", "citizen-l3", "citizen-l4", "citizen-elder", "organisation-agent"];

type City = { db: Reader; people: ReadonlyMap<string, User>; codes: ReadonlyMap<string, string>; calendar: WorkdayCalendar; today: Day };

/**
 * Gives the demo city its cases, each act by the command and the person whose it is, in the order of their days. `db` may
 * be a transaction: then the whole life is there or nothing. Where there is a case already, it adds nothing.
 */
export async function addDemoCases(db: Reader, now: Date, report: (message: string) => void): Promise<void> {
  if ((await db.select({ id: applications.id }).from(applications).limit(1)).length > 0) return;
  const city: City = { db, people: await peopleOf(db, now), codes: await itemCodes(db), calendar: await getCalendar(db), today: shanghaiDay(now) };
  const stories = storiesOf(city.today, city.calendar);
  const acts = stories.flatMap((story, index) => actsOf(city, story, index)).toSorted((a, b) => a.at.getTime() - b.at.getTime());
  for (const { at, run } of acts) await run(at);
  await addClosures({ today: city.today, itemCode: known(city.codes, "护士执业注册"), as: (keeper, at) => contextOf(city, keeper, at) });
  report(`${stories.length} cases on the desks of the demo city`);
}

type DatedAct = { at: Date; run: (at: Date) => Promise<void> };

/** A story as acts on their days; each knows the case as the one before it left it. */
function actsOf(city: City, story: Story, index: number): DatedAct[] {
  let held: Held | undefined;
  const filed: DatedAct = { at: instantOf(city, story.ago, index * 7), run: async (at) => void (held = await file(city, story, at)) };
  const deeds = story.deeds.map(({ by, ago, act }, position): DatedAct => ({
    at: instantOf(city, ago, index * 7 + (position + 1) * 20),
    run: async (at) => {
      if (!held) throw new Error(`${story.item} is acted on before it is filed`);
      const { id, version } = await act(contextOf(city, by === "applicant" ? story.applicant : desk[by], at), held);
      held = { id, version };
    },
  }));
  return [filed, ...deeds];
}

async function file(city: City, story: Story, at: Date): Promise<Held> {
  const ctx = contextOf(city, story.applicant, at);
  const id = await fillIn(ctx, { ...story, itemCode: known(city.codes, story.item) });
  return story.pages === undefined ? submitApplication(ctx, { id, declared: true, ...(story.later ? { later: [...story.later] } : {}) }) : { id, version: 0 };
}

function contextOf({ db, people }: City, key: string, now: Date): Ctx & { actor: User } {
  return { actor: known(people, key), now, requestId: "demo-cases", address: "demo", db };
}

function known<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The demo city has no ${key}`);
  return value;
}

/** So many workdays before today, minutes after half past eight in the morning. */
function instantOf({ today, calendar }: City, workdaysAgo: number, minutes: number): Date {
  let day = today;
  for (let left = workdaysAgo; left > 0;) {
    day = addDays(day, -1);
    if (calendar.isWorkday(day)) left -= 1;
  }
  return new Date(Date.parse(`${day}T08:30:00+08:00`) + minutes * 60_000);
}

/** The people of the stories as their sessions would show them today. */
async function peopleOf(db: Reader, now: Date): Promise<ReadonlyMap<string, User>> {
  const rows = await db.select().from(accounts).where(inArray(accounts.signInName, [...applicants, ...Object.values(desk), ...keepers]));
  const people: (readonly [string, User])[] = [];
  for (const { id, name, kind, assuranceLevel, signInName } of rows) {
    const posts = kind === "staff" ? await listPosts(db, id, now) : [];
    const [actingFor] = await listDelegationsTo(db, id, now);
    people.push([signInName ?? "", { kind: "user", id, name, accountKind: kind, assuranceLevel, sessionId: "", factors: [], authenticatedAt: now, posts, ...(actingFor ? { actingFor } : {}) }]);
  }
  return new Map(people);
}

/** Codes by name of the documented items handled here. */
async function itemCodes(db: Reader): Promise<ReadonlyMap<string, string>> {
  const rows = await db.select({ name: itemSearch.name, code: itemSearch.code }).from(itemSearch).where(and(itemSearch.documented, eq(itemSearch.divisionCode, division)));
  return new Map(rows.map(({ name, code }) => [name, code]));
}
