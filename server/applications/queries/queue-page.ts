import { and, eq, inArray, isNotNull, sql, type SQL } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { applications, applicationSteps, serviceItems } from "@/db/schema";
import { askedRoles } from "@/domain/applications/policy";
import { orderOf } from "@/domain/applications/rules/queue";
import type { User } from "@/domain/core/actor";
import { liveStatuses } from "@/domain/applications/schema";
import type { QueueSort } from "@/domain/applications/schema/queue";
import { askedOf, conditions, heldWays, inPlaces, isNarrow, placesOf, spanOf, type Asked } from "./queue-where";

/** Where a page ends: the key by which it is ordered, and the case. */
export type Position = { key: string; id: string };
export type PageAsked = Asked & { sort: QueueSort; after?: Position | undefined; limit: number; changedSince?: Date | undefined };

const keys = {
  due: { of: (due: SQL) => due, type: "date" },
  received: { of: () => sql`${applications.receivedAt}`, type: "timestamptz" },
  number: { of: () => sql`${applications.number}`, type: "text" },
} as const;

/** By what a page is ordered, and which way. */
export function orderingOf({ sort, filters }: Pick<PageAsked, "sort" | "filters">): { sort: QueueSort; key: keyof typeof keys; direction: "asc" | "desc" } {
  const order = orderOf(sort, filters);
  return { sort: order, key: keyNames[order], direction: order.startsWith("-") ? "desc" : "asc" };
}

const keyNames = { due: "due", "-due": "due", received: "received", "-received": "received", number: "number", "-number": "number" } as const satisfies Record<QueueSort, keyof typeof keys>;

/**
 * The ids of a page with the day each is due. One ordered index scan per department and division that has items, merged: the
 * cost of a page does not grow with the number of cases. Posts over a wider division are spelt out first, since a range
 * would have to be sorted. What is narrow by itself is one scan, and one more for steps that somebody holds. To it come the cases of other departments in which a step
 * of one's own is open, by the day that step is due.
 */
export function queuePage(asked: PageAsked): SQL {
  const { direction } = orderingOf(asked);
  const end = sql.raw(`order by key ${direction}, id ${direction}`);
  return sql`(${pairsOf(asked)} (select * from (${ownPage(asked)}) own) ${askedPage(asked)} ${end} limit ${asked.limit})`;
}

/** One row for every case that matches, up to a most; to be counted. */
export function queueMatches(asked: Omit<PageAsked, "sort" | "after">): SQL {
  const due = sql`${applications.deskDueOn}`;
  const all = and(...conditions(asked, { due, holder: sql`${applications.claimedBy}` }), changed(asked));
  const own = isNarrow(asked) || asked.changedSince
    ? sql.join(heldWays(asked).map((held) => sql`select ${applications.id} from ${applications} where ${inPlaces(placesOf(asked.actor))} and ${held} and ${all}`), sql` union all `)
    : sql`select hit.id from pairs cross join lateral (select ${applications.id} from ${applications} where ${inPair} and ${all} limit ${asked.limit}) hit`;
  return sql`(${pairsOf(asked)} (select * from (${own} limit ${asked.limit}) own) ${askedPage({ ...asked, sort: "due" }, sql`id`)} limit ${asked.limit})`;
}

const inPair = sql`${applications.departmentId} = pairs.department_id and ${applications.divisionCode} = pairs.division_code`;
const changed = ({ changedSince }: Pick<PageAsked, "changedSince">) => (changedSince ? sql`${applications.changedAt} > ${changedSince.toISOString()}::timestamptz and ${applications.status} <> 'draft'` : undefined);

function pairsOf(asked: Asked): SQL {
  const places = placesOf(asked.actor);
  const column = (key: "departmentId" | "low" | "high") => sql.param(places.map((place) => place[key]));
  const division = asked.filters.division ? spanOf(asked.filters.division) : undefined;
  return sql`with pairs as materialized (
      select distinct ${serviceItems.departmentId} as department_id, ${serviceItems.divisionCode} as division_code
      from unnest(${column("departmentId")}::uuid[], ${column("low")}::text[], ${column("high")}::text[]) as post(department_id, low, high)
      join ${serviceItems} on ${serviceItems.departmentId} = post.department_id and ${serviceItems.divisionCode} between post.low and post.high
      ${division ? sql`where ${serviceItems.divisionCode} between ${division.low} and ${division.high}` : sql``}
    )`;
}

