import { dueOn, light, type Day, type Light, type Limit, type WorkdayCalendar } from "@/domain/core/calendar";
import type { Finding, RectificationStatus, StaffAct } from "../schema/rectification";

const workdays = (value: number): Limit => ({ value, unit: "workday" });

/** Ours, as cities do it: whoever rated low is called within 1 workday and answered within 5, or 15 where a second person agrees. */
export const rectificationLimits = { contact: workdays(1), reply: workdays(5), extended: workdays(15) };

/** The days by which a rectification opened on a day is to be contacted and answered; the longest it may be put off to. */
export function rectificationDays(openedOn: Day, calendar: WorkdayCalendar): { contactDueOn: Day; replyDueOn: Day; extendedDueOn: Day } {
  const due = (limit: Limit) => dueOn({ start: openedOn, limit, calendar }).dueOn;
  return { contactDueOn: due(rectificationLimits.contact), replyDueOn: due(rectificationLimits.reply), extendedDueOn: due(rectificationLimits.extended) };
}

export type RectificationState = {
  status: RectificationStatus;
  ownerId: string | null;
  contactedOn: Day | null;
  contactSkipped: boolean;
  finding: Finding | null;
  extensionAskedBy: string | null;
  extendedBy: string | null;
  repliedBy: string | null;
  appealedBy: string | null;
  recheckedBy: string | null;
  /** Whether whoever rated can be reached: by name, or because they said how. */
  reachable: boolean;
};

const appealWaits = ({ appealedBy, recheckedBy }: RectificationState) => appealedBy !== null && recheckedBy === null;
const wasContacted = ({ contactedOn, contactSkipped }: RectificationState) => contactedOn !== null || contactSkipped;

type Judge = (state: RectificationState) => string | undefined;

const whileOpen = (judge: Judge): Judge => (state) => (state.status === "open" ? judge(state) : "ratings.notOpen");
const contacting = (ifReachable: boolean): Judge => whileOpen((state) => {
  if (wasContacted(state)) return "ratings.contactedAlready";
  if (state.reachable === ifReachable) return undefined;
  return ifReachable ? "ratings.contactImpossible" : "ratings.contactPossible";
});
const deciding: Judge = whileOpen(({ extensionAskedBy, extendedBy }) => (extensionAskedBy !== null && extendedBy === null ? undefined : "ratings.noExtensionAsked"));
const looking: Judge = (state) => (state.status !== "replied" ? "ratings.notReplied" : appealWaits(state) ? "ratings.appealWaits" : undefined);
const rechecking: Judge = (state) => (appealWaits(state) ? undefined : "ratings.noAppeal");

const judges: Record<StaffAct, Judge> = {
  take: whileOpen(() => undefined),
  noteContact: contacting(true),
  skipContact: contacting(false),
  verify: whileOpen((state) => (wasContacted(state) ? undefined : "ratings.contactFirst")),
  askExtension: whileOpen(({ extensionAskedBy }) => (extensionAskedBy === null ? undefined : "ratings.extensionAsked")),
  grantExtension: deciding,
  declineExtension: deciding,
  reply: whileOpen((state) => (appealWaits(state) ? "ratings.appealWaits" : state.finding === null ? "ratings.verifyFirst" : undefined)),
  close: looking,
  sendBack: looking,
  appeal: ({ status, appealedBy }) => (status !== "open" && status !== "replied" ? "ratings.notOpen" : appealedBy !== null ? "ratings.appealedAlready" : undefined),
  exclude: rechecking,
  letStand: rechecking,
};

/** Why a rectification as it stands does not allow an act, as an error code; who may do it is the policy's. */
export const stateHindrance = (act: StaffAct, state: RectificationState): string | undefined => judges[act](state);

type Clocks = { status: RectificationStatus; contactedOn: Day | null; contactSkipped: boolean; contactDueOn: Day; replyDueOn: Day };

/** The deadline that runs now, with its light; none once it is answered. */
export function rectificationClock(clocks: Clocks, today: Day, calendar: WorkdayCalendar): { dueOn: Day; light: Light } | undefined {
  if (clocks.status !== "open") return undefined;
  const contact = clocks.contactedOn === null && !clocks.contactSkipped;
  const due = contact ? clocks.contactDueOn : clocks.replyDueOn;
  return { dueOn: due, light: light({ dueOn: due, limitDays: (contact ? rectificationLimits.contact : rectificationLimits.reply).value, today, calendar }) };
}
