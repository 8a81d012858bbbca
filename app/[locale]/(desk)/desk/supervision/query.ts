import type { Day } from "@/domain/core/calendar";
import { isDay } from "@/domain/core/days";
import { periodAround, periodKinds, type PeriodKind } from "@/domain/supervision/rules";
import { CaseGroup, Figures } from "@/domain/supervision/schema";

/** What narrows the figures, as the address carries it. */
export type FiguresQuery = { period: PeriodKind | "custom"; fromOn: Day; throughOn: Day; department: string; division: string; item: string };
type Params = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value)?.trim() ?? "";
const parts = ["year", "month", "day"] as const;

/** A day of the address: whole, or in the three parts of its field. */
function dayIn(params: Params, name: string): Day | undefined {
  const [year = "", month = "", day = ""] = parts.map((part) => one(params[`${name}-${part}`]));
  const joined = one(params[name]) || [year.padStart(4, "0"), month.padStart(2, "0"), day.padStart(2, "0")].join("-");
  return isDay(joined) ? joined : undefined;
}

export function readFigures(params: Params, today: Day): FiguresQuery {
  const asked = one(params["period"]);
  const [fromOn, throughOn] = [dayIn(params, "from"), dayIn(params, "through")];
  const kind = periodKinds.find((name) => name === asked) ?? "month";
  const filters = { department: one(params["department"]), division: one(params["division"]), item: one(params["item"]) };
  const custom = asked === "custom" && fromOn && throughOn && Figures.safeParse({ fromOn, throughOn }).success;
  return custom ? { period: "custom", fromOn, throughOn, ...filters } : { period: kind, ...periodAround(kind, today), ...filters };
}

/** What the procedure is asked; anything that is no filter is left out. */
export function figuresInput({ fromOn, throughOn, department, division, item }: FiguresQuery): Figures {
  const filters = Object.fromEntries(Object.entries({ department, division, item }).filter(([, value]) => value !== ""));
  const whole = Figures.safeParse({ fromOn, throughOn, ...filters });
  return whole.success ? whole.data : { fromOn, throughOn };
}

function searchOf({ period, fromOn, throughOn, department, division, item }: FiguresQuery): [string, string][] {
  const days: [string, string][] = period === "custom" ? [["from", fromOn], ["through", throughOn]] : [];
  const filters: [string, string][] = [["department", department], ["division", division], ["item", item]];
  return [["period", period], ...days, ...filters.filter(([, value]) => value !== "")];
}

export const figuresHref = (query: FiguresQuery, change: Partial<FiguresQuery> = {}): string => `/desk/supervision?${new URLSearchParams(searchOf({ ...query, ...change })).toString()}`;

export type Behind = { group: CaseGroup; value?: string };

/** The list of cases behind a figure. */
export function casesHref(query: FiguresQuery, { group, value }: Behind, cursor = ""): string {
  const more: [string, string][] = [["group", group], ...(value ? [["value", value] as [string, string]] : []), ...(cursor ? [["cursor", cursor] as [string, string]] : [])];
  return `/desk/supervision/cases?${new URLSearchParams([...searchOf(query), ...more]).toString()}`;
}

export function readBehind(params: Params): Behind & { cursor: string } {
  const group = CaseGroup.safeParse(one(params["group"]));
  const value = one(params["value"]).slice(0, 60);
  return { group: group.success ? group.data : "open", ...(value ? { value } : {}), cursor: one(params["cursor"]) };
}
