import { ApplicationStatus } from "@/domain/applications/schema";
import type { ListQueue } from "@/domain/applications/schema/queue";

/** The filters of the queue as its address carries them. */
export type QueueQuery = { view: "all" | "mine" | "orange" | "red"; status: string; query: string; cursor: string };
type Params = Record<string, string | string[] | undefined>;

const views = ["all", "mine", "orange", "red"] as const;
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)?.trim() ?? "";

export function readQuery(params: Params): QueueQuery {
  const view = views.find((name) => name === one(params["view"])) ?? "all";
  return { view, status: one(params["status"]), query: one(params["query"]).slice(0, 60), cursor: one(params["cursor"]) };
}

/** The address of the queue with some of its filters changed; a changed filter starts at the first page. */
export function queueHref(query: QueueQuery, change: Partial<QueueQuery> = {}): string {
  const { view, status, query: text, cursor } = { ...query, cursor: "", ...change };
  const entries = Object.entries({ view: view === "all" ? "" : view, status, query: text, cursor }).filter(([, value]) => value);
  const search = new URLSearchParams(entries).toString();
  return search ? `/desk?${search}` : "/desk";
}

/** What the procedure is asked; anything unknown in the address is left out. */
export function queueInput({ view, status, query, cursor }: QueueQuery): Omit<ListQueue, "sort"> {
  const known = ApplicationStatus.exclude(["draft"]).safeParse(status);
  return {
    limit: 50,
    ...(view === "mine" ? { assignee: "me" as const } : {}),
    ...(view === "orange" ? { lights: ["orange" as const] } : view === "red" ? { lights: ["red" as const, "black" as const] } : {}),
    ...(known.success ? { status: known.data } : {}),
    ...(query ? { query } : {}),
    ...(cursor ? { cursor } : {}),
  };
}
