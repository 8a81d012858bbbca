import { useSearchParams } from "next/navigation";
import { usePathname } from "@/app/_i18n/navigation";
import { safeReturn } from "@/app/_shared/preferences/preferences";

/**
 * The address of this page without its language, query included. A problem page is made at `/problem/…` on the server and
 * stands, in the browser, at the address that had the problem: that one is its place in both.
 */
export function usePlace(): string {
  const path = usePathname();
  const query = useSearchParams();
  const troubled = path.startsWith("/problem/") ? query.get("at") : null;
  if (troubled !== null) return safeReturn(safeReturn(troubled).replace(/^\/en(?=[/?]|$)/, ""));
  return query.size > 0 ? `${path}?${query}` : path;
}
