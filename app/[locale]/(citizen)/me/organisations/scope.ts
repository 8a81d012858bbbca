import { z } from "zod";
import type { Scope } from "@/domain/delegations/schema";

/** What was chosen so far for an agent, as the address carries it: items, or one case; neither means everything. */
export type Chosen = { items: readonly string[]; application?: string | undefined };

type Query = Record<string, string | string[] | undefined>;
const isId = (id: string) => z.uuid().safeParse(id).success;

/** Reads the choice; whatever is malformed is left out. */
export function chosenFrom({ item, application }: Query): Chosen {
  const items = [...new Set([item ?? []].flat())].filter(isId).slice(0, 20);
  return { items, application: typeof application === "string" && isId(application) ? application : undefined };
}

export function scopeOf({ items, application }: Chosen): Scope {
  if (application) return { kind: "application", applicationId: application };
  return items.length > 0 ? { kind: "items", itemIds: [...items] } : { kind: "all" };
}

/** The addresses of the two steps of an invitation, with the choice. */
export function inviteSteps(organisationId: string) {
  const base = `/me/organisations/${organisationId}/agents/new`;
  const query = ({ items, application }: Chosen) => new URLSearchParams([...items.map((id) => ["item", id]), ...(application ? [["application", application]] : [])]).toString();
  const at = (path: string) => (chosen: Chosen) => `${path}${query(chosen) ? `?${query(chosen)}` : ""}`;
  return { scope: at(base), person: at(`${base}/person`) };
}
