import { z } from "zod";

/** The items chosen so far, as the address carries them; whatever is malformed is left out. */
export function chosenItems(item: string | string[] | undefined): string[] {
  return [...new Set([item ?? []].flat())].filter((id) => z.uuid().safeParse(id).success).slice(0, 20);
}

/** The address of a step with its chosen items, and what is searched for. */
export function stepHref(step: "" | "/helper", items: readonly string[], query = ""): string {
  const given = [...items.map((id) => ["item", id]), ...(query ? [["q", query]] : [])];
  return `/me/delegations/new${step}${given.length > 0 ? `?${new URLSearchParams(given)}` : ""}`;
}