function ownPage(asked: PageAsked): SQL {
  const due = sql`${applications.deskDueOn}`;
  const { direction, key } = orderingOf(asked);
  const order = keys[key].of(due);
  const end = sql`order by ${order} ${sql.raw(direction)}, ${applications.id} ${sql.raw(direction)} limit ${asked.limit}`;
  const all = and(...conditions(asked, { due, holder: sql`${applications.claimedBy}` }), after(asked, due), changed(asked));
  const row = sql`select ${applications.id}, ${due} as due_on, ${order} as key from ${applications}`;
  if (isNarrow(asked)) {
    const ways = heldWays(asked).map((held) => sql`(${row} where ${inPlaces(placesOf(asked.actor))} and ${held} and ${all} ${end})`);
    return sql`select * from (${sql.join(ways, sql` union all `)}) way order by key ${sql.raw(direction)}, id ${sql.raw(direction)} limit ${asked.limit}`;
  }
  return sql`select hit.id, hit.due_on, hit.key from pairs cross join lateral (${row} where ${inPair} and ${all} ${end}) hit`;
}

const askedPosts = (actor: User) => actor.posts.filter(({ role }) => askedRoles.some((one) => one === role));

/** Whether no step at all is asked of an actor's departments. Mostly none is, and to plan many statements for it costs more than to look. */
export async function isUnasked(db: Reader, actor: User): Promise<boolean> {
  const posts = askedPosts(actor);
  if (posts.length === 0) return true;
  const open = await db.select({ id: applicationSteps.id }).from(applicationSteps).innerJoin(applications, eq(applications.id, applicationSteps.applicationId))
    .where(and(isNotNull(applicationSteps.departmentId), eq(applicationSteps.status, "active"), askedOf(posts))).limit(1);
  return open.length === 0;
}

// Nothing where nobody's department could be asked: the usual queue pays nothing for it.
function askedPage(asked: PageAsked, columns = sql`id, due_on, key`): SQL {
  const posts = askedPosts(asked.actor);
  if (posts.length === 0 || asked.unasked) return sql``;
  const due = sql`coalesce(asked.due_on, ${applications.deskDueOn})`;
  const { direction, key } = orderingOf(asked);
  const order = keys[key].of(due);
  return sql`union all (
    select ${columns} from (
      select ${applications.id} as id, ${due} as due_on, ${order} as key from (
        select ${applicationSteps.applicationId} as application_id, min(${applicationSteps.dueOn}) as due_on, (array_agg(${applicationSteps.claimedBy} order by ${applicationSteps.claimedBy} nulls first))[1] as claimed_by
        from ${applicationSteps} join ${applications} on ${applications.id} = ${applicationSteps.applicationId}
        where ${applicationSteps.departmentId} is not null and ${applicationSteps.status} = 'active' and (${askedOf(posts)})
        group by ${applicationSteps.applicationId}
      ) asked join ${applications} on ${applications.id} = asked.application_id
      where not ${inPlaces(placesOf(asked.actor))} and ${inArray(applications.status, [...liveStatuses])}
        and (${sql.join(heldWays(asked), sql` or `)}) and ${and(...conditions(asked, { due, holder: sql`asked.claimed_by` }), after(asked, due), changed(asked))}
      order by key ${sql.raw(direction)}, id ${sql.raw(direction)} limit ${asked.limit}
    ) asked_rows)`;
}

function after({ after: position, ...asked }: PageAsked, due: SQL): SQL | undefined {
  if (!position) return undefined;
  const { direction, key } = orderingOf(asked);
  const type = sql.raw(keys[key].type);
  return sql`(${keys[key].of(due)}, ${applications.id}) ${sql.raw(direction === "asc" ? ">" : "<")} (${position.key}::${type}, ${position.id}::uuid)`;
}
