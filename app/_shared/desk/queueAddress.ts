import { lightColours, ListQueue, QueueFilters, queueSorts, type QueueSort, type WorkFilters } from "@/domain/applications/schema/queue";

/** The queue as its address carries it. `ignored` are the names of what was in it and could not be understood. */
export type QueueAddress = { filters: QueueFilters; sort: QueueSort | undefined; view: string; cursor: string; ignored: string[] };
type Params = Record<string, string | string[] | undefined>;

export const filterNames = ["query", "applicant", "item", "status", "step", "light", "assignee", "receivedFrom", "receivedTo", "dueFrom", "dueTo", "division"] as const;
type FilterName = (typeof filterNames)[number];

const all = (value: string | string[] | undefined) => [value ?? []].flat().map((text) => text.trim()).filter(Boolean);
const one = (value: string | string[] | undefined) => all(value)[0] ?? "";

/** Reads the address; each filter by itself, so that one that is wrong spoils no other. */
export function readAddress(params: Params): QueueAddress {
  const filters: Record<string, unknown> = {};
  const ignored: string[] = [];
  for (const name of filterNames) {
    const value = name === "light" ? lightColours.filter((light) => all(params[name]).includes(light)) : one(params[name]);
    if (all(params[name]).length === 0) continue;
    const key = name === "light" ? "lights" : name;
    if (QueueFilters.safeParse({ [key]: value }).success) filters[key] = value;
    else ignored.push(name);
  }
  const sort = queueSorts.find((name) => name === one(params["sort"]));
  return { filters: QueueFilters.parse(filters), sort, view: one(params["view"]), cursor: one(params["cursor"]), ignored };
}

/** Whether an address narrows the queue by itself; otherwise the view does. */
export const narrows = (params: Params): boolean => filterNames.some((name) => params[name] !== undefined);

type Target = { filters: QueueFilters | WorkFilters; sort?: QueueSort | undefined; view?: string | undefined; cursor?: string | undefined };

/** The address of the queue, without language: what is not said is not in it. */
export function queueHref(target: Target): string {
  const search = queueSearch(target);
  return search ? `/desk?${search}` : "/desk";
}

export function queueSearch({ filters, sort, view, cursor }: Target): string {
  const { lights = [], ...texts } = filters;
  const entries = [...Object.entries(texts), ...lights.map((light) => ["light", light]), ["sort", sort === "due" ? "" : sort], ["view", view], ["cursor", cursor]];
  return new URLSearchParams(entries.flatMap(([name, value]) => (name && value ? [[name, value]] : []))).toString();
}

/** The address without one of its filters. */
export function without(filters: QueueFilters, name: FilterName): QueueFilters {
  const { [name === "light" ? "lights" : name]: _gone, ...rest } = filters;
  return rest;
}

/** What the procedure is asked. */
export const queueInput = ({ filters, sort, cursor }: { filters: QueueFilters; sort: QueueSort; cursor: string }): ListQueue => ListQueue.parse({ ...filters, sort, limit: 50, ...(cursor ? { cursor } : {}) });

/** A day as clerks type it (2026-3-2, 2026/3/2, 20260302, full width), as `YYYY-MM-DD`; anything else is left as it is. */
export function dayTyped(text: string): string {
  const typed = text.normalize("NFKC").trim();
  const [, year = "", month = "", day = ""] = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(typed) ?? [];
  return year ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : typed;
}
