import { z } from "zod";
import { PlaceCode } from "@/domain/departments/schema";
import { ItemAudience } from "@/domain/items/schema";

/** The search as the address carries it; whatever is malformed is left out. */
export const SearchQuery = z.object({
  q: z.string().max(100).catch(""),
  audience: ItemAudience.optional().catch(undefined),
  theme: z.string().min(1).max(40).optional().catch(undefined),
  division: PlaceCode.optional().catch(undefined),
  department: z.uuid().optional().catch(undefined),
  online: z.literal("yes").optional().catch(undefined),
  cursor: z.string().min(1).max(200).optional().catch(undefined),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

/** The address of a search; empty parts are left out. */
export function searchHref(query: Partial<SearchQuery>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `/items?${new URLSearchParams(given)}` : "/items";
}

/** The query as the procedure takes it. */
export function searchInput({ q, department, online, ...rest }: SearchQuery) {
  const given = Object.fromEntries(Object.entries({ ...rest, query: q, departmentId: department }).filter(([, value]) => value));
  return { ...given, ...(online ? { online: true } : {}) };
}
