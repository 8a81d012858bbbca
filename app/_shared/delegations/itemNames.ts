import { api } from "@/app/_trpc/server";
import type { DelegationScope } from "@/domain/core/actor";
import type { ItemNames } from "./Terms";

/** The names of the items that these grants are for. */
export async function itemNamesFor(granted: readonly { scope: DelegationScope }[]): Promise<ItemNames> {
  const ids = [...new Set(granted.flatMap(({ scope }) => (scope.kind === "items" ? scope.itemIds : [])))].slice(0, 50);
  const rows = ids.length > 0 ? await (await api()).items.names({ ids }) : [];
  return new Map(rows.map(({ id, name }) => [id, name]));
}
